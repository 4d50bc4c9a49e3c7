import { type ObservedExecution, toolsOf } from '../execution.js';

/** A call that teaches something: it succeeded, in an execution that succeeded. */
export interface SuccessfulCall {
  readonly toolId: string;
  /** Position in the execution's tasks. */
  readonly position: number;
  /** False for a call that overlapped the one before it. */
  readonly followsPrevious: boolean;
}

/** The calls of an execution from which order is learned; none where the execution failed. */
export function successfulCalls(execution: ObservedExecution): readonly SuccessfulCall[] {
  return execution.success ? callsThatSucceeded(execution) : [];
}

/** The calls that succeeded, whatever became of the execution. */
export function callsThatSucceeded({ tasks }: Pick<ObservedExecution, 'tasks'>): readonly SuccessfulCall[] {
  const calls: SuccessfulCall[] = [];
  for (let position = 0; position < tasks.length; position++) {
    const { toolId, success, overlapsPrevious } = tasks[position]!;
    if (success) calls.push({ toolId, position, followsPrevious: overlapsPrevious !== true });
  }
  return calls;
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
