import type { EngineState } from '../engine-state.js';
import type { ObservedExecution } from '../execution.js';
import type { Choice } from '../learning/fit-choices.js';
import { logit } from '../learning/logistic.js';
import { createVisibility } from '../prediction/visibility.js';
import { draftFor } from './draft.js';
import { planOf, toolOf } from './plan.js';
import { planningSettings } from './planning-settings.js';
import { planRow, setOffset } from './set-features.js';
import { gatherStepEvidence } from './step-evidence.js';
import { stepRow } from './step-features.js';
import { matchText } from './text-matches.js';
import { gatherVoters } from './voter.js';

/** One decision between yes and no, as a choice between two alternatives of which the second has no features. */
function decision(row: readonly number[], offset: number, isTrue: boolean): Choice {
  return {
    features: Float64Array.from([...row, ...row.map(() => 0)]),
    offsets: Float64Array.of(offset, 0),
    chosen: isTrue ? 0 : 1,
  };
}

/**
 * What an execution that succeeded teaches about how to plan: of each step that something spoke for, whether it ran.
 * `state` must not know the execution itself.
 */
export function stepLessons(state: EngineState, execution: ObservedExecution): readonly Choice[] {
  const truth = truthOf(state, execution);
  if (truth === undefined || execution.intent === undefined) return [];
  const query = { intent: execution.intent };
  const { succeeded } = gatherVoters(state, query, createVisibility(state, undefined));
  return gatherStepEvidence(succeeded, matchText(state, query, new Set()))
    .slice(0, planningSettings.lessonSteps)
    .map((evidence) => decision(stepRow(evidence), logit(evidence.probability), truth.has(evidence.step)));
}

/** Whether the tools of the plan that would have been made were exactly those that ran. */
export function setLesson(state: EngineState, execution: ObservedExecution): readonly Choice[] {
  const truth = truthOf(state, execution);
  if (truth === undefined || execution.intent === undefined) return [];
  const { draft, voters } = draftFor(state, { intent: execution.intent });
  if (draft.steps.length === 0) return [];
  const planned = new Set(draft.steps.map(toolOf));
  const ran = new Set(Array.from(truth, toolOf));
  const isRight = planned.size === ran.size && Array.from(planned).every((tool) => ran.has(tool));
  const row = planRow(draft.steps, draft.posteriors, voters);
  return [decision(row, setOffset(row), isRight)];
}

function truthOf(state: EngineState, execution: ObservedExecution): ReadonlySet<string> | undefined {
  const { steps } = planOf(execution, createVisibility(state, undefined));
  return steps.length === 0 ? undefined : new Set(steps);
}
