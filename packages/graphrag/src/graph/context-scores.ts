import type { DependencyEdge } from './dependency-graph.js';
import type { Neighbourhood } from './visible-graph.js';

/** How edges are read as nearness. Constants of `docs/decisions/2026-11-23-context-by-succession.md`. */
export const contextSettings = {
  /** Runs that a tool is taken to have had beside those observed: few runs make no certainty. */
  priorRuns: 2,
  /** Weight of an edge against its direction: what ran before a tool in use seldom runs after it. */
  backwardWeight: 0.25,
  /** Tools with more neighbours than this link everything with everything; paths through them are not counted. */
  maximumDegree: 200,
} as const;

/**
 * How near other tools are to those of a context, in [0, 1): the larger of the direct edge and the Adamic–Adar index
 * along the edges,
 *
 *     s(x, y)     = (successes of x → y + its confidence where it is declared) / (runs of x + priorRuns), at most 1
 *     direct(x, y) = max(s(x, y), backwardWeight · s′(y, x)),   s′ as s, over the runs of x
 *     A(x, y)     = Σ_z s(x, z) · s(z, y) / max(1, ln degree(z)),   counted as A / (1 + A)
 *
 * (after Adamic, Adar: Friends and neighbors on the Web, 2003). The nearest of the context tools counts.
 */
export function contextScores(context: readonly string[], graph: Neighbourhood): ReadonlyMap<string, number> {
  const scores = new Map<string, number>();
  for (const toolId of new Set(context)) {
    const following = graph.successors(toolId);
    for (const edge of following) raise(scores, edge.to, strength(edge, graph.runs(toolId)));
    for (const edge of graph.predecessors(toolId)) {
      raise(scores, edge.from, contextSettings.backwardWeight * strength(edge, graph.runs(toolId)));
    }
    const indirect = new Map<string, number>();
    for (const edge of following) {
      const neighbours = graph.degree(edge.to);
      if (neighbours > contextSettings.maximumDegree) continue;
      const share = strength(edge, graph.runs(toolId)) / Math.max(1, Math.log(neighbours));
      for (const next of graph.successors(edge.to)) {
        if (next.to === toolId) continue;
        indirect.set(next.to, (indirect.get(next.to) ?? 0) + share * strength(next, graph.runs(edge.to)));
      }
    }
    for (const [end, adamicAdar] of indirect) raise(scores, end, adamicAdar / (1 + adamicAdar));
  }
  return scores;
}

function strength({ successWeight, source, confidence }: DependencyEdge, runs: number): number {
  const declared = source === 'learned' ? 0 : confidence;
  return Math.min(1, (successWeight + declared) / (runs + contextSettings.priorRuns));
}

function raise(scores: Map<string, number>, toolId: string, score: number): void {
  if (score > 0) scores.set(toolId, Math.max(score, scores.get(toolId) ?? 0));
}
