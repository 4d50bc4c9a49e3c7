import { modularity } from './modularity.js';
import { moveNodes } from './move-nodes.js';
import { seededRandom } from './seeded-random.js';
import { type NumberedEdge, nodeCount, type WeightedGraph, weightedGraph } from './weighted-graph.js';

/**
 * How often to start anew: the order of the nodes decides where a run ends, and in small graphs it may be far from the
 * best. Constants of `docs/decisions/2026-11-28-graph-algorithms.md`.
 */
const settings = { mostRuns: 64, fewestRuns: 3, edgesOfAllRuns: 200_000 } as const;

/**
 * Communities by the Louvain method: nodes move to the neighbouring community that raises modularity most, until none
 * does; communities become the nodes of a smaller graph, and so on (Blondel, Guillaume, Lambiotte, Lefebvre: Fast
 * unfolding of communities in large networks, 2008). Then all nodes may move again, from what was found, until no move
 * of a single one raises modularity. The best of several runs. Returns a number for every node, equal within a
 * community.
 * @param graph Without directions: every edge is there both ways.
 * @param seed Decides in which orders nodes are looked at.
 */
export function louvain(graph: WeightedGraph, seed: number): Int32Array {
  const random = seededRandom(seed);
  const affordableRuns = Math.ceil(settings.edgesOfAllRuns / Math.max(1, graph.targets.length));
  const runs = Math.min(settings.mostRuns, Math.max(settings.fewestRuns, affordableRuns));
  let best = singletons(graph);
  let bestModularity = modularity(graph, best);
  for (let run = 0; run < runs; run++) {
    const found = runOnce(graph, random);
    const foundModularity = modularity(graph, found);
    if (foundModularity > bestModularity) [best, bestModularity] = [found, foundModularity];
  }
  return best;
}

function runOnce(graph: WeightedGraph, random: () => number): Int32Array {
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

/** Communities, which are numbered without gaps, as nodes. The weight within one becomes an edge to itself. */
function mergedGraph({ firstEdge, targets, weights }: WeightedGraph, communityOf: Int32Array): WeightedGraph {
  const members: number[][] = [];
  for (const [node, community] of communityOf.entries()) {
    if (community === members.length) members.push([node]);
    else members[community]!.push(node);
  }
  const weightTo = new Float64Array(members.length);
  const edges: NumberedEdge[] = [];
  for (const [from, nodes] of members.entries()) {
    const reached: number[] = [];
    for (const node of nodes) {
      for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
        const to = communityOf[targets[edge]!]!;
        if (weightTo[to] === 0) reached.push(to);
        weightTo[to]! += weights[edge]!;
      }
    }
    for (const to of reached) {
      edges.push([from, to, weightTo[to]!]);
      weightTo[to] = 0;
    }
  }
  return weightedGraph(members.length, edges);
}
