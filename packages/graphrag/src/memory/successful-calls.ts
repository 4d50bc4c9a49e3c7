import { entry } from '../entry.js';
import { type ObservedExecution, type TaskLink, toolsOf } from '../execution.js';
import { createStatedApart } from '../graph/stated-apart.js';

/** A call that teaches something: it succeeded, in an execution that succeeded. */
export interface SuccessfulCall {
  readonly toolId: string;
  /** Position in the execution's tasks. */
  readonly position: number;
  /** Position of the first of the calls that ran side by side with it; its own where it ran alone. */
  readonly side: number;
}

/** The calls of an execution from which order is learned; none where the execution failed. */
export function successfulCalls(execution: ObservedExecution): readonly SuccessfulCall[] {
  return execution.success ? callsThatSucceeded(execution) : [];
}

/** The calls that succeeded, whatever became of the execution. */
export function callsThatSucceeded({
  tasks,
  links,
}: Pick<ObservedExecution, 'tasks' | 'links'>): readonly SuccessfulCall[] {
  const calls: SuccessfulCall[] = [];
  let latestNeeded: readonly number[] | undefined;
  let side = 0;
  for (let position = 0; position < tasks.length; position++) {
    const { toolId, success, overlapsPrevious } = tasks[position]!;
    if (overlapsPrevious) latestNeeded ??= latestLinks(links);
    // What is known to follow one of them does, whatever the clocks say: they are rounded.
    if (!overlapsPrevious || (latestNeeded?.[position] ?? -1) >= side) side = position;
    if (success) calls.push({ toolId, position, side });
  }
  return calls;
}

/**
 * By position of a task, the position of the first of those that stand side by side with it: their calls overlapped, or
 * the caller says that neither needs the other. What is known to follow one of them does.
 */
export function besides({ tasks, links }: Pick<ObservedExecution, 'tasks' | 'links'>): readonly number[] {
  const latestNeeded = latestLinks(links);
  const areStatedApart = createStatedApart(links.filter(({ declared }) => declared));
  let first = 0;
  return tasks.map(({ overlapsPrevious }, position) => {
    const isBeside = overlapsPrevious === true || areStatedApart(position - 1, position);
    if (!isBeside || (latestNeeded[position] ?? -1) >= first) first = position;
    return first;
  });
}

/** By position of a task, the latest that it is known to follow. */
function latestLinks(links: readonly TaskLink[]): readonly number[] {
  const latest: number[] = [];
  for (const { from, to } of links) latest[to] = Math.max(latest[to] ?? 0, from);
  return latest;
}

/**
 * The calls in the order of their start, and where some ran side by side, with those turned round as well: neither order says
 * more than the other about what comes next.
 */
export function ordersOf(calls: readonly SuccessfulCall[]): readonly (readonly SuccessfulCall[])[] {
  // Mostly none did.
  if (calls.every(({ position, side }) => position === side)) return [calls];
  const sides = new Map<number, SuccessfulCall[]>();
  for (const call of calls) entry(sides, call.side, (): SuccessfulCall[] => []).push(call);
  return [calls, Array.from(sides.values()).flatMap((together) => together.reverse())];
}

const none: ReadonlySet<string> = new Set();

/** The tools of which a call failed and none succeeded, in the order of their first calls. */
export function failedForGood({ tasks }: Pick<ObservedExecution, 'tasks'>): ReadonlySet<string> {
  // Mostly none did.
  if (tasks.every(({ success }) => success)) return none;
  const failed = new Set(toolsOf({ tasks }));
  for (const { toolId, success } of tasks) if (success) failed.delete(toolId);
  return failed;
}
