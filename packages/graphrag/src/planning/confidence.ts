import { openChoices } from '../graph/value-paths.js';
import type { SuggestedDag, SuggestedTask, Suggestion, SuggestionMode } from '../types.js';
import type { StepKey } from './plan.js';
import { planningSettings } from './planning-settings.js';
import type { StepPosterior } from './step-posteriors.js';
import { agreement, type Voter, type Voters } from './voter.js';

/**
 * Expected F1 of a plan's steps, in [0, 1], lowered by near executions that did the same and failed. With π the
 * posteriors of all steps, v the votes and A their agreement with the plan,
 *
 *     2 · Σ_{step in plan} π / (|plan| + Σ_step π)  ·  (Σ_succeeded v·A + u) / (Σ_succeeded v·A + Σ_failed v·A + u)
 */
export function confidenceOf(
  steps: readonly StepKey[],
  posteriors: readonly StepPosterior[],
  { succeeded, failed }: Voters,
): number {
  const planned = new Set(steps);
  let inPlan = 0;
  let expectedSize = 0;
  for (const { step, probability } of posteriors) {
    expectedSize += probability;
    if (planned.has(step)) inPlan += probability;
  }
  const support = (voters: readonly Voter[]) =>
    voters.reduce((sum, { plan, weight }) => sum + weight * agreement(plan.steps, steps), 0);
  const succeeding = support(succeeded) + planningSettings.unknownVote;
  const expected = (2 * inPlan) / (steps.length + expectedSize);
  return Math.min(1, (expected * succeeding) / (succeeding + support(failed)));
}

/** Runs ahead only what is likely, complete and ran before; what is less likely than not is asked about. */
export function modeOf(confidence: number, { tasks }: SuggestedDag, basis: Suggestion['basis']): SuggestionMode {
  const { suggestion, speculative } = planningSettings.thresholds;
  if (confidence < suggestion) return 'explicit';
  const canRun = basis === 'executions' && tasks.every(isComplete);
  return canRun && confidence >= speculative ? 'speculative' : 'suggestion';
}

/** A value for everything that is required; an item of a list is one that somebody has to choose. */
function isComplete({ missing, bindings }: SuggestedTask): boolean {
  return missing.length === 0 && bindings.every(({ path }) => openChoices(path) === 0);
}
