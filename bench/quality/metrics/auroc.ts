/**
 * Area under the ROC curve: the probability that a positive scores above a negative, ties counting one half
 * (Mann–Whitney U / (n₊ · n₋)). NaN where one side is empty.
 */
export function auroc(positives: readonly number[], negatives: readonly number[]): number {
  const all = [
    ...positives.map((score) => ({ score, positive: true })),
    ...negatives.map((score) => ({ score, positive: false })),
  ].sort((left, right) => left.score - right.score);
  let below = 0;
  let wins = 0;
  for (let start = 0; start < all.length; ) {
    let end = start;
    let tiedPositives = 0;
    while (end < all.length && all[end]!.score === all[start]!.score) {
      if (all[end]!.positive) tiedPositives += 1;
      end += 1;
    }
    const tiedNegatives = end - start - tiedPositives;
    wins += tiedPositives * (below + tiedNegatives / 2);
    below += tiedNegatives;
    start = end;
  }
  return wins / (positives.length * negatives.length);
}
