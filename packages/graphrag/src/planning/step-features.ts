import { dot } from '../learning/dot.js';
import { logistic, logit } from '../learning/logistic.js';
import { repetitionOf } from './plan.js';
import type { StepEvidence } from './step-evidence.js';

/** What learned weights of steps apply to, in the order of the rows. */
export const stepFeatures = ['any', 'probability', 'accord', 'share', 'match', 'repetition'] as const;

/** Below this, shares are all alike to the logarithm. */
const floor = 0.02;

/** The features of a step: 0 where a kind of evidence says nothing, and less where a habit changed, of which nothing was learned. */
export function stepRow({ step, probability, share, match, accord, changed }: StepEvidence): readonly number[] {
  const features = [
    1,
    logit(probability),
    accord * logit(probability),
    Math.log((share + floor) / floor),
    Math.log((match + floor) / floor),
    repetitionOf(step) > 0 ? 1 : 0,
  ];
  return changed === 0 ? features : features.map((feature) => (1 - changed) * feature);
}

/** The probability of a step, corrected: with x its features and w the weights, logit π' = logit π + w · x. */
export function learnedProbability(evidence: StepEvidence, weights: Float64Array): number {
  return logistic(dot(stepRow(evidence), weights, logit(evidence.probability)));
}
