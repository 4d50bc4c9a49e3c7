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
  if (followers === undefined) return { amounts: new Map(), ends: 0 };
  const { counts, ends } = followers;
  // Mostly all are, and then nothing is copied.
  let isAnyHidden = false;
  for (const toolId of counts.keys()) if (!isVisible(toolId)) isAnyHidden = true;
  return { amounts: isAnyHidden ? new Map(Array.from(counts).filter(([toolId]) => isVisible(toolId))) : counts, ends };
}

/** Scales amounts so that they add up to 1; empty where they add up to 0. */
export function toShares(amounts: Amounts): Amounts {
  const sum = sumOf(amounts.values());
  const shares = new Map<string, number>();
  if (sum > 0) for (const [toolId, amount] of amounts) shares.set(toolId, amount / sum);
  return shares;
}

/** The sum in ascending order, so that the order in which the amounts come leaves no trace in its last digits. */
export function sumOf(amounts: Iterable<number> | Float64Array): number {
  const sorted = amounts instanceof Float64Array ? amounts.slice() : Float64Array.from(amounts);
  sorted.sort();
  let sum = 0;
  for (let place = 0; place < sorted.length; place++) sum += sorted[place]!;
  return sum;
}
