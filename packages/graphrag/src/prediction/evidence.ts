import type { Followers } from '../memory/habits.js';

/** Amounts a tool, ≥ 0. */
export type Amounts = ReadonlyMap<string, number>;

/** What followed, counted or voted for. */
export interface FollowerEvidence {
  readonly amounts: Amounts;
  /** Amount for: nothing followed. */
  readonly ends: number;
}

/** The amounts of permitted tools. */
export function visibleFollowers(
  followers: Followers | undefined,
  isVisible: (toolId: string) => boolean,
): FollowerEvidence {
  const amounts = new Map<string, number>();
  for (const [toolId, count] of followers?.counts ?? []) if (isVisible(toolId)) amounts.set(toolId, count);
  return { amounts, ends: followers?.ends ?? 0 };
}

/** Scales amounts so that they add up to 1; empty where they add up to 0. */
export function toShares(amounts: Amounts): Amounts {
  const sum = sumOf(amounts.values());
  return sum > 0 ? new Map(Array.from(amounts, ([toolId, amount]) => [toolId, amount / sum])) : new Map();
}

/** The sum in ascending order, so that the order in which the amounts come leaves no trace in its last digits. */
export function sumOf(amounts: Iterable<number> | Float64Array): number {
  const sorted = amounts instanceof Float64Array ? amounts.slice() : Float64Array.from(amounts);
  sorted.sort();
  let sum = 0;
  for (let place = 0; place < sorted.length; place++) sum += sorted[place]!;
  return sum;
}
