import { entry } from '../entry.js';
import type { GraphAging } from '../graph/dependency-graph.js';
import { type Counts, noCounts } from './counts-by-row.js';
import { createHabits, type Followers, type Habits } from './habits.js';

/** Executions of this part of a half-life have one age, so that their counts are whole numbers. */
const partsOfHalfLife = 4;
/** Weights are whole multiples of 1 / grain, so that sums are exact: the order of arrival leaves no trace. */
const grain = 2 ** 10;

interface Weighted {
  readonly habits: Habits;
  readonly weight: number;
}

/**
 * Habits of which what is old counts less: half for every half-life. They age by what is newer, not by time that
 * passes, so that a pause costs nothing: what followed a tool ages against the newest that followed the same tool,
 * everything else against the newest execution. What has no time (`executedAt` 0) has no age. Free without a half-life.
 */
export function createAgingHabits({ halfLife, present }: GraphAging): Habits {
  if (halfLife === Infinity) return createHabits();
  const periodOf = (time: number) => (time === 0 ? Infinity : Math.floor((partsOfHalfLife * time) / halfLife));
  const periods = new Map<number, Habits>();
  /** By kind and tool. */
  let merged = new Map<string, Map<string, unknown>>();
  let mergedUpTo: number | undefined;

  function change(execution: Parameters<Habits['observe']>[0], how: 'observe' | 'forget'): void {
    const period = periodOf(execution.executedAt);
    const habits = periods.get(period) ?? createHabits();
    habits[how](execution);
    // What taught nothing must not make anything older.
    if (habits.executions > 0) periods.set(period, habits);
    else periods.delete(period);
    merged = new Map();
  }

  /** The periods of which something is known, by what they weigh. */
  function weigh(isKnown: (habits: Habits) => boolean): readonly Weighted[] {
    const known = Array.from(periods).filter(([, habits]) => isKnown(habits));
    const times = known.map(([period]) => period).filter(Number.isFinite);
    // What is dated later than the present must not make everything else old.
    const newest = Math.min(Math.max(...times), periodOf(present()));
    return known
      .map(([period, habits]) => ({ habits, weight: weightOf(newest - period) }))
      .filter(({ weight }) => weight > 0);
  }

  /** What was merged since the last change; the present moves in steps. */
  function once<Value>(kind: string, toolId: string, merge: () => Value): Value {
    const upTo = periodOf(present());
    if (upTo !== mergedUpTo) merged = new Map();
    mergedUpTo = upTo;
    const ofKind = entry(merged, kind, () => new Map<string, unknown>());
    if (!ofKind.has(toolId)) ofKind.set(toolId, merge());
    return ofKind.get(toolId) as Value;
  }

  const all = () => once('all', '', () => weigh(() => true));
  const total = (name: 'steps' | 'repeats' | 'selfRepeats' | 'linkedSteps' | 'executions') =>
    once(name, '', () => all().reduce((sum, { habits, weight }) => sum + weight * habits[name], 0));
  const sumOfCounts = (kind: string, toolId: string, countsOf: (habits: Habits) => ReadonlyMap<string, number>) =>
    once(kind, toolId, () => {
      const sums: Counts = new Map();
      for (const { habits, weight } of all()) addCounts(sums, countsOf(habits), weight);
      return sums.size === 0 ? noCounts : sums;
    });
  const sumOfFollowers = (kind: string, toolId: string, followersOf: (habits: Habits) => Followers | undefined) =>
    once(kind, toolId, () => {
      const known = weigh((habits) => followersOf(habits) !== undefined);
      if (known.length === 0) return undefined;
      const counts: Counts = new Map();
      let ends = 0;
      for (const { habits, weight } of known) {
        const followers = followersOf(habits)!;
        addCounts(counts, followers.counts, weight);
        ends += weight * followers.ends;
      }
      return { counts, ends };
    });

  return {
    get steps() {
      return total('steps');
    },
    get repeats() {
      return total('repeats');
    },
    get selfRepeats() {
      return total('selfRepeats');
    },
    get linkedSteps() {
      return total('linkedSteps');
    },
    get executions() {
      return total('executions');
    },
    get runs() {
      return sumOfCounts('runs', '', ({ runs }) => runs);
    },
    get repetitions() {
      return sumOfCounts('repetitions', '', ({ repetitions }) => repetitions);
    },
    followers: (toolId) => sumOfFollowers('followers', toolId, (habits) => habits.followers(toolId)),
    followersOfPair: (previous, toolId) =>
      sumOfFollowers(`after ${previous}`, toolId, (habits) => habits.followersOfPair(previous, toolId)),
    laterThan: (toolId) => sumOfCounts('later', toolId, (habits) => habits.laterThan(toolId)),
    neededBy: (toolId) => sumOfCounts('needed', toolId, (habits) => habits.neededBy(toolId)),
    placesOf: (toolId) =>
      once('places', toolId, () => {
        let [sum, count] = [0, 0];
        for (const { habits, weight } of all()) {
          const places = habits.placesOf(toolId);
          sum += weight * (places?.sum ?? 0);
          count += weight * (places?.count ?? 0);
        }
        return count === 0 ? undefined : { sum, count };
      }),
    meanPlace(toolId) {
      const places = this.placesOf(toolId);
      return places && places.sum / places.count;
    },
    observe: (execution) => change(execution, 'observe'),
    forget: (execution) => change(execution, 'forget'),
  };
}

function weightOf(periods: number): number {
  return periods > 0 ? Math.round(grain * 2 ** (-periods / partsOfHalfLife)) / grain : 1;
}

function addCounts(sums: Counts, counts: ReadonlyMap<string, number>, weight: number): void {
  for (const [key, count] of counts) sums.set(key, (sums.get(key) ?? 0) + weight * count);
}
