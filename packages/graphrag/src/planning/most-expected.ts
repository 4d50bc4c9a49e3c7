/**
 * Of items sorted by descending probability, those with the highest expected F1 against the right set, taken for
 * independent (Lewis 1995; Ye et al. 2012, first order). With m the expected size of the right set, the first k that
 * maximise
 *
 *     E[F1] ≈ 2 · Σ_{i≤k} p_i / (k + m)
 */
export function mostExpected<Item extends { readonly probability: number }>(
  items: readonly Item[],
  expectedSize: number,
  maximum = items.length,
): readonly Item[] {
  let sum = 0;
  let best = { count: 0, value: 0 };
  for (const [index, { probability }] of items.slice(0, maximum).entries()) {
    sum += probability;
    const value = (2 * sum) / (index + 1 + expectedSize);
    if (value > best.value) best = { count: index + 1, value };
  }
  return items.slice(0, best.count);
}
