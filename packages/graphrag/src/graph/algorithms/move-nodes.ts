import { nodeCount, type WeightedGraph } from './weighted-graph.js';

/** Weight that a move has to gain: less is rounding, and moving for it might never end. */
const smallestGain = 1e-10;

/**
 * Moves each node to the neighbouring community that raises modularity most, in random order, until no move of a
 * single node does. Moving node i into community c gains, up to a factor that is the same for all c,
 *
 *     w(i, c) − k(i) · K(c) / W
 *
 * with the weight w(i, c) of the edges between them, the weight k(i) of all edges of i, K(c) of those at the other
 * nodes of c, and W of the whole graph, each edge counted in both directions. Changes `communityOf`; returns whether
 * anything moved.
 * @param graph Without directions; edges of a node to itself move with it.
 */
export function moveNodes(graph: WeightedGraph, communityOf: Int32Array, random: () => number): boolean {
  const { firstEdge, targets, weights } = graph;
  const weightOf = new Float64Array(nodeCount(graph));
  const weightOfCommunity = new Float64Array(nodeCount(graph));
  let all = 0;
  for (let node = 0; node < weightOf.length; node++) {
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) weightOf[node]! += weights[edge]!;
    weightOfCommunity[communityOf[node]!]! += weightOf[node]!;
    all += weightOf[node]!;
  }
  const order = shuffled(nodeCount(graph), random);
  const weightTo = new Float64Array(nodeCount(graph));
  const gain = (node: number, community: number) =>
    weightTo[community]! - (weightOf[node]! * weightOfCommunity[community]!) / all;

  function move(node: number): boolean {
    const neighbours: number[] = [];
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      if (targets[edge] === node) continue;
      const community = communityOf[targets[edge]!]!;
      if (weightTo[community] === 0) neighbours.push(community);
      weightTo[community]! += weights[edge]!;
    }
    const own = communityOf[node]!;
    weightOfCommunity[own]! -= weightOf[node]!;
    let best = own;
    for (const community of neighbours) if (gain(node, community) > gain(node, best) + smallestGain) best = community;
    weightOfCommunity[best]! += weightOf[node]!;
    communityOf[node] = best;
    for (const community of neighbours) weightTo[community] = 0;
    return best !== own;
  }

  let moves = 0;
  let movesBefore: number;
  do {
    movesBefore = moves;
    for (const node of order) if (move(node)) moves++;
  } while (moves > movesBefore);
  return moves > 0;
}

/** The numbers below `count` in random order (Fisher, Yates). */
function shuffled(count: number, random: () => number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const chosen = Math.floor(random() * (last + 1));
    [order[last], order[chosen]] = [order[chosen]!, order[last]!];
  }
  return order;
}
