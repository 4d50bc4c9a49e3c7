import type { ObservedExecution, TaskLink } from '../execution.js';
import type { CountsByRow } from './counts-by-row.js';
import { beforeFirst, HabitCounts, outside } from './habit-counts.js';
import { ordersOf, type SuccessfulCall, successfulCalls } from './successful-calls.js';

export { beforeFirst };

/** What came next, counted. */
export interface Followers {
  readonly counts: ReadonlyMap<string, number>;
  /** How often nothing came next: the execution ended. */
  readonly ends: number;
}

/**
 * What successful executions show about the order of tools. Whole numbers and halves, or with a half-life whole parts of
 * them, so the order of arrival leaves no trace.
 */
export interface Habits {
  /** Steps from one call to the next. */
  readonly steps: number;
  /** Steps to a tool that had run before in the same execution. */
  readonly repeats: number;
  /** Steps from a tool to itself. */
  readonly selfRepeats: number;
  /** Steps of which anything proves that the second call needed the first. */
  readonly linkedSteps: number;
  /** Executions that ran anything. */
  readonly executions: number;
  /** Executions that ran the tool, by tool. */
  readonly runs: ReadonlyMap<string, number>;
  /** Calls of the tool after its first in an execution, by tool. */
  readonly repetitions: ReadonlyMap<string, number>;
  /** What came next after a tool, or after `beforeFirst`. */
  followers(toolId: string): Followers | undefined;
  /** What came next after a tool that had followed `previous`. */
  followersOfPair(previous: string, toolId: string): Followers | undefined;
  /** Tools that first ran after the tool had, with the number of executions. */
  laterThan(toolId: string): ReadonlyMap<string, number>;
  /** Tools that needed a call of the tool, with the number of executions that prove it. */
  neededBy(toolId: string): ReadonlyMap<string, number>;
  /** Mean place among the distinct tools of its executions: 0 first, 1 last; undefined where the tool ran alone. */
  meanPlace(toolId: string): number | undefined;
  /** The sum of these places and how many there are; undefined without any. */
  placesOf(toolId: string): { readonly sum: number; readonly count: number } | undefined;
  observe(execution: ObservedExecution): void;
  /** Takes back what `observe` counted: to the last digit as if the execution had never been observed. */
  forget(execution: ObservedExecution): void;
}

/** Distinct tools of one execution whose pairwise order is counted, so that long executions have a bounded cost. */
const orderedTools = 50;
/** Counted or taken back. */
type Unit = 1 | -1;

/**
 * Counts what followed what. Only calls that succeeded, in executions that succeeded, count: what failed reinforces
 * nothing. Calls that ran side by side count half in the order of their start, half turned round.
 */
export function createHabits(): Habits {
  let counted = new HabitCounts();
  const totals = { steps: 0, repeats: 0, selfRepeats: 0, linkedSteps: 0, executions: 0 };

  function countSteps(tools: readonly number[], unit: number): void {
    const ran = new Set<number>();
    for (let index = 0; index <= tools.length; index++) {
      const last = tools[index - 1];
      const next = tools[index];
      counted.followers.add(last ?? outside, next ?? outside, unit);
      if (last !== undefined) {
        counted.followersOfPairs.add(counted.pairOf(tools[index - 2] ?? outside, last), next ?? outside, unit);
      }
      if (next === undefined) continue;
      if (last !== undefined) {
        totals.steps += unit;
        if (ran.has(next)) totals.repeats += unit;
        if (last === next) totals.selfRepeats += unit;
      }
      ran.add(next);
    }
  }

  function countOrder(tools: readonly number[], unit: Unit): void {
    for (let index = 0; index < tools.length; index++) {
      const tool = tools[index]!;
      for (let next = index + 1; next < tools.length; next++) counted.later.add(tool, tools[next]!, unit);
      if (tools.length > 1) counted.addPlace(tool, index / (tools.length - 1), unit);
    }
  }

  function countLinks(
    calls: readonly SuccessfulCall[],
    tools: readonly number[],
    links: readonly TaskLink[],
    unit: Unit,
  ): void {
    if (links.length === 0) return;
    /** By position of a task, the place of its call; absent where it failed. */
    const placeAt: number[] = [];
    for (const [place, { position }] of calls.entries()) placeAt[position] = place;
    const proven = new Set<number>();
    for (const link of links) {
      const from = placeAt[link.from];
      const to = placeAt[link.to];
      if (from === undefined || to === undefined) continue;
      if (to === from + 1) totals.linkedSteps += unit;
      const pair = counted.pairOf(tools[from]!, tools[to]!);
      if (!proven.has(pair)) counted.needing.add(tools[from]!, tools[to]!, unit);
      proven.add(pair);
    }
  }

  function countAll(execution: ObservedExecution, unit: Unit): void {
    const calls = successfulCalls(execution);
    if (calls.length === 0) return;
    totals.executions += unit;
    const numbersOf = (order: readonly SuccessfulCall[]) => order.map(({ toolId }) => counted.numberOf(toolId));
    const orders = ordersOf(calls);
    for (const order of orders) countSteps(numbersOf(order), unit / orders.length);
    const tools = numbersOf(calls);
    const distinct = Array.from(new Set(tools));
    for (const tool of distinct) counted.addRun(tool, unit);
    if (distinct.length < tools.length) {
      for (const [place, tool] of tools.entries()) if (tools.indexOf(tool) < place) counted.addRepetition(tool, unit);
    }
    countOrder(distinct.slice(0, orderedTools), unit);
    countLinks(calls, tools, execution.links, unit);
  }

  function followersIn(counts: CountsByRow, row: number | undefined): Followers | undefined {
    if (row === undefined) return undefined;
    const followers = { counts: counts.row(row), ends: counts.get(row, outside) };
    return followers.ends === 0 && followers.counts.size === 0 ? undefined : followers;
  }

  return {
    get steps() {
      return totals.steps;
    },
    get repeats() {
      return totals.repeats;
    },
    get selfRepeats() {
      return totals.selfRepeats;
    },
    get linkedSteps() {
      return totals.linkedSteps;
    },
    get executions() {
      return totals.executions;
    },
    get runs() {
      return counted.runs;
    },
    get repetitions() {
      return counted.repetitions;
    },
    followers: (toolId) => followersIn(counted.followers, counted.find(toolId)),
    followersOfPair: (previous, toolId) => followersIn(counted.followersOfPairs, counted.findPair(previous, toolId)),
    laterThan: (toolId) => counted.later.row(counted.find(toolId)),
    neededBy: (toolId) => counted.needing.row(counted.find(toolId)),
    meanPlace(toolId) {
      const places = this.placesOf(toolId);
      return places && places.sum / places.count;
    },
    placesOf: (toolId) => counted.placesOf(toolId),

    observe: (execution) => countAll(execution, 1),
    forget(execution) {
      countAll(execution, -1);
      if (counted.isMostlyZero) counted = counted.withoutZeros();
    },
  };
}
