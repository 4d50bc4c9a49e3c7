import type { EngineState } from '../engine-state.js';
import { declaredRequirements } from '../graph/declared-requirements.js';
import { mostExpected } from './most-expected.js';
import { type StepKey, stepKey, toolOf } from './plan.js';
import { type StepPosterior, stepPosteriors } from './step-posteriors.js';
import type { Voter } from './voter.js';

/** What speaks for steps. */
export interface StepSources {
  /** Successful executions near the intent. */
  readonly succeeded: readonly Voter[];
  /** Probability, by the words of the intent, that the plan has a tool. */
  readonly textMatches: ReadonlyMap<string, number>;
}

/** The steps of a plan, and the probabilities of all that could have been. */
export interface ChosenSteps {
  readonly steps: readonly StepKey[];
  readonly posteriors: readonly StepPosterior[];
}

/** The steps with the highest expected F1, closed under declared edges as far as `maxTasks` lets; in no order yet. */
export function chooseSteps(
  { succeeded, textMatches }: StepSources,
  weights: Float64Array | undefined,
  graph: EngineState['graph'],
  isVisible: (toolId: string) => boolean,
  maxTasks: number,
): ChosenSteps {
  const posteriors = stepPosteriors(succeeded, textMatches, weights);
  const expectedSize = posteriors.reduce((sum, { probability }) => sum + probability, 0);
  const chosen = new Set(mostExpected(posteriors, expectedSize, maxTasks).map(({ step }) => step));
  for (const step of chosen) {
    for (const toolId of declaredRequirements(toolOf(step), graph, isVisible)) {
      if (chosen.size < maxTasks) chosen.add(stepKey(toolId, 0));
    }
  }
  return { steps: Array.from(chosen), posteriors };
}
