/** At most `limit` items, evenly spaced: some files are sorted by tool, so that their first rows are about a few. */
export function evenlySpaced<Item>(items: readonly Item[], limit: number): readonly Item[] {
  if (items.length <= limit) return items;
  return Array.from({ length: limit }, (_, index) => items[Math.floor((index * items.length) / limit)]!);
}
