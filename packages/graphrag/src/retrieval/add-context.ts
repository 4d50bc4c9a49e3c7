import type { EngineState } from '../engine-state.js';
import { contextScores } from '../graph/context-scores.js';
import type { ToolFilter } from '../types.js';
import { permits } from './permits.js';
import type { ScoredTool } from './scored-tool.js';

/**
 * Mixes the text ranking with the nearness to the tools in use; tools that are near become candidates too.
 *
 *     score(d) = alpha · text(d) + (1 − alpha) · graph(d),   alpha = max(½, 1 − 2 · density)
 *
 * One alpha for all tools: the denser the graph, the more it has to say.
 */
export function addContext(
  state: EngineState,
  byText: readonly ScoredTool[],
  context: readonly string[],
  filter: ToolFilter | undefined,
): readonly ScoredTool[] {
  const alpha = Math.max(0.5, 1 - 2 * state.metrics().density);
  const near = contextScores(context, state.graph);
  const texts = new Map(byText.map((tool) => [tool.toolId, tool]));
  for (const toolId of near.keys()) {
    if (!texts.has(toolId) && permits(filter, state.catalogue.get(toolId)!)) {
      texts.set(toolId, { toolId, score: 0, components: { lexical: 0, semantic: 0 } });
    }
  }
  return Array.from(texts.values(), ({ toolId, score, components }) => {
    const graph = (1 - alpha) * (near.get(toolId) ?? 0);
    const text = Object.entries(components).map(([name, amount]) => [name, alpha * amount] as const);
    return { toolId, score: alpha * score + graph, components: { ...Object.fromEntries(text), graph } };
  })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.toolId < b.toolId ? -1 : 1));
}
