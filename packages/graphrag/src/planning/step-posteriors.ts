import { withFeedback } from '../feedback/with-feedback.js';
import type { StepKey } from './plan.js';
import { byProbability, gatherStepEvidence, type StepEvidence, type StepWitnesses } from './step-evidence.js';
import { learnedProbability } from './step-features.js';

/** A step and the probability that the right plan has it, after all that was learned. */
export interface StepPosterior {
  readonly step: StepKey;
  readonly probability: number;
  readonly evidence: StepEvidence;
  /** What the weights apply to, where plans were declined: the evidence as if they had not been. */
  readonly undeclined?: StepEvidence | undefined;
}

/**
 * Probability of each step, highest first, ties by key: what speaks for it, corrected by how much each kind of evidence
 * was worth in the user's own history, and by what users made of plans that were proposed to them (`withFeedback`).
 *
 * The history shows what evidence is worth where something ran, and nothing of what was declined. So declined plans take the same
 * part of a probability whatever was learned: with d beside them, and without them otherwise,
 *
 *     π'_d = π' · π_d / π
 */
export function stepPosteriors(sources: StepWitnesses, weights: Float64Array | undefined): readonly StepPosterior[] {
  const ran = sources.voters.filter(({ plan }) => plan.steps.length > 0);
  const isDeclined = weights !== undefined && ran.length < sources.voters.length;
  const undeclined = new Map<StepKey, StepEvidence>();
  for (const each of isDeclined ? gatherStepEvidence({ ...sources, voters: ran }) : []) undeclined.set(each.step, each);
  const steps = gatherStepEvidence(sources).map((evidence) => {
    const { step, probability } = evidence;
    const before = undeclined.get(step);
    if (weights === undefined) return { step, evidence, probability };
    if (before === undefined) return { step, evidence, probability: learnedProbability(evidence, weights) };
    const left = before.probability === 0 ? 1 : Math.min(1, probability / before.probability);
    return { step, evidence, undeclined: before, probability: left * learnedProbability(before, weights) };
  });
  return withFeedback(steps, sources.voters).sort(byProbability);
}
