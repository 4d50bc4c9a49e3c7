/** No probability is nearer to 0 or 1 than this to the logarithm. */
const margin = 1e-3;

export function logit(probability: number): number {
  const inside = Math.min(1 - margin, Math.max(margin, probability));
  return Math.log(inside / (1 - inside));
}

export function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
