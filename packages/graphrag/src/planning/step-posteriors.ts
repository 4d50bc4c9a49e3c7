import { withFeedback } from '../feedback/with-feedback.js';
import type { StepKey } from './plan.js';
import { byProbability, gatherStepEvidence, type StepEvidence, type StepWitnesses } from './step-evidence.js';
import { learnedProbability } from './step-features.js';

/** A step and the probability that the right plan has it, after all that was learned. */
export interface StepPosterior {
  readonly step: StepKey;
  readonly probability: number;
  readonly evidence: StepEvidence;
}

/**
 * Probability of each step, highest first, ties by key: what speaks for it, corrected by how much each kind of evidence
 * was worth in the user's own history, and by what users made of plans that were proposed to them (`withFeedback`).
 */
export function stepPosteriors(sources: StepWitnesses, weights: Float64Array | undefined): readonly StepPosterior[] {
  const steps = gatherStepEvidence(sources).map((evidence) => ({
    step: evidence.step,
    evidence,
    probability: weights === undefined ? evidence.probability : learnedProbability(evidence, weights),
  }));
  return withFeedback(steps, sources.voters).sort(byProbability);
}
