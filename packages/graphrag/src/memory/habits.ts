import { entry } from '../entry.js';
import type { ObservedExecution, TaskLink } from '../execution.js';
import { type SuccessfulCall, successfulCalls } from './successful-calls.js';

/** Stands for the tool before the first call. No tool has this id. */
export const beforeFirst = '';

/** What came next, counted. */
export interface Followers {
  readonly counts: ReadonlyMap<string, number>;
  /** How often nothing came next: the execution ended. */
  readonly ends: number;
}

/**
 * What successful executions show about the order of tools. Whole numbers, or with a half-life whole parts of them, so
 * the order of arrival leaves no trace.
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
/** Places are summed in whole units, so that sums are exact. */
const placeUnits = 2 ** 20;

/** Counted or taken back. */
type Unit = 1 | -1;
export type Counts = Map<string, number>;
type CountedFollowers = { readonly counts: Counts; ends: number };

/**
 * Counts what followed what. Only calls that succeeded, in executions that succeeded, count: what failed reinforces
 * nothing. A call that overlapped the one before it did not follow it.
 */
export function createHabits(): Habits {
  const followers = new Map<string, CountedFollowers>();
  const followersOfPairs = new Map<string, Map<string, CountedFollowers>>();
  const later = new Map<string, Counts>();
  const runs: Counts = new Map();
  const places = new Map<string, { sum: number; count: number }>();
  const needing = new Map<string, Counts>();
  const totals = { steps: 0, repeats: 0, selfRepeats: 0, linkedSteps: 0, executions: 0 };

  function countSteps(calls: readonly SuccessfulCall[], unit: Unit): void {
    const ran = new Set<string>();
    for (let index = 0; index <= calls.length; index++) {
      const next = calls[index];
      const last = calls[index - 1];
      if (next === undefined || next.followsPrevious) {
        count(followers, last?.toolId ?? beforeFirst, next?.toolId, unit);
        if (last?.followsPrevious) {
          const previous = calls[index - 2]?.toolId ?? beforeFirst;
          const ofPrevious = entry(followersOfPairs, previous, noMap<CountedFollowers>);
          count(ofPrevious, last.toolId, next?.toolId, unit);
          if (ofPrevious.size === 0) followersOfPairs.delete(previous);
        }
        if (next !== undefined && last !== undefined) {
          totals.steps += unit;
          if (ran.has(next.toolId)) totals.repeats += unit;
          if (last.toolId === next.toolId) totals.selfRepeats += unit;
        }
      }
      if (next !== undefined) ran.add(next.toolId);
    }
  }

  function countOrder(tools: readonly string[], unit: Unit): void {
    for (const [index, toolId] of tools.entries()) {
      const after = entry(later, toolId, noMap<number>);
      for (let next = index + 1; next < tools.length; next++) increment(after, tools[next]!, unit);
      if (after.size === 0) later.delete(toolId);
      if (tools.length < 2) continue;
      const place = entry(places, toolId, () => ({ sum: 0, count: 0 }));
      place.sum += unit * Math.round((placeUnits * index) / (tools.length - 1));
      place.count += unit;
      if (place.count === 0) places.delete(toolId);
    }
  }

  function countLinks(calls: readonly SuccessfulCall[], links: readonly TaskLink[], unit: Unit): void {
    if (links.length === 0) return;
    /** By position of a task, the place of its call; absent where it failed. */
    const placeAt: number[] = [];
    for (const [place, { position }] of calls.entries()) placeAt[position] = place;
    const proven = new Map<string, Set<string>>();
    for (const link of links) {
      const from = placeAt[link.from];
      const to = placeAt[link.to];
      if (from === undefined || to === undefined) continue;
      entry(proven, calls[from]!.toolId, () => new Set<string>()).add(calls[to]!.toolId);
      if (to === from + 1) totals.linkedSteps += unit;
    }
    for (const [from, tools] of proven) {
      const needed = entry(needing, from, noMap<number>);
      for (const to of tools) increment(needed, to, unit);
      if (needed.size === 0) needing.delete(from);
    }
  }

  function countAll(execution: ObservedExecution, unit: Unit): void {
    const calls = successfulCalls(execution);
    if (calls.length === 0) return;
    totals.executions += unit;
    countSteps(calls, unit);
    const tools = Array.from(new Set(calls.map(({ toolId }) => toolId)));
    for (const toolId of tools) increment(runs, toolId, unit);
    countOrder(tools.slice(0, orderedTools), unit);
    countLinks(calls, execution.links, unit);
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
    runs,
    followers: (toolId) => followers.get(toolId),
    followersOfPair: (previous, toolId) => followersOfPairs.get(previous)?.get(toolId),
    laterThan: (toolId) => later.get(toolId) ?? noCounts,
    neededBy: (toolId) => needing.get(toolId) ?? noCounts,
    meanPlace(toolId) {
      const place = places.get(toolId);
      return place && place.sum / placeUnits / place.count;
    },
    placesOf(toolId) {
      const place = places.get(toolId);
      return place && { sum: place.sum / placeUnits, count: place.count };
    },

    observe: (execution) => countAll(execution, 1),
    forget: (execution) => countAll(execution, -1),
  };
}

export const noCounts: ReadonlyMap<string, number> = new Map();
const noFollowers = (): CountedFollowers => ({ counts: new Map(), ends: 0 });
const noMap = <Value>(): Map<string, Value> => new Map();

function increment(counts: Counts, key: string, unit: Unit): void {
  const sum = (counts.get(key) ?? 0) + unit;
  if (sum === 0) counts.delete(key);
  else counts.set(key, sum);
}

function count(followers: Map<string, CountedFollowers>, toolId: string, next: string | undefined, unit: Unit): void {
  const counted = entry(followers, toolId, noFollowers);
  if (next === undefined) counted.ends += unit;
  else increment(counted.counts, next, unit);
  if (counted.ends === 0 && counted.counts.size === 0) followers.delete(toolId);
}
