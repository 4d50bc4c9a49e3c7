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

/** Scales amounts so that they add up to 1; empty where they add up to 0. Sums in the order of the ids. */
export function toShares(amounts: Amounts): Amounts {
  const sorted = Array.from(amounts).sort(([a], [b]) => (a < b ? -1 : 1));
  const sum = sorted.reduce((total, [, amount]) => total + amount, 0);
  return sum > 0 ? new Map(sorted.map(([toolId, amount]) => [toolId, amount / sum])) : new Map();
}
