import type { ObservedExecution } from '../execution.js';
import type { GraphAging } from '../graph/dependency-graph.js';

/** A past execution near an intent. */
export interface Neighbour {
  readonly execution: ObservedExecution;
  /** Share of the intent's information that the past intent covers, in [0, 1]. */
  readonly similarity: number;
  /** What its age leaves of its vote, in [0, 1]: 1 without a half-life. */
  readonly freshness: number;
}

/** An execution that is at least so near, against another, says the same thing anew. */
export const sameness = 0.7;
/** So many times as many neighbours are looked at, so that what is old does not keep out what is new. */
const looking = 4;

/** How many neighbours of which similarity are wanted. */
export interface Wanted {
  readonly count: number;
  /** As many as this of those that are as near as the nearest: an intent that is repeated says how often, not only what. */
  readonly alike: number;
}

/** How many neighbours it takes to choose from by `freshest`. */
export function poolFor({ count, alike }: Wanted, { halfLife }: Pick<GraphAging, 'halfLife'>): number {
  return Math.max(alike, halfLife === Infinity ? count : looking * count);
}

/**
 * The neighbours with the strongest votes, in their order, which is most similar first. One ages by what is newer and
 * about as near the intent, not by time that passes: what is done once a year stays known, what is done otherwise
 * today does not. With t the times, and s the similarities,
 *
 *     freshness = 2^(−(t' − t) / halfLife),   t' the latest time, up to the present, of those with s' ≥ sameness · s
 *
 * What has no time (`executedAt` 0) has no age.
 */
export function freshest(
  pool: readonly Omit<Neighbour, 'freshness'>[],
  { count, alike }: Wanted,
  { halfLife, present }: GraphAging,
): readonly Neighbour[] {
  const nearest = pool.slice(0, alike).filter(({ similarity }) => similarity === pool[0]!.similarity).length;
  const chosen = Math.max(count, nearest);
  if (halfLife === Infinity) return pool.slice(0, chosen).map((neighbour) => ({ ...neighbour, freshness: 1 }));
  const now = present();
  let latest = 0;
  let near = 0;
  const aged = pool.map(({ similarity, execution: { executedAt } }) => {
    for (; near < pool.length && pool[near]!.similarity >= sameness * similarity; near++) {
      latest = Math.max(latest, Math.min(now, pool[near]!.execution.executedAt));
    }
    const age = executedAt === 0 ? 0 : latest - executedAt;
    const freshness = age > 0 ? 2 ** (-age / halfLife) : 1;
    return { freshness, strength: similarity * Math.sqrt(freshness) };
  });
  return Array.from(aged.keys())
    .sort((a, b) => aged[b]!.strength - aged[a]!.strength || a - b)
    .slice(0, chosen)
    .sort((a, b) => a - b)
    .map((place) => {
      const { execution, similarity } = pool[place]!;
      return { execution, similarity, freshness: aged[place]!.freshness };
    });
}
