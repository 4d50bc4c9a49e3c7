import type { CommunityStructure, DependencyPath, RankedByGraph, RelatedTool } from '../graph-answers.js';
import type { EngineMetrics } from '../types.js';
import { checkId } from '../validation/checks.js';
import { readRelatedToolsOptions } from '../validation/read-related-tools-options.js';
import { shortestPath } from './algorithms/shortest-path.js';
import type { DependencyView } from './dependency-graph.js';
import { findCommunities, rankByGraph } from './graph-structure.js';
import { relatedTools } from './related-tools.js';

interface ToolsAndEdges {
  readonly catalogue: { has(toolId: string): boolean; ids(): readonly string[] };
  readonly graph: Pick<DependencyView, 'predecessors' | 'successors'>;
}

/** Metrics with what only some callers want: computed when it is read, and once. */
export function withStructure(
  counts: Omit<EngineMetrics, 'pageRank' | 'communityStructure'>,
  { catalogue, graph }: ToolsAndEdges,
  seed: number,
): EngineMetrics {
  let ranked: readonly RankedByGraph[] | undefined;
  let communities: CommunityStructure | undefined;
  return Object.freeze({
    ...counts,
    get pageRank() {
      ranked ??= rankByGraph(catalogue.ids(), graph);
      return ranked;
    },
    get communityStructure() {
      communities ??= findCommunities(catalogue.ids(), graph, seed);
      return communities;
    },
  });
}

export function askShortestPath(
  { catalogue, graph }: ToolsAndEdges,
  from: unknown,
  to: unknown,
): DependencyPath | undefined {
  checkId(from, 'from');
  checkId(to, 'to');
  return catalogue.has(from) && catalogue.has(to) ? shortestPath(from, to, graph.successors) : undefined;
}

export function askRelatedTools({ graph }: ToolsAndEdges, toolId: unknown, options: unknown): readonly RelatedTool[] {
  checkId(toolId, 'toolId');
  return relatedTools(graph, toolId, readRelatedToolsOptions(options));
}
