import type { StepKey } from '../planning/plan.js';
import type { Verdict } from './verdict.js';

/** An execution near the intent: its vote, and what its user made of the plan that had been proposed. */
export interface Judge {
  readonly weight: number;
  readonly verdict?: Verdict | undefined;
}

/**
 * Probabilities of steps after what users did to the plans that were proposed to them. With p the probability that
 * memory and words give, a the votes of those near the intent who accepted the step and r of those who rejected it,
 *
 *     p' = (2p + a) / (2 + a + 2r)
 *
 * p counts as two observations, an acceptance as one and a rejection as two: who deletes a task has looked at it, who
 * lets it run may not have. Without verdicts p stays; many acceptances bring it to 1, many rejections to 0. What users
 * add needs no rule: it ran, so it votes.
 */
export function withFeedback<Step extends { readonly step: StepKey; readonly probability: number }>(
  steps: readonly Step[],
  judges: readonly Judge[],
): Step[] {
  const judged = judges.filter(({ verdict }) => verdict !== undefined);
  if (judged.length === 0) return [...steps];
  const votes = (kind: keyof Verdict, step: StepKey) =>
    judged.reduce((sum, { weight, verdict }) => sum + (verdict![kind].has(step) ? weight : 0), 0);
  return steps.map((each) => {
    const accepted = votes('accepted', each.step);
    const rejected = votes('rejected', each.step);
    return { ...each, probability: (2 * each.probability + accepted) / (2 + accepted + 2 * rejected) };
  });
}
