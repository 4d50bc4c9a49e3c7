import type { EngineState } from '../engine-state.js';
import { repetitionOf, type StepKey, toolOf } from './plan.js';
import { planningSettings } from './planning-settings.js';
import type { Voter } from './voter.js';

/**
 * Orders steps by how many of the others each is expected to come before (Borda count over pairwise probabilities).
 * What the voters show of a pair is backed off to the whole history, and that to the tools' mean places in it.
 */
export function orderSteps(
  steps: readonly StepKey[],
  voters: readonly Voter[],
  habits: EngineState['habits'],
): readonly StepKey[] {
  const before = new Map(steps.map((step) => [step, 0]));
  const sorted = steps.toSorted();
  for (const [index, a] of sorted.entries()) {
    for (const b of sorted.slice(index + 1)) {
      const probability = comesFirst(a, b, voters, habits);
      before.set(a, before.get(a)! + probability);
      before.set(b, before.get(b)! + 1 - probability);
    }
  }
  return sorted.sort((a, b) => before.get(b)! - before.get(a)! || (a < b ? -1 : 1));
}

/** Probability that step `a` comes before step `b`. */
function comesFirst(a: StepKey, b: StepKey, voters: readonly Voter[], habits: EngineState['habits']): number {
  const { orderPrior, placePrior, placeSteepness, voteUnit } = planningSettings;
  const [toolA, toolB] = [toolOf(a), toolOf(b)];
  if (toolA === toolB) return repetitionOf(a) < repetitionOf(b) ? 1 : 0;
  let first = 0;
  let both = 0;
  for (const { place, weight } of voters) {
    const [placeOfA, placeOfB] = [place.get(a), place.get(b)];
    if (placeOfA === undefined || placeOfB === undefined) continue;
    both += weight / voteUnit;
    if (placeOfA < placeOfB) first += weight / voteUnit;
  }
  const firstEver = habits.laterThan(toolA).get(toolB) ?? 0;
  const bothEver = firstEver + (habits.laterThan(toolB).get(toolA) ?? 0);
  const distance = (habits.meanPlace(toolB) ?? 0.5) - (habits.meanPlace(toolA) ?? 0.5);
  const byPlace = 1 / (1 + Math.exp(-placeSteepness * distance));
  const byHistory = (firstEver + placePrior * byPlace) / (bothEver + placePrior);
  return (first + orderPrior * byHistory) / (both + orderPrior);
}
