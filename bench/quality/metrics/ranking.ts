/** Measures of one ranking. Each is in [0, 1]. */
export interface RankingMeasures {
  readonly recallAt1: number;
  readonly recallAt5: number;
  readonly recallAt10: number;
  readonly ndcgAt10: number;
  readonly mapAt10: number;
  readonly completenessAt5: number;
}

/**
 * Measures a ranking against slots. A slot is filled by the first of its tools in the ranking; any later one of the
 * same slot counts as wrong. With hits h_i ∈ {0, 1} at rank i and s slots:
 *
 *   R@k    = Σ_{i≤k} h_i / s                       completeness@5 = 1 if R@5 = 1, else 0
 *   nDCG@10 = Σ_{i≤10} h_i / log2(i+1)  /  Σ_{i≤min(s,10)} 1 / log2(i+1)
 *   MAP@10  = Σ_{i≤10} h_i · (Σ_{j≤i} h_j / i)  /  min(s, 10)
 */
export function measureRanking(ranking: readonly string[], slots: readonly (readonly string[])[]): RankingMeasures {
  const open = new Set(slots);
  const hits = ranking.slice(0, 10).map((id) => {
    for (const slot of open) if (slot.includes(id)) return open.delete(slot);
    return false;
  });
  const recallAt = (depth: number) => hits.slice(0, depth).filter(Boolean).length / slots.length;
  const gain = (rank: number) => 1 / Math.log2(rank + 2);
  const depth = Math.min(slots.length, 10);

  let filled = 0;
  let discounted = 0;
  let precision = 0;
  for (const [rank, hit] of hits.entries()) {
    if (!hit) continue;
    filled += 1;
    discounted += gain(rank);
    precision += filled / (rank + 1);
  }
  let ideal = 0;
  for (let rank = 0; rank < depth; rank += 1) ideal += gain(rank);

  return {
    recallAt1: recallAt(1),
    recallAt5: recallAt(5),
    recallAt10: recallAt(10),
    ndcgAt10: discounted / ideal,
    mapAt10: precision / depth,
    completenessAt5: recallAt(5) === 1 ? 1 : 0,
  };
}
