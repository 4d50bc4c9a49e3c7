import type { CommunityStructure, RankedByGraph } from '../graph-answers.js';
import { louvain } from './algorithms/louvain.js';
import { modularity } from './algorithms/modularity.js';
import { pageRank } from './algorithms/page-rank.js';
import { type NumberedEdge, ties, weightedGraph } from './algorithms/weighted-graph.js';
import type { DependencyView } from './dependency-graph.js';

// What is found here is kept and given to many callers: all of it is frozen.

/** Every tool by PageRank over the edges, weighted by their confidence; by descending rank, ties by id. */
export function rankByGraph(
  toolIds: readonly string[],
  graph: Pick<DependencyView, 'successors'>,
): readonly RankedByGraph[] {
  const ranks = pageRank(weightedGraph(toolIds.length, numberedEdges(toolIds, graph)));
  const ranked = toolIds.map((toolId, node) => Object.freeze({ toolId, rank: ranks[node]! }));
  return Object.freeze(ranked.sort((a, b) => b.rank - a.rank || (a.toolId < b.toolId ? -1 : 1)));
}

/** Every tool in one community; see `louvain`. */
export function findCommunities(
  toolIds: readonly string[],
  graph: Pick<DependencyView, 'successors'>,
  seed: number,
): CommunityStructure {
  const undirected = weightedGraph(toolIds.length, ties(numberedEdges(toolIds, graph)));
  const communityOf = louvain(undirected, seed);
  const members = new Map<number, string[]>();
  for (const [node, toolId] of toolIds.entries()) {
    const community = members.get(communityOf[node]!);
    if (community === undefined) members.set(communityOf[node]!, [toolId]);
    else community.push(toolId);
  }
  // By first id as they are, since the tools come by id.
  const communities = Array.from(members.values(), (toolIds) => Object.freeze(toolIds));
  communities.sort((a, b) => b.length - a.length);
  return Object.freeze({ communities: Object.freeze(communities), modularity: modularity(undirected, communityOf) });
}

/** The edges between the tools, which are numbered by their places in the list. */
function numberedEdges(toolIds: readonly string[], graph: Pick<DependencyView, 'successors'>): NumberedEdge[] {
  const numbers = new Map(toolIds.map((toolId, number) => [toolId, number]));
  return toolIds.flatMap((toolId, from) =>
    graph.successors(toolId).map(({ to, confidence }): NumberedEdge => [from, numbers.get(to)!, confidence]),
  );
}
