import type { EngineState } from '../engine-state.js';
import { contributions } from '../learning/contributions.js';
import type { SuggestionQuery, TaskReason } from '../types.js';
import type { ChosenSteps } from './choose-steps.js';
import { type StepKey, toolOf } from './plan.js';
import { stepFeatures, stepRow } from './step-features.js';
import type { Voters } from './voter.js';

/** Executions that are named. */
const shownExecutions = 5;

/** Tells of each step of a draft why it is there. */
export function createReasons(
  { steps, posteriors }: ChosenSteps,
  { succeeded }: Voters,
  { graph, weights }: Pick<EngineState, 'graph' | 'weights'>,
  { explain = false, anonymous = false }: Pick<SuggestionQuery, 'explain' | 'anonymous'>,
): (step: StepKey) => TaskReason {
  const posteriorOf = new Map(posteriors.map((posterior) => [posterior.step, posterior]));
  const planned = new Set(steps.map(toolOf));
  const executionsWith = (step: StepKey) =>
    succeeded
      .filter(({ plan }) => plan.steps.includes(step))
      .slice(0, shownExecutions)
      .map(({ id }) => id);
  return (step) => {
    const { probability = 0, evidence, undeclined = evidence } = posteriorOf.get(step) ?? {};
    return {
      probability,
      executions: anonymous ? [] : executionsWith(step),
      votes: evidence?.share ?? 0,
      match: evidence?.match ?? 0,
      requiredBy: graph
        .declaredSuccessors(toolOf(step))
        .filter(({ to }) => planned.has(to))
        .map(({ to }) => to)
        .sort(),
      ...(explain && {
        explanation: undeclined && weights.steps ? contributions(stepFeatures, stepRow(undeclined), weights.steps) : {},
      }),
    };
  };
}
