import type { ScoredTool } from './scored-tool.js';
import { byRank } from './top-ranked.js';

/**
 * Mixes the text ranking with the nearness to the tools in use, and ranks anew:
 *
 *     score(d) = alpha · text(d) + (1 − alpha) · graph(d),   alpha = max(½, 1 − 2 · density)
 *
 * One alpha for all tools: the denser the graph, the more it has to say.
 */
export function addContext(
  byText: readonly ScoredTool[],
  near: ReadonlyMap<string, number>,
  density: number,
): readonly ScoredTool[] {
  const alpha = Math.max(0.5, 1 - 2 * density);
  return byText
    .map(({ toolId, score, components }) => {
      const graph = (1 - alpha) * (near.get(toolId) ?? 0);
      const text = Object.entries(components).map(([name, amount]) => [name, alpha * amount] as const);
      return { toolId, score: alpha * score + graph, components: { ...Object.fromEntries(text), graph } };
    })
    .sort(byRank);
}
