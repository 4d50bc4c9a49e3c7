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
  // Used again for every node.
  const neighbours = new Int32Array(nodeCount(graph));

  function move(node: number): boolean {
    const end = firstEdge[node + 1]!;
    let count = 0;
    for (let edge = firstEdge[node]!; edge < end; edge++) {
      const target = targets[edge]!;
      if (target === node) continue;
      const community = communityOf[target]!;
      if (weightTo[community] === 0) neighbours[count++] = community;
      weightTo[community]! += weights[edge]!;
    }
    const weight = weightOf[node]!;
    const own = communityOf[node]!;
    weightOfCommunity[own]! -= weight;
    let best = own;
    let bestGain = weightTo[own]! - (weight * weightOfCommunity[own]!) / all;
    for (let place = 0; place < count; place++) {
      const community = neighbours[place]!;
      const gain = weightTo[community]! - (weight * weightOfCommunity[community]!) / all;
      weightTo[community] = 0;
      if (gain > bestGain + smallestGain) [best, bestGain] = [community, gain];
    }
    weightOfCommunity[best]! += weight;
    communityOf[node] = best;
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
