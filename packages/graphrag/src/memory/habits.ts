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

/** What successful executions show about the order of tools. Whole numbers, so the order of arrival leaves no trace. */
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
  observe(execution: ObservedExecution): void;
}

/** Distinct tools of one execution whose pairwise order is counted, so that long executions have a bounded cost. */
const orderedTools = 50;
/** Places are summed in whole units, so that sums are exact. */
const placeUnits = 2 ** 20;

type Counts = Map<string, number>;
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

  function countSteps(calls: readonly SuccessfulCall[]): void {
    const ran = new Set<string>();
    for (let index = 0; index <= calls.length; index++) {
      const next = calls[index];
      const last = calls[index - 1];
      if (next === undefined || next.followsPrevious) {
        count(entry(followers, last?.toolId ?? beforeFirst, noFollowers), next?.toolId);
        if (last?.followsPrevious) {
          const ofPrevious = entry(followersOfPairs, calls[index - 2]?.toolId ?? beforeFirst, noMap<CountedFollowers>);
          count(entry(ofPrevious, last.toolId, noFollowers), next?.toolId);
        }
        if (next !== undefined && last !== undefined) {
          totals.steps++;
          if (ran.has(next.toolId)) totals.repeats++;
          if (last.toolId === next.toolId) totals.selfRepeats++;
        }
      }
      if (next !== undefined) ran.add(next.toolId);
    }
  }

  function countOrder(tools: readonly string[]): void {
    for (const [index, toolId] of tools.entries()) {
      const after = entry(later, toolId, noMap<number>);
      for (const other of tools.slice(index + 1)) increment(after, other);
      if (tools.length < 2) continue;
      const place = entry(places, toolId, () => ({ sum: 0, count: 0 }));
      place.sum += Math.round((placeUnits * index) / (tools.length - 1));
      place.count++;
    }
  }

  function countLinks(calls: readonly SuccessfulCall[], links: readonly TaskLink[]): void {
    const callAt = new Map(calls.map((call, index) => [call.position, { ...call, index }]));
    const proven = new Map<string, Set<string>>();
    for (const link of links) {
      const from = callAt.get(link.from);
      const to = callAt.get(link.to);
      if (from === undefined || to === undefined) continue;
      entry(proven, from.toolId, () => new Set<string>()).add(to.toolId);
      if (to.index === from.index + 1) totals.linkedSteps++;
    }
    for (const [from, tools] of proven) for (const to of tools) increment(entry(needing, from, noMap<number>), to);
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

    observe(execution) {
      const calls = successfulCalls(execution);
      if (calls.length === 0) return;
      totals.executions++;
      countSteps(calls);
      const tools = Array.from(new Set(calls.map(({ toolId }) => toolId)));
      for (const toolId of tools) increment(runs, toolId);
      countOrder(tools.slice(0, orderedTools));
      countLinks(calls, execution.links);
    },
  };
}

const noCounts: ReadonlyMap<string, number> = new Map();
const noFollowers = (): CountedFollowers => ({ counts: new Map(), ends: 0 });
const noMap = <Value>(): Map<string, Value> => new Map();

function entry<Value>(map: Map<string, Value>, key: string, create: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = create();
    map.set(key, value);
  }
  return value;
}

function increment(counts: Counts, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function count(followers: CountedFollowers, next: string | undefined): void {
  if (next === undefined) followers.ends++;
  else increment(followers.counts, next);
}
