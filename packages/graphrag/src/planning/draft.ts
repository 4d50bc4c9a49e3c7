import type { EngineState } from '../engine-state.js';
import type { WeightedEdge } from '../graph/break-cycles.js';
import type { ToolFilter } from '../types.js';
import { chooseEdges } from './choose-edges.js';
import { chooseSteps } from './choose-steps.js';
import { orderSteps } from './order-steps.js';
import { type StepKey, stepKey, toolOf } from './plan.js';
import type { Voter } from './voter.js';

/** A plan before it is written as tasks. */
export interface Draft {
  /** In order. */
  readonly steps: readonly StepKey[];
  readonly edges: readonly WeightedEdge[];
  /** Steps that nobody voted for: declared edges say that others need them. */
  readonly required: readonly StepKey[];
}

/** The consensus of the voters, with what declared edges add to it. */
export function draftPlan(
  state: EngineState,
  voters: readonly Voter[],
  filter: ToolFilter | undefined,
  maxTasks: number,
): Draft {
  const chosen = chooseSteps(voters, maxTasks);
  const required = declaredRequirements(state, Array.from(new Set(chosen.map(toolOf))), filter)
    .map((toolId) => stepKey(toolId, 0))
    .slice(0, maxTasks - chosen.length);
  const steps = orderSteps([...chosen, ...required], voters, state.habits);
  return { steps, edges: chooseEdges(steps, voters, state), required };
}

/** What the tools need to have run by declaration; what was learned of needs is in the votes. */
function declaredRequirements(
  { graph, requirementsOf }: EngineState,
  toolIds: readonly string[],
  filter: ToolFilter | undefined,
): string[] {
  const planned = new Set(toolIds);
  const isDeclared = (from: string, to: string) => (graph.edge(from, to)?.source ?? 'learned') !== 'learned';
  const required = requirementsOf(toolIds, filter).filter(({ toolId, requiredBy }) => {
    const isNeeded = requiredBy.some((needing) => planned.has(needing) && isDeclared(toolId, needing));
    if (isNeeded) planned.add(toolId);
    return isNeeded;
  });
  return required.map(({ toolId }) => toolId);
}
