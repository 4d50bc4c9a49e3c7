import { entry } from '../entry.js';
import type { WeightedEdge } from '../graph/break-cycles.js';
import { repetitionOf, type StepKey } from './plan.js';
import type { Precedence } from './precedence.js';
import type { StepPairs } from './step-pairs.js';

/**
 * Numbers of steps, in the order of how many of the others each is expected to come before (Borda count over pairwise
 * probabilities; ties by number), in which no two neighbours stand against what is more probable of the two (local
 * Kemenization; Dwork, Kumar, Naor, Sivakumar: Rank Aggregation Methods for the Web, 2001): a tool that runs often comes
 * before many, all of them its own. Calls of one tool stand in their order.
 */
export function orderSteps(
  { steps, tools }: Pick<StepPairs, 'steps' | 'tools'>,
  comesFirst: Precedence,
): readonly number[] {
  const count = steps.length;
  const before = new Float64Array(count);
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      const probability = comesFirst(a, b);
      before[a]! += probability;
      before[b] = before[b]! + 1 - probability;
    }
  }
  const order: number[] = [];
  for (const step of Array.from(before.keys()).sort((a, b) => before[b]! - before[a]! || a - b)) {
    let place = order.length;
    while (place > 0 && comesFirst(step, order[place - 1]!) > 0.5) place--;
    order.splice(place, 0, step);
  }
  return withRepeatsInOrder(order, steps, tools);
}

/** The places of a tool's calls are theirs; the first call has the first of them. */
function withRepeatsInOrder(
  order: readonly number[],
  steps: readonly StepKey[],
  tools: readonly string[],
): readonly number[] {
  const callsOf = new Map<string, number[]>();
  for (const step of order) entry(callsOf, tools[step]!, () => [] as number[]).push(step);
  for (const calls of callsOf.values()) {
    // The last is taken first.
    calls.sort((a, b) => repetitionOf(steps[b]!) - repetitionOf(steps[a]!));
  }
  return order.map((step) => callsOf.get(tools[step]!)!.pop()!);
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
