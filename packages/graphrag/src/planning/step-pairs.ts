import type { EngineState } from '../engine-state.js';
import { type StepKey, toolOf } from './plan.js';
import { planningSettings } from './planning-settings.js';
import type { Voter } from './voter.js';

/**
 * What is known of every two of some steps. A step is told by its place in the list, two of them by `cellOf`: order and
 * edges ask about all pairs, and texts are slow to look up.
 */
export interface StepPairs {
  readonly steps: readonly StepKey[];
  /** Of each step. */
  readonly tools: readonly string[];
  cellOf(first: number, second: number): number;
  /** Votes of those that ran the first step before the second; of these, how much they weigh an edge between them. */
  readonly inOrder: Float64Array;
  readonly linked: Float64Array;
  /** Executions of the whole history in which the first tool ran before the second. */
  readonly inOrderEver: Float64Array;
}

export function lookUpPairs(
  steps: readonly StepKey[],
  voters: readonly Voter[],
  habits: Pick<EngineState['habits'], 'laterThan'>,
): StepPairs {
  const count = steps.length;
  const cellOf = (first: number, second: number) => first * count + second;
  const tools = steps.map(toolOf);
  const inOrder = new Float64Array(count * count);
  const linked = new Float64Array(count * count);
  const inOrderEver = new Float64Array(count * count);

  const numbers = new Map(steps.map((step, number) => [step, number]));
  for (const { plan, weight } of voters) {
    const vote = weight / planningSettings.voteUnit;
    const ran: number[] = [];
    for (const step of plan.steps) {
      const second = numbers.get(step);
      if (second === undefined) continue;
      for (const first of ran) inOrder[cellOf(first, second)]! += vote;
      ran.push(second);
    }
    if (ran.length < 2) continue;
    for (const edge of plan.edges) {
      const [from, to] = [numbers.get(edge.from), numbers.get(edge.to)];
      if (from === undefined || to === undefined || ran.indexOf(from) > ran.indexOf(to)) continue;
      linked[cellOf(from, to)]! += vote * edge.weight;
    }
  }
  for (let first = 0; first < count; first++) {
    const later = habits.laterThan(tools[first]!);
    if (later.size === 0) continue;
    for (let second = 0; second < count; second++) {
      if (second !== first) inOrderEver[cellOf(first, second)] = later.get(tools[second]!) ?? 0;
    }
  }
  return { steps, tools, cellOf, inOrder, linked, inOrderEver };
}
