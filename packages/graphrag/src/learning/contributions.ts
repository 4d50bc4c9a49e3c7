/** What each feature adds to a logit, by name: weight times value, those that add nothing left out. */
export function contributions(
  names: readonly string[],
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
): Record<string, number> {
  const amounts = names.map((name, place) => [name, values[place]! * weights[place]!] as const);
  return Object.fromEntries(amounts.filter(([, amount]) => amount !== 0));
}
