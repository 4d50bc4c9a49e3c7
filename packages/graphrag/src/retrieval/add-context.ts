import type { ScoredTool } from './scored-tool.js';
import { byRank } from './top-ranked.js';

/** Weight of the text beside the graph. From `docs/decisions/2026-11-23-context-by-succession.md`. */
export const textWeight = 0.7;

/**
 * Mixes the text ranking with the nearness to the tools in use, and ranks anew, in the order of alpha · text + (1 − alpha) ·
 * graph. Divided by alpha it leaves the probability of a tool as it is to which the graph says nothing:
 *
 *     score(d) = min(1, text(d) + (1 − alpha) / alpha · graph(d))
 *
 * One alpha for all tools of a query: how much an edge says is in `graph(d)`, which is a share of what ran next. Where
 * past executions with this intent speak, with a strongest vote v, they know what comes next better than edges do:
 *
 *     alpha = 1 − (1 − textWeight) · (1 − v)
 */
export function addContext(
  byText: readonly ScoredTool[],
  near: ReadonlyMap<string, number>,
  strongestVote: number,
): readonly ScoredTool[] {
  const alpha = 1 - (1 - textWeight) * (1 - strongestVote);
  return byText
    .map(({ toolId, score, components }) => {
      const graph = Math.min(1 - score, ((1 - alpha) / alpha) * (near.get(toolId) ?? 0));
      return { toolId, score: score + graph, components: { ...components, graph } };
    })
    .sort(byRank);
}
