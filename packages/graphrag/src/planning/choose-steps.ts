import { repetitionOf, type StepKey, stepKey, toolOf } from './plan.js';
import type { Voter } from './voter.js';

/**
 * The steps with the highest expected F1 against the voters, each taken for the truth with its weight (minimum Bayes
 * risk; Kumar and Byrne 2004). Greedy: the step that lifts the expectation most is added until none does,
 *
 *     E[F1(S)] = Σ_i w_i · 2·|S ∩ S_i| / (|S| + |S_i|)  /  Σ_i w_i
 *
 * ties go to the step with more votes, then to the smaller key.
 */
export function chooseSteps(voters: readonly Voter[], maximum: number): readonly StepKey[] {
  const candidates = rankCandidates(voters);
  const shared = voters.map(() => 0);
  const chosen = new Set<StepKey>();
  let expected = 0;
  while (chosen.size < maximum) {
    let best: { step: StepKey; expected: number } | undefined;
    for (const step of candidates) {
      if (chosen.has(step) || !isNextRepetition(step, chosen)) continue;
      const value = expectation(voters, shared, chosen.size + 1, step);
      if (value > (best?.expected ?? expected) + minimumGain) best = { step, expected: value };
    }
    if (best === undefined) break;
    chosen.add(best.step);
    expected = best.expected;
    for (const [index, { place }] of voters.entries()) if (place.has(best.step)) shared[index]!++;
  }
  return Array.from(chosen);
}

/** Steps with few votes never win; reading fewer keeps a call short. */
const maximumCandidates = 60;
/** Below rounding errors of the sums. */
const minimumGain = 1e-12;

/** The second call of a tool comes into a plan after the first. */
function isNextRepetition(step: StepKey, chosen: ReadonlySet<StepKey>): boolean {
  const repetition = repetitionOf(step);
  return repetition === 0 || chosen.has(stepKey(toolOf(step), repetition - 1));
}

function rankCandidates(voters: readonly Voter[]): StepKey[] {
  const votes = new Map<StepKey, number>();
  for (const { plan, weight } of voters)
    for (const step of plan.steps) votes.set(step, (votes.get(step) ?? 0) + weight);
  return Array.from(votes)
    .sort(([a, votesOfA], [b, votesOfB]) => votesOfB - votesOfA || (a < b ? -1 : 1))
    .slice(0, maximumCandidates)
    .map(([step]) => step);
}

function expectation(voters: readonly Voter[], shared: readonly number[], size: number, added: StepKey): number {
  let sum = 0;
  let total = 0;
  for (const [index, { plan, place, weight }] of voters.entries()) {
    sum += (weight * 2 * (shared[index]! + (place.has(added) ? 1 : 0))) / (size + plan.steps.length);
    total += weight;
  }
  return sum / total;
}
