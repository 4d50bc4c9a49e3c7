import { moveNodes } from './move-nodes.js';
import { seededRandom } from './seeded-random.js';
import { type NumberedEdge, nodeCount, type WeightedGraph, weightedGraph } from './weighted-graph.js';

/**
 * Communities by the Louvain method: nodes move to the neighbouring community that raises modularity most, until none
 * does; communities become the nodes of a smaller graph, and so on (Blondel, Guillaume, Lambiotte, Lefebvre: Fast
 * unfolding of communities in large networks, 2008). Then all nodes may move again, from what was found, until no
 * single move and no merger raises modularity. Returns a number for every node, equal within a community.
 * @param graph Without directions: every edge is there both ways.
 * @param seed Decides in which order nodes are looked at.
 */
export function louvain(graph: WeightedGraph, seed: number): Int32Array {
  const random = seededRandom(seed);
  let communityOf = singletons(graph);
  while (moveNodes(graph, communityOf, random)) communityOf = mergeOn(graph, communityOf, random);
  return communityOf;
}

/** The same for the graph of the communities, as long as it gets smaller. */
function mergeOn(graph: WeightedGraph, communityOf: Int32Array, random: () => number): Int32Array {
  const numbers = numbered(communityOf);
  const merged = mergedGraph(graph, numbers);
  const upper = singletons(merged);
  const communities = moveNodes(merged, upper, random) ? mergeOn(merged, upper, random) : upper;
  return numbers.map((community) => communities[community]!);
}

function singletons(graph: WeightedGraph): Int32Array {
  return Int32Array.from({ length: nodeCount(graph) }, (_, node) => node);
}

/** The communities numbered without gaps, in the order in which they appear. */
function numbered(communityOf: Int32Array): Int32Array {
  const numbers = new Map<number, number>();
  return communityOf.map((community) => {
    const number = numbers.get(community) ?? numbers.size;
    numbers.set(community, number);
    return number;
  });
}

/** Communities as nodes. The weight within one becomes an edge to itself. */
function mergedGraph({ firstEdge, targets, weights }: WeightedGraph, communityOf: Int32Array): WeightedGraph {
  const communities = communityOf.reduce((highest, community) => Math.max(highest, community), -1) + 1;
  const sums = new Map<number, number>();
  communityOf.forEach((from, node) => {
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const pair = from * communities + communityOf[targets[edge]!]!;
      sums.set(pair, (sums.get(pair) ?? 0) + weights[edge]!);
    }
  });
  const edges = Array.from(sums, ([pair, weight]): NumberedEdge => {
    return [Math.floor(pair / communities), pair % communities, weight];
  });
  return weightedGraph(communities, edges);
}
