import type { DependencyEdge, DependencyView } from './dependency-graph.js';

/** Tools with more neighbours than this link everything with everything; paths through them are not counted. */
const maximumDegree = 200;

/**
 * How near other tools are to those of a context, in (0, 1): the confidence c of a direct edge in either direction,
 * or else the Adamic–Adar index weighted by confidence, A / (1 + A), over the tools z that both are linked with,
 *
 *     A(x, y) = Σ_z c(x, z) · c(z, y) / ln(degree(z))
 *
 * (Adamic, Adar: Friends and neighbors on the Web, 2003). The nearest of the context tools counts.
 */
export function contextScores(context: readonly string[], graph: DependencyView): ReadonlyMap<string, number> {
  const scores = new Map<string, number>();
  const raise = (toolId: string, score: number) => scores.set(toolId, Math.max(score, scores.get(toolId) ?? 0));
  for (const toolId of new Set(context)) {
    const direct = neighbours(toolId, graph);
    const indirect = new Map<string, number>();
    for (const [between, confidence] of direct) {
      const next = neighbours(between, graph);
      if (next.size > maximumDegree) continue;
      for (const [end, nextConfidence] of next) {
        if (end === toolId || direct.has(end)) continue;
        const share = (confidence * nextConfidence) / Math.log(next.size);
        indirect.set(end, (indirect.get(end) ?? 0) + share);
      }
    }
    for (const [end, confidence] of direct) raise(end, confidence);
    for (const [end, adamicAdar] of indirect) raise(end, adamicAdar / (1 + adamicAdar));
  }
  return scores;
}

/** The tools linked in either direction, ordered by id, with the confidence of the stronger edge. */
function neighbours(toolId: string, graph: DependencyView): ReadonlyMap<string, number> {
  const ends = [
    ...graph.predecessors(toolId).map((edge: DependencyEdge) => [edge.from, edge.confidence] as const),
    ...graph.successors(toolId).map((edge: DependencyEdge) => [edge.to, edge.confidence] as const),
  ].sort(([a], [b]) => (a < b ? -1 : 1));
  const strongest = new Map<string, number>();
  for (const [end, confidence] of ends) strongest.set(end, Math.max(confidence, strongest.get(end) ?? 0));
  return strongest;
}
