import { nodeCount, type WeightedGraph } from './weighted-graph.js';

/**
 * How much more weight lies within communities than chance would put there, in [−1/2, 1):
 *
 *     Q = Σ_c [ W(c) / W − (K(c) / W)² ]
 *
 * where W is the weight of all edges, W(c) of those within community c, K(c) of those at its nodes, each edge counted
 * in both directions (Newman, Girvan: Finding and evaluating community structure in networks, 2004). 0 without edges.
 * @param graph Without directions: every edge is there both ways.
 * @param communityOf A number below that of the nodes for each.
 */
export function modularity(graph: WeightedGraph, communityOf: ArrayLike<number>): number {
  const { firstEdge, targets, weights } = graph;
  const within = new Float64Array(nodeCount(graph));
  const atNodes = new Float64Array(nodeCount(graph));
  /** Those with edges, in the order in which they appear. */
  const communities: number[] = [];
  let all = 0;
  for (let node = 0; node < nodeCount(graph); node++) {
    const community = communityOf[node]!;
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const weight = weights[edge]!;
      all += weight;
      if (atNodes[community] === 0) communities.push(community);
      atNodes[community]! += weight;
      if (communityOf[targets[edge]!] === community) within[community]! += weight;
    }
  }
  let sum = 0;
  for (const community of communities) sum += within[community]! / all - (atNodes[community]! / all) ** 2;
  return sum;
}
