import type { EngineState } from '../engine-state.js';
import { permits } from '../retrieval/permits.js';
import type { Prediction, PredictionQuery } from '../types.js';

/** The tools that followed the last executed one, by the share of its successors that they were. */
export function predictNext(state: EngineState, query: PredictionQuery): Prediction {
  const { executed, topK = 3, filter } = query;
  const counts = new Map<string, number>();
  let total = 0;
  for (const { tasks } of state.memory.executions()) {
    for (const [position, { toolId }] of tasks.entries()) {
      if (position === 0 ? executed.length > 0 : tasks[position - 1]!.toolId !== executed.at(-1)) continue;
      counts.set(toolId, (counts.get(toolId) ?? 0) + 1);
      total++;
    }
  }
  const predictions = Array.from(counts, ([toolId, count]) => ({
    toolId,
    probability: count / total,
    components: { transition: count / total },
  }))
    .filter(({ toolId }) => state.catalogue.has(toolId) && permits(filter, state.catalogue.get(toolId)!))
    .sort((a, b) => b.probability - a.probability || (a.toolId < b.toolId ? -1 : 1));
  return { predictions: predictions.slice(0, topK) };
}
