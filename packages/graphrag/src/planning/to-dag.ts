import type { EngineState } from '../engine-state.js';
import type { WeightedEdge } from '../graph/break-cycles.js';
import type { SuggestedDag, SuggestedTask, TaskReason } from '../types.js';
import { bindArguments } from './bind-arguments.js';
import { type StepKey, toolOf } from './plan.js';
import { requiredArguments } from './required-arguments.js';

/** Writes steps, which stand in an order in which they can run, and the edges between them as tasks. */
export function toDag(
  steps: readonly StepKey[],
  edges: readonly WeightedEdge[],
  reasonOf: (step: StepKey) => TaskReason,
  state: Pick<EngineState, 'catalogue' | 'bindings' | 'contracts'>,
): SuggestedDag {
  const idOf = new Map(steps.map((step, place) => [step, `t${place + 1}`]));
  const tasks = steps.map((step): SuggestedTask & { readonly step: StepKey } => {
    const toolId = toolOf(step);
    const needed = new Set(edges.filter(({ to }) => to === step).map(({ from }) => from));
    return {
      id: idOf.get(step)!,
      step,
      toolId,
      dependsOn: steps.filter((other) => needed.has(other)).map((other) => idOf.get(other)!),
      arguments: {},
      bindings: [],
      missing: requiredArguments(state.catalogue.get(toolId)!),
      reason: reasonOf(step),
    };
  });
  return { tasks: bindArguments(tasks, state) };
}
