import type { Workflow } from '../../data/data-set.js';
import type { NearestWorkflow } from './nearest-workflow.js';

/** Ranks tools for the place after the executed ones, best first. */
export type NextToolBaseline = (executed: readonly string[], intent: string | undefined) => readonly string[];

/** The tools by how often they ran. */
export function createPopularity(history: readonly Workflow[]): NextToolBaseline {
  const ranking = byCount(countTools(history));
  return () => ranking;
}

/** First-order Markov: what followed the last tool most often, then popularity. Failed runs count too. */
export function createMarkov(history: readonly Workflow[]): NextToolBaseline {
  const counts = countTools(history);
  const popular = byCount(counts);
  const followers = new Map<string, Map<string, number>>();
  for (const { tasks } of history) {
    for (const [index, { tool }] of tasks.slice(1).entries()) {
      const before = tasks[index]!.tool;
      const row = followers.get(before) ?? new Map<string, number>();
      followers.set(before, row.set(tool, (row.get(tool) ?? 0) + 1));
    }
  }
  return (executed) => {
    const row = followers.get(executed.at(-1) ?? '');
    return row === undefined ? popular : [...new Set([...byCount(row, counts), ...popular])];
  };
}

/** What came after the last tool in the nearest past workflow, then its tools that have not run, then popularity. */
export function createNearestCopyNext(history: readonly Workflow[], nearest: NearestWorkflow): NextToolBaseline {
  const popular = byCount(countTools(history));
  return (executed, intent) => {
    const tools = nearest(intent)?.tasks.map(({ tool }) => tool) ?? [];
    const after = tools.slice(tools.lastIndexOf(executed.at(-1) ?? '') + 1);
    return [...new Set([...after, ...tools.filter((tool) => !executed.includes(tool)), ...popular])];
  };
}

function countTools(history: readonly Workflow[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { tasks } of history) for (const { tool } of tasks) counts.set(tool, (counts.get(tool) ?? 0) + 1);
  return counts;
}

/** Keys by descending count, ties by the second count, then by id. */
function byCount(counts: ReadonlyMap<string, number>, ties: ReadonlyMap<string, number> = counts): string[] {
  const order = (id: string) => [counts.get(id) ?? 0, ties.get(id) ?? 0] as const;
  return [...counts.keys()].sort((left, right) => {
    const [a, b] = [order(left), order(right)];
    return b[0] - a[0] || b[1] - a[1] || (left < right ? -1 : 1);
  });
}
