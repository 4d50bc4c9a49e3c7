import type { StepKey } from './plan.js';
import type { Precedence } from './precedence.js';

/** Orders steps by how many of the others each is expected to come before (Borda count over pairwise probabilities). */
export function orderSteps(steps: readonly StepKey[], comesFirst: Precedence): readonly StepKey[] {
  const before = new Map(steps.map((step) => [step, 0]));
  const sorted = steps.toSorted();
  for (const [index, a] of sorted.entries()) {
    for (const b of sorted.slice(index + 1)) {
      const probability = comesFirst(a, b);
      before.set(a, before.get(a)! + probability);
      before.set(b, before.get(b)! + 1 - probability);
    }
  }
  return sorted.sort((a, b) => before.get(b)! - before.get(a)! || (a < b ? -1 : 1));
}
