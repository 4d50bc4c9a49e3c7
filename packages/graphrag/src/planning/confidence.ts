import type { SuggestedDag, SuggestionMode } from '../types.js';
import type { StepKey } from './plan.js';
import { planningSettings } from './planning-settings.js';
import { agreement, type Voter } from './voter.js';

/**
 * Expected F1 of a plan's steps, in [0, 1]. With v the votes of the plans near the intent, A their agreement with this
 * one, q what search alone is worth and u the vote of the unknown,
 *
 *     (Σ_succeeded v·A + v_search·q·A_search) / (Σ_succeeded v + v_search + Σ_failed v·A + u)
 *
 * so it rises with near executions that did the same, and falls with those that did something else, with those that
 * did the same and failed, and where little is near.
 */
export function confidenceOf(
  steps: readonly StepKey[],
  succeededAndSearch: readonly Voter[],
  failed: readonly Voter[],
): number {
  const { searchPrecision, unknownVote } = planningSettings;
  let agreeing = 0;
  let total = unknownVote;
  for (const voter of succeededAndSearch) {
    agreeing += voter.weight * agreement(voter, steps) * (voter.isObserved ? 1 : searchPrecision);
    total += voter.weight;
  }
  for (const voter of failed) total += voter.weight * agreement(voter, steps);
  return Math.min(1, agreeing / total);
}

/** Runs ahead only what is likely and complete; what is less likely than not is asked about. */
export function modeOf(confidence: number, { tasks }: SuggestedDag): SuggestionMode {
  const { suggestion, speculative } = planningSettings.thresholds;
  if (confidence < suggestion) return 'explicit';
  return confidence >= speculative && tasks.every(({ missing }) => missing.length === 0) ? 'speculative' : 'suggestion';
}
