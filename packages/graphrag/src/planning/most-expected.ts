/**
 * Of items sorted by descending probability, those with the highest expected F1 against the right set, taken for
 * independent (Lewis 1995; Ye et al. 2012, first order). With m the expected size of the right set, the first k that
 * maximise
 *
 *     E[F1] ≈ 2 · Σ_{i≤k} p_i / (k + m)
 *
 * which falls from where it falls first: items after that are not asked for.
 */
export function mostExpected<Item extends { readonly probability: number }>(
  items: Iterable<Item>,
  expectedSize: number,
  maximum = Infinity,
): readonly Item[] {
  const taken: Item[] = [];
  let sum = 0;
  let value = 0;
  for (const item of items) {
    sum += item.probability;
    const next = (2 * sum) / (taken.length + 1 + expectedSize);
    if (next <= value || taken.length >= maximum) break;
    taken.push(item);
    value = next;
  }
  return taken;
}
