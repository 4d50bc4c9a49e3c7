import type { EngineState } from '../engine-state.js';
import { type Verdict, verdictOf } from '../feedback/verdict.js';
import type { Neighbour } from '../memory/memory.js';
import type { SuggestionQuery } from '../types.js';
import { type Plan, planOf, type StepKey, stepsOf } from './plan.js';
import { planningSettings } from './planning-settings.js';

/** The plan of a past execution, with its vote. */
export interface Voter {
  readonly plan: Plan;
  readonly weight: number;
  /** What its user made of the plan that had been proposed, if one had. */
  readonly verdict?: Verdict | undefined;
}

export interface Voters {
  /** Successful executions near the intent, nearest first. */
  readonly succeeded: readonly (Voter & { readonly id: string; readonly intent: string })[];
  /** What failed executions near the intent had tried, whether the single calls succeeded or not. */
  readonly failed: readonly Voter[];
}

/** The executions near an intent, with a vote that grows with their similarity and falls with their age. */
export function gatherVoters(
  { memory, isLeftOut }: EngineState,
  { intent }: SuggestionQuery,
  isVisible: (toolId: string) => boolean,
): Voters {
  const wanted = { count: planningSettings.neighbours, alike: planningSettings.neighbours };
  const near = isLeftOut('intents') ? { succeeded: [], failed: [] } : memory.nearest(intent, wanted);
  const weightOf = ({ similarity, freshness }: Pick<Neighbour, 'similarity' | 'freshness'>) =>
    freshness * similarity ** planningSettings.similarityExponent;
  return {
    succeeded: near.succeeded
      .map(({ execution, ...neighbour }) => ({
        plan: planOf(execution, isVisible),
        weight: weightOf(neighbour),
        id: execution.id,
        intent: execution.intent ?? '',
        verdict: verdictOf(execution),
      }))
      .filter(({ plan }) => plan.steps.length > 0),
    failed: near.failed.map(({ execution, ...neighbour }) => {
      const steps = stepsOf(execution.tasks.filter(({ toolId }) => isVisible(toolId)));
      return { plan: { steps, edges: [] }, weight: weightOf(neighbour) };
    }),
  };
}

/** How far other plans have the same steps as one: 2·|A ∩ B| / (|A| + |B|). */
export function createAgreement(steps: readonly StepKey[]): (others: readonly StepKey[]) => number {
  const known = new Set(steps);
  return (others) => {
    const size = steps.length + others.length;
    let common = 0;
    for (const step of others) if (known.has(step)) common++;
    return size === 0 ? 0 : (2 * common) / size;
  };
}
