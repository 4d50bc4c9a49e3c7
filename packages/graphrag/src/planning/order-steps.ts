import type { WeightedEdge } from '../graph/break-cycles.js';
import type { StepKey } from './plan.js';
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

/** The steps after all that their acyclic edges lead from, as near to the given order as these let. */
export function inRunnableOrder(
  ordered: readonly StepKey[],
  edges: readonly Pick<WeightedEdge, 'from' | 'to'>[],
): readonly StepKey[] {
  const needed = new Map(ordered.map((step) => [step, new Set<StepKey>()]));
  for (const { from, to } of edges) needed.get(to)!.add(from);
  const placed = new Set<StepKey>();
  while (placed.size < ordered.length) {
    placed.add(
      ordered.find((step) => !placed.has(step) && Array.from(needed.get(step)!).every((from) => placed.has(from)))!,
    );
  }
  return Array.from(placed);
}
