import type { EngineState } from '../engine-state.js';
import type { ObservedExecution } from '../execution.js';
import type { Choice } from '../learning/fit-choices.js';
import { logit } from '../learning/logistic.js';
import { failedForGood } from '../memory/successful-calls.js';
import { createVisibility } from '../prediction/visibility.js';
import { chooseSteps, stepSources } from './choose-steps.js';
import { planOf, toolOf } from './plan.js';
import { toPlanQuery } from './plan-query.js';
import { planningSettings } from './planning-settings.js';
import { planRow, setOffset } from './set-features.js';
import { byProbability, gatherStepEvidence } from './step-evidence.js';
import { stepRow } from './step-features.js';
import { gatherVoters } from './voter.js';

/** What an execution that succeeded teaches about how to plan. */
export interface PlanLessons {
  /** Of each step that something spoke for, whether it ran. */
  readonly steps: readonly Choice[];
  /** Whether the tools of the plan that these weights of steps make are exactly those that ran. */
  whole(stepWeights: Float64Array | undefined): readonly Choice[];
}

const nothingTaught: PlanLessons = { steps: [], whole: () => [] };

/** `state` must not know the execution itself; it is asked now, and not when the whole plan is judged. */
export function planLessons(state: EngineState, execution: ObservedExecution): PlanLessons {
  const isVisible = createVisibility(state, undefined);
  const ran = new Set(planOf(execution, isVisible).steps);
  if (ran.size === 0 || execution.intent === undefined) return nothingTaught;
  // What ran instead of what failed was not the plan.
  if (failedForGood(execution).size > 0) return nothingTaught;
  const query = toPlanQuery(state, { intent: execution.intent });
  // What was declined is never a lesson, so that all that it seems to do is to be wrong: it is judged apart.
  const voters = { ...gatherVoters(state, query, isVisible), declined: [] };
  const sources = stepSources(state, query, voters, isVisible);
  const toolsThatRan = new Set(Array.from(ran, toolOf));
  return {
    steps: gatherStepEvidence(sources)
      .toSorted(byProbability)
      .slice(0, planningSettings.lessonSteps)
      .map((evidence) => decision(stepRow(evidence), logit(evidence.probability), ran.has(evidence.step))),
    whole(stepWeights) {
      const chosen = chooseSteps(sources, stepWeights, planningSettings.consideredSteps);
      if (chosen.steps.length === 0) return [];
      const planned = new Set(chosen.steps.map(toolOf));
      const isRight = planned.size === toolsThatRan.size && Array.from(planned).every((tool) => toolsThatRan.has(tool));
      const row = planRow(chosen, voters);
      return [decision(row, setOffset(row), isRight)];
    },
  };
}

/** One decision between yes and no, as a choice between two alternatives of which the second has no features. */
function decision(row: readonly number[], offset: number, isTrue: boolean): Choice {
  return {
    features: Float64Array.from([...row, ...row.map(() => 0)]),
    offsets: Float64Array.of(offset, 0),
    chosen: isTrue ? 0 : 1,
  };
}
