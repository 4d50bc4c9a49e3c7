import type { EngineState } from '../engine-state.js';
import { entry } from '../entry.js';
import { repetitionOf, type StepKey, toolOf } from './plan.js';
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
  /**
   * Votes of those that ran the first step before the second, less what newer ones leave of them (`leftOf`); of these, how
   * much they weigh an edge between them.
   */
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
  const lastCalls = lastCallsOf(steps);
  const newer = new Float64Array(count * count);
  for (const sameAge of newestFirst(voters)) {
    const counted: (readonly [cell: number, vote: number])[] = [];
    for (const { plan, weight } of sameAge) {
      const vote = weight / planningSettings.voteUnit;
      const ran: number[] = [];
      const joined = aliasesOf(plan.steps, lastCalls, numbers);
      for (const step of plan.steps) {
        const second = numbers.get(step);
        if (second !== undefined) {
          for (const first of ran) {
            inOrder[cellOf(first, second)]! += leftOf(vote, newer[cellOf(second, first)]!);
            counted.push([cellOf(first, second), vote]);
          }
          ran.push(second);
        }
        const alias = joined.get(step);
        if (alias !== undefined) ran.push(alias);
      }
      if (ran.length < 2) continue;
      for (const edge of plan.edges) {
        const to = numbers.get(edge.to);
        for (const from of [numbers.get(edge.from), joined.get(edge.from)]) {
          if (from === undefined || to === undefined || ran.indexOf(from) > ran.indexOf(to)) continue;
          linked[cellOf(from, to)]! += leftOf(vote, newer[cellOf(to, from)]!) * edge.weight;
        }
      }
    }
    for (const [cell, vote] of counted) newer[cell]! += vote;
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

/** Voters of one time each: what has no time is older than all that has. */
function newestFirst(voters: readonly Voter[]): readonly (readonly Voter[])[] {
  const byTime = new Map<number, Voter[]>();
  for (const voter of voters) entry(byTime, voter.executedAt, () => [] as Voter[]).push(voter);
  return Array.from(byTime.keys())
    .sort((a, b) => b - a)
    .map((time) => byTime.get(time)!);
}

/**
 * What is left of a vote for an order against newer votes for the other: with s what one of the same nearness leaves,
 *
 *     v · s^(v' / v)
 *
 * Who always did it so, and does it otherwise now, means it: he need not do it as often as he did before.
 */
function leftOf(vote: number, against: number): number {
  return against === 0 ? vote : vote * planningSettings.order.superseded ** (against / vote);
}

/** By tool, the step that is its last call. */
function lastCallsOf(steps: readonly StepKey[]): ReadonlyMap<string, StepKey> {
  const last = new Map<string, StepKey>();
  for (const step of steps) {
    const known = last.get(toolOf(step));
    if (known === undefined || repetitionOf(known) < repetitionOf(step)) last.set(toolOf(step), step);
  }
  return last;
}

/**
 * What came after the last call of a loop comes after its last call in the plan too, however often it ran: by the steps that
 * were the last calls of a past plan, the numbers of those of this one, where these are others.
 */
function aliasesOf(
  past: readonly StepKey[],
  lastCalls: ReadonlyMap<string, StepKey>,
  numbers: ReadonlyMap<StepKey, number>,
): ReadonlyMap<StepKey, number> {
  const aliases = new Map<StepKey, number>();
  for (const [toolId, step] of lastCallsOf(past)) {
    const last = lastCalls.get(toolId);
    if (last !== undefined && last !== step) aliases.set(step, numbers.get(last)!);
  }
  return aliases;
}
