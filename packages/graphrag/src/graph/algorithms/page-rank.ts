import { nodeCount, type WeightedGraph } from './weighted-graph.js';

/** The values of the original paper, and when to stop. */
const settings = {
  /** Probability of following an edge rather than starting anew anywhere. */
  damping: 0.85,
  /** Sum of absolute changes below which a round was the last; what is still missing then is at most 6 times as much. */
  tolerance: 1e-12,
  /** Never reached: each round leaves at most `damping` of the change before it, which takes 175 rounds to `tolerance`. */
  maximumRounds: 500,
} as const;

/**
 * PageRank of every node: where a walk is found that follows edges by their weight and now and then starts anew,
 *
 *     p(v) = (1 − d) / n + d · (Σ_{u → v} p(u) · w(u, v) / Σ_x w(u, x) + Σ_{u without edges} p(u) / n)
 *
 * (Page, Brin, Motwani, Winograd: The PageRank Citation Ranking, 1999; nodes without edges of their own, the dangling
 * ones, lead everywhere alike, as in networkx). The values sum to 1.
 */
export function pageRank(graph: WeightedGraph): Float64Array {
  const nodes = nodeCount(graph);
  const outWeight = outWeights(graph);
  let ranks = new Float64Array(nodes).fill(1 / nodes);
  let next = new Float64Array(nodes);
  for (let round = 0; round < settings.maximumRounds; round++) {
    spread(graph, outWeight, ranks, next);
    let change = 0;
    for (let node = 0; node < nodes; node++) change += Math.abs(next[node]! - ranks[node]!);
    [ranks, next] = [next, ranks];
    if (change < settings.tolerance) break;
  }
  return ranks;
}

function outWeights({ firstEdge, weights }: WeightedGraph): Float64Array {
  return Float64Array.from({ length: firstEdge.length - 1 }, (_, node) =>
    weights.subarray(firstEdge[node]!, firstEdge[node + 1]!).reduce((sum, weight) => sum + weight, 0),
  );
}

/** One step of the walk. */
function spread(graph: WeightedGraph, outWeight: Float64Array, ranks: Float64Array, next: Float64Array): void {
  const { firstEdge, targets, weights } = graph;
  const nodes = ranks.length;
  let dangling = 0;
  for (let node = 0; node < nodes; node++) if (outWeight[node] === 0) dangling += ranks[node]!;
  next.fill((1 - settings.damping + settings.damping * dangling) / nodes);
  for (let node = 0; node < nodes; node++) {
    if (outWeight[node] === 0) continue;
    const share = (settings.damping * ranks[node]!) / outWeight[node]!;
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++)
      next[targets[edge]!]! += share * weights[edge]!;
  }
}
