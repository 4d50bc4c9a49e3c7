import { withFeedback } from '../feedback/with-feedback.js';
import { repetitionOf, type StepKey, stepKey } from './plan.js';
import { planningSettings } from './planning-settings.js';
import { agreement, type Voter } from './voter.js';

/** A step and the probability that the right plan has it. */
export interface StepPosterior {
  readonly step: StepKey;
  readonly probability: number;
}

/**
 * Probability of each step, highest first, ties by key: either the executions near the intent say so or its words do.
 * With v the votes, u the vote of the unknown and m the match of the words (of a tool's first call),
 *
 *     π(step) = 1 − (1 − Σ_{i has step} v_i / (Σ_i v_i + u)) · (1 − m'(step))
 *
 * Near executions that agree explain the words away: they had words like these too, and did without the tool. With A
 * the agreement of two plans,
 *
 *     m'(step) = m(step) where any of them has the step, else m(step) · (1 − Σ_ij v_i v_j A_ij / (Σ_i v_i + u)²)
 *
 * What users made of plans that were proposed to them then raises or lowers it, see `withFeedback`.
 */
export function stepPosteriors(
  voters: readonly Voter[],
  textMatches: ReadonlyMap<string, number>,
): readonly StepPosterior[] {
  const votes = new Map<StepKey, number>();
  let total: number = planningSettings.unknownVote;
  for (const { plan, weight } of voters) {
    total += weight;
    for (const step of plan.steps) votes.set(step, (votes.get(step) ?? 0) + weight);
  }
  const unexplained = 1 - sharedVotes(voters) / total ** 2;
  const matches = new Map(Array.from(textMatches, ([toolId, match]) => [stepKey(toolId, 0), match]));
  const steps = Array.from(new Set([...votes.keys(), ...matches.keys()]), (step) => ({
    step,
    probability:
      1 - (1 - (votes.get(step) ?? 0) / total) * (1 - (matches.get(step) ?? 0) * (votes.has(step) ? 1 : unexplained)),
  }));
  return withFeedback(steps, voters).sort(byProbability);
}

/** Σ_ij v_i v_j A_ij */
function sharedVotes(voters: readonly Voter[]): number {
  let sum = 0;
  for (const a of voters) {
    for (const b of voters) sum += a.weight * b.weight * agreement(a.plan.steps, b.plan.steps);
  }
  return sum;
}

/** The first call of a tool comes before its second. */
function byProbability(a: StepPosterior, b: StepPosterior): number {
  if (a.probability !== b.probability) return b.probability - a.probability;
  return repetitionOf(a.step) - repetitionOf(b.step) || (a.step < b.step ? -1 : 1);
}
