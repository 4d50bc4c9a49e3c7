import type { RelatedTool, RelatedToolsOptions } from '../graph-answers.js';
import { adamicAdar, type Ties } from './algorithms/adamic-adar.js';
import type { DependencyView } from './dependency-graph.js';

/** The tools nearest by Adamic–Adar index; see `adamicAdar`. */
export function relatedTools(
  graph: Pick<DependencyView, 'predecessors' | 'successors'>,
  toolId: string,
  { limit = 10, weighted = true }: RelatedToolsOptions,
): readonly RelatedTool[] {
  return Array.from(adamicAdar(toolId, tiesIn(graph), weighted), ([toolId, score]) => ({ toolId, score }))
    .sort((a, b) => b.score - a.score || (a.toolId < b.toolId ? -1 : 1))
    .slice(0, limit);
}

/** Of two edges between the same tools, the one with more confidence is their tie. */
function tiesIn(graph: Pick<DependencyView, 'predecessors' | 'successors'>): (toolId: string) => Ties {
  return (toolId) => {
    const ties = new Map(graph.predecessors(toolId).map(({ from, confidence }) => [from, confidence]));
    for (const { to, confidence } of graph.successors(toolId)) ties.set(to, Math.max(confidence, ties.get(to) ?? 0));
    return ties;
  };
}
