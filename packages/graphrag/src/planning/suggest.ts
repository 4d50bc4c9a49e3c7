import type { EngineState } from '../engine-state.js';
import { breakCycles } from '../graph/break-cycles.js';
import type { Suggestion, SuggestionQuery } from '../types.js';

/** The best match of the intent and everything that it needs to have run, in the order of the dependencies. */
export function suggest(state: EngineState, query: SuggestionQuery): Suggestion {
  const { intent, maxTasks = 20, filter } = query;
  const [best] = state.rank({ text: intent, embedding: query.embedding, filter, limit: 1 });
  if (best === undefined || maxTasks === 0) {
    const reason = state.catalogue.size === 0 ? ('empty_catalogue' as const) : ('no_match' as const);
    return {
      dag: { tasks: [] },
      confidence: 0,
      mode: 'explicit',
      basis: 'none',
      rationale: [],
      alternatives: [],
      abstained: { reason },
    };
  }
  const chosen = new Set([best.toolId]);
  for (const { toolId } of state.requirementsOf([best.toolId], filter)) if (chosen.size < maxTasks) chosen.add(toolId);
  const edges = breakCycles(
    Array.from(chosen).flatMap((toolId) =>
      state.graph
        .predecessors(toolId)
        .filter(({ from }) => chosen.has(from))
        .map(({ from, to, confidence }) => ({ from, to, weight: confidence })),
    ),
  );
  const placed = new Map<string, string>();
  const tasks: Suggestion['dag']['tasks'][number][] = [];
  while (tasks.length < chosen.size) {
    for (const toolId of chosen) {
      const needed = edges.filter(({ to }) => to === toolId).map(({ from }) => from);
      if (placed.has(toolId) || !needed.every((from) => placed.has(from))) continue;
      const id = `t${tasks.length + 1}`;
      placed.set(toolId, id);
      tasks.push({ id, toolId, dependsOn: needed.map((from) => placed.get(from)!), arguments: {}, missing: [] });
    }
  }
  return {
    dag: { tasks },
    confidence: best.score,
    mode: 'explicit',
    basis: 'search',
    rationale: [`${best.toolId} matches the intent best.`],
    alternatives: [],
  };
}
