import { dot } from '../learning/dot.js';
import { logistic, logit } from '../learning/logistic.js';
import type { ChosenSteps } from './choose-steps.js';
import { planningSettings } from './planning-settings.js';
import { createPresentShare } from './present-share.js';
import { createAgreement, type Voters } from './voter.js';

/** What the weights of whole plans apply to, in the order of the rows. */
export const planFeatures = ['any', 'steps', 'size', 'support', 'accord', 'failed'] as const;

/**
 * Features of the set of a plan's steps: what its probability would be if the steps were independent, how many they are,
 * the share of the votes of near executions that have exactly this set by now, how far these agree with it, and the share of those that
 * failed. Where a plan was declined, nothing was right.
 */
export function planRow(
  { steps, posteriors }: ChosenSteps,
  { succeeded, declined, failed }: Voters,
): readonly number[] {
  const planned = new Set(steps);
  let independent = 0;
  for (const { step, probability } of posteriors) {
    independent += Math.log(Math.max(1e-3, planned.has(step) ? probability : 1 - probability));
  }
  const agreesWith = createAgreement(steps);
  let votes = 0;
  let alike = 0;
  const decided = [...succeeded, ...declined];
  for (const { plan, weight } of decided) {
    const agreed = agreesWith(plan.steps);
    votes += weight;
    alike += weight * agreed;
  }
  const dated = decided.map((voter) => ({ ...voter, vote: voter.weight }));
  const { share: same } = createPresentShare(dated, 0)((place) => agreesWith(decided[place]!.plan.steps) === 1);
  const against = failed.reduce((sum, { plan, weight }) => sum + weight * agreesWith(plan.steps), 0);
  return [
    1,
    logit(Math.exp(independent)),
    Math.log(Math.max(1, steps.length)),
    votes === 0 ? 0 : logit(same),
    votes === 0 ? 0 : alike / votes,
    against === 0 ? 0 : against / (alike + against),
  ];
}

/** The log odds that a plan's set of tools is exactly right before anything is learned. */
export function setOffset(row: readonly number[]): number {
  return dot(row, planningSettings.exactSet);
}

/** Probability that a plan's set of tools is exactly right: logistic in its features. */
export function setProbability(row: readonly number[], weights: Float64Array | undefined): number {
  return logistic(setOffset(row) + (weights === undefined ? 0 : dot(row, weights)));
}
