import type { Precedence } from './precedence.js';

/**
 * Numbers of steps, in the order of how many of the others each is expected to come before (Borda count over pairwise
 * probabilities); ties by number.
 */
export function orderSteps(count: number, comesFirst: Precedence): readonly number[] {
  const before = new Float64Array(count);
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      const probability = comesFirst(a, b);
      before[a]! += probability;
      before[b] = before[b]! + 1 - probability;
    }
  }
  return Array.from(before.keys()).sort((a, b) => before[b]! - before[a]! || a - b);
}
