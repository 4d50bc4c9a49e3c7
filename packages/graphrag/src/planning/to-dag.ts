import type { EngineState } from '../engine-state.js';
import type { WeightedEdge } from '../graph/break-cycles.js';
import type { SuggestedDag, SuggestedTask, TaskReason } from '../types.js';
import { bindArguments } from './bind-arguments.js';
import { type StepKey, toolOf } from './plan.js';
import { requiredArguments } from './required-arguments.js';

/** Writes steps and their acyclic edges as tasks in topological order, as near to the given order as the edges let. */
export function toDag(
  ordered: readonly StepKey[],
  edges: readonly WeightedEdge[],
  reasonOf: (step: StepKey) => TaskReason,
  state: Pick<EngineState, 'catalogue' | 'bindings' | 'contracts'>,
): SuggestedDag {
  const needed = new Map(ordered.map((step) => [step, edges.filter(({ to }) => to === step).map(({ from }) => from)]));
  const idOf = new Map<StepKey, string>();
  const tasks: (SuggestedTask & { readonly step: StepKey })[] = [];
  while (tasks.length < ordered.length) {
    const next = ordered.find((step) => !idOf.has(step) && needed.get(step)!.every((from) => idOf.has(from)))!;
    const toolId = toolOf(next);
    const id = `t${tasks.length + 1}`;
    tasks.push({
      id,
      step: next,
      toolId,
      // Shorter ids first, so that t10 comes after t9.
      dependsOn: needed
        .get(next)!
        .map((from) => idOf.get(from)!)
        .sort((a, b) => a.length - b.length || (a < b ? -1 : 1)),
      arguments: {},
      bindings: [],
      missing: requiredArguments(state.catalogue.get(toolId)!),
      reason: reasonOf(next),
    });
    idOf.set(next, id);
  }
  return { tasks: bindArguments(tasks, state) };
}
