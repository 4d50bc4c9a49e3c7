import type { ObservedExecution } from '../execution.js';

/** The canonical order of executions: by time, then by id. */
export function compareExecutions(a: ObservedExecution, b: ObservedExecution): number {
  return a.executedAt - b.executedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

export function insertInOrder(sorted: ObservedExecution[], execution: ObservedExecution): void {
  const last = sorted.at(-1);
  // Mostly they come as they ran.
  if (last === undefined || compareExecutions(last, execution) < 0) sorted.push(execution);
  else sorted.splice(placeOf(sorted, execution), 0, execution);
}

/** Takes out one that is in. */
export function removeInOrder(sorted: ObservedExecution[], execution: ObservedExecution): void {
  sorted.splice(placeOf(sorted, execution), 1);
}

function placeOf(sorted: readonly ObservedExecution[], execution: ObservedExecution): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareExecutions(sorted[middle]!, execution) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
