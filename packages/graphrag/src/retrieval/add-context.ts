import type { ScoredTool } from './scored-tool.js';
import { byRank } from './top-ranked.js';

/** Weight of the text beside the graph. From `docs/decisions/2026-11-23-context-by-succession.md`. */
export const textWeight = 0.7;

/**
 * Mixes the text ranking with the nearness to the tools in use, and ranks anew:
 *
 *     score(d) = alpha · text(d) + (1 − alpha) · graph(d)
 *
 * One alpha for all tools and all queries: how much an edge says is in `graph(d)`, which is a share of what ran next.
 */
export function addContext(byText: readonly ScoredTool[], near: ReadonlyMap<string, number>): readonly ScoredTool[] {
  return byText
    .map(({ toolId, score, components }) => {
      const graph = (1 - textWeight) * (near.get(toolId) ?? 0);
      const text = Object.entries(components).map(([name, amount]) => [name, textWeight * amount] as const);
      return { toolId, score: textWeight * score + graph, components: { ...Object.fromEntries(text), graph } };
    })
    .sort(byRank);
}
