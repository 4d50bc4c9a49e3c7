import type { ObservedExecution } from '../execution.js';
import { type SuccessfulCall, successfulCalls } from '../memory/successful-calls.js';

type Call = Pick<SuccessfulCall, 'toolId' | 'position'>;

/**
 * The calls of which a past execution speaks as of a plan: those that succeeded. Where a tool failed for good that
 * succeeded in another of these executions, it was meant to succeed here too: its call is in, and what came after it
 * is out if it never came where the tool succeeded. A rollback belongs to no plan for a deployment.
 */
export function intendedCalls(
  executions: readonly ObservedExecution[],
): (execution: ObservedExecution) => readonly Call[] {
  /** Tools of the executions in which a tool succeeded, by that tool. */
  let companions: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  return (execution) => {
    const calls = successfulCalls(execution);
    if (calls.length === execution.tasks.length) return calls;
    companions ??= findCompanions(executions);
    const succeeded = new Set(calls.map(({ toolId }) => toolId));
    let intended: readonly Call[] = calls;
    for (const [position, { toolId }] of execution.tasks.entries()) {
      const usual = companions.get(toolId);
      if (succeeded.has(toolId) || usual === undefined) continue;
      succeeded.add(toolId);
      intended = [
        ...intended.filter((call) => call.position < position),
        { toolId, position },
        ...intended.filter((call) => call.position > position && usual.has(call.toolId)),
      ];
    }
    return intended;
  };
}

function findCompanions(executions: readonly ObservedExecution[]): ReadonlyMap<string, ReadonlySet<string>> {
  const companions = new Map<string, Set<string>>();
  for (const execution of executions) {
    const tools = successfulCalls(execution).map(({ toolId }) => toolId);
    for (const toolId of tools) {
      const known = companions.get(toolId) ?? new Set();
      companions.set(toolId, known);
      for (const other of tools) known.add(other);
    }
  }
  return companions;
}
