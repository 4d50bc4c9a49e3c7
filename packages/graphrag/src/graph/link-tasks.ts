import type { TaskLink } from '../execution.js';
import { createStatedApart } from './stated-apart.js';

/** What is known about one call while its execution is taken in; tasks stand in topological order. */
export interface TaskEvidence {
  /** Positions of the tasks that the caller declared as prerequisites. */
  readonly dependsOn: readonly number[];
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly argumentValues: readonly string[];
  readonly outputValues: readonly string[];
}

/**
 * Finds the evidence between the tasks of one execution.
 *
 * - Data flow: every value has at most one origin, the task that first revealed it in its output, provided that no
 *   call had it in its arguments before: a value that the caller brought proves nothing. Tasks that use the value
 *   later depend on the origin.
 * - Sequence needs times: without them the order of a list says nothing. Overlapping calls prove nothing, nor do calls of which the
 *   caller says that neither needs the other (`createStatedApart`), unless a value went between them.
 */
export function linkTasks(tasks: readonly TaskEvidence[]): TaskLink[] {
  const links = new Map<number, { -readonly [Key in keyof TaskLink]: TaskLink[Key] }>();
  const link = (from: number, to: number, kind: 'dataFlow' | 'declared' | 'sequence') => {
    const place = to * tasks.length + from;
    const known = links.get(place) ?? { from, to, dataFlow: false, declared: false, sequence: false };
    known[kind] = true;
    links.set(place, known);
  };

  for (const [to, task] of tasks.entries()) for (const from of task.dependsOn) link(from, to, 'declared');
  for (const { from, to } of dataFlows(tasks)) link(from, to, 'dataFlow');
  const areStatedApart = createStatedApart(Array.from(links.values()).filter(({ declared }) => declared));
  for (const [from, to] of sequences(tasks)) {
    if (links.has(to * tasks.length + from) || !areStatedApart(from, to)) link(from, to, 'sequence');
  }
  return Array.from(links.values()).sort((a, b) => a.from - b.from || a.to - b.to);
}

/** A value that went from the output of one call into the arguments of a later one. */
export interface DataFlow {
  readonly from: number;
  readonly to: number;
  readonly value: string;
}

/** Every use of a value whose origin is another call. */
export function* dataFlows(tasks: readonly TaskEvidence[]): Generator<DataFlow> {
  /** Value → its origin, or `undefined` when it came from outside. */
  const origins = new Map<string, number | undefined>();
  for (const [position, task] of tasks.entries()) {
    for (const value of task.argumentValues) {
      if (!origins.has(value)) origins.set(value, undefined);
      const origin = origins.get(value);
      if (origin !== undefined && mayFollow(tasks[origin]!, task)) yield { from: origin, to: position, value };
    }
    for (const value of task.outputValues) if (!origins.has(value)) origins.set(value, position);
  }
}

/** False only when the times show that `later` had started before `earlier` ended. */
function mayFollow(earlier: TaskEvidence, later: TaskEvidence): boolean {
  return earlier.endedAt === undefined || later.startedAt === undefined || earlier.endedAt <= later.startedAt;
}

/** Pairs in which the second started after the first had ended, with no start of another call between the two. */
function* sequences(tasks: readonly TaskEvidence[]): Generator<readonly [from: number, to: number]> {
  for (let to = 0; to < tasks.length; to++) {
    const start = tasks[to]!.startedAt;
    if (start === undefined) continue;
    let latestStart = -Infinity;
    for (const { startedAt } of tasks) {
      if (startedAt !== undefined && startedAt < start && startedAt > latestStart) latestStart = startedAt;
    }
    for (let from = 0; from < tasks.length; from++) {
      const { startedAt, endedAt } = tasks[from]!;
      if (startedAt === undefined || endedAt === undefined || startedAt >= start || endedAt > start) continue;
      if (startedAt === latestStart || endedAt > latestStart) yield [from, to];
    }
  }
}
