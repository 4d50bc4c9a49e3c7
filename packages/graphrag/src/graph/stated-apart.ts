import { entry } from '../entry.js';

/** That the task at position `to` needs the one at `from`, as the caller said. */
interface StatedNeed {
  readonly from: number;
  readonly to: number;
}

/**
 * Whether the caller's words say of two tasks, the first of them listed before the second, that neither needs the other: who says
 * what a task needs says that it needs nothing else, and who joins two says that they stand side by side. Where nothing is said of
 * the second, nothing is: many say of some tasks only what they need.
 */
export function createStatedApart(needs: Iterable<StatedNeed>): (first: number, second: number) => boolean {
  const neededBy = new Map<number, Set<number>>();
  const needing = new Map<number, Set<number>>();
  for (const { from, to } of needs) {
    entry(neededBy, to, () => new Set<number>()).add(from);
    entry(needing, from, () => new Set<number>()).add(to);
  }
  return (first, second) => {
    const needed = neededBy.get(second);
    if (needed !== undefined) return !needed.has(first);
    const [joined, others] = [needing.get(first), needing.get(second)];
    if (joined === undefined || others === undefined) return false;
    for (const task of joined) if (others.has(task)) return true;
    return false;
  };
}
