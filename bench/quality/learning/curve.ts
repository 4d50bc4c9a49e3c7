import { createRandom } from '../../random.js';

export interface CurvePoint {
  /** Executions that were learnt from. */
  readonly executions: number;
  readonly value: number;
}

export interface Curve {
  readonly system: string;
  /** By ascending executions, from 0 to all. */
  readonly points: readonly CurvePoint[];
}

/** How one measure grows with what was learnt, for every system on the same executions. */
export interface LearningCurves {
  readonly set: string;
  readonly split: string;
  readonly measure: string;
  /** Held-out steps or intents behind every point. */
  readonly units: number;
  readonly curves: readonly Curve[];
}

const sizes = [0, 30, 100, 300, 1000];

/** Numbers of executions to measure at: those of issue 5 that are fewer than there are, and all. */
export function curveSizes(all: number): number[] {
  return [...sizes.filter((size) => size < all), all];
}

/** An order in which executions arrive, as the data tells none: the same for one seed. (Fisher and Yates.) */
export function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const random = createRandom(seed);
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

/**
 * How many executions it takes to reach a value, linear between the measured points; Infinity where it is never
 * reached. A curve that falls below it again has reached it all the same.
 */
export function executionsToReach(points: readonly CurvePoint[], value: number): number {
  let before: CurvePoint | undefined;
  for (const point of points) {
    if (point.value >= value) {
      if (before === undefined) return point.executions;
      const share = (value - before.value) / (point.value - before.value);
      return before.executions + share * (point.executions - before.executions);
    }
    before = point;
  }
  return Number.POSITIVE_INFINITY;
}
