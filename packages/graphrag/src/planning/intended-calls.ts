import { entry } from '../entry.js';
import type { ObservedExecution } from '../execution.js';
import { type SuccessfulCall, successfulCalls } from '../memory/successful-calls.js';

/** The calls of which a past execution speaks as of a plan. */
export interface IntendedCalls {
  readonly calls: readonly Pick<SuccessfulCall, 'toolId' | 'position'>[];
  /** Tools of these calls that failed for good. */
  readonly failed: ReadonlySet<string>;
}

/**
 * Mostly the calls that succeeded. Where a tool failed for good that succeeded in as many of these executions as it failed in,
 * it was meant to succeed here too: its call is in, and what came after it is out if it never came where the tool
 * succeeded. A rollback belongs to no plan for a deployment; what is done every time that something fails does.
 */
export function intendedCalls(
  executions: readonly ObservedExecution[],
  isVisible: (toolId: string) => boolean,
): (execution: ObservedExecution) => IntendedCalls {
  let outcomes: ReadonlyMap<string, Outcomes> | undefined;
  return (execution) => {
    const succeeded = successfulCalls(execution);
    if (succeeded.length === execution.tasks.length) return { calls: succeeded, failed: new Set() };
    outcomes ??= outcomesIn(executions);
    const settled = new Set(succeeded.map(({ toolId }) => toolId));
    const failed = new Set<string>();
    let calls: IntendedCalls['calls'] = succeeded;
    for (const [position, { toolId }] of execution.tasks.entries()) {
      // What became of a hidden tool is nobody's business.
      if (settled.has(toolId) || !isVisible(toolId)) continue;
      settled.add(toolId);
      const { successes, failures, companions } = outcomes.get(toolId)!;
      if (successes < failures) continue;
      failed.add(toolId);
      calls = [
        ...calls.filter((call) => call.position < position),
        { toolId, position },
        ...calls.filter((call) => call.position > position && companions.has(call.toolId)),
      ];
    }
    return { calls, failed };
  };
}

/** What became of a tool in some executions. */
interface Outcomes {
  successes: number;
  failures: number;
  /** The tools of those in which it succeeded. */
  readonly companions: Set<string>;
}

function outcomesIn(executions: readonly ObservedExecution[]): ReadonlyMap<string, Outcomes> {
  const outcomes = new Map<string, Outcomes>();
  for (const execution of executions) {
    const succeeded = new Set(successfulCalls(execution).map(({ toolId }) => toolId));
    for (const toolId of new Set(execution.tasks.map((task) => task.toolId))) {
      const known = entry(outcomes, toolId, () => ({ successes: 0, failures: 0, companions: new Set<string>() }));
      if (succeeded.has(toolId)) {
        known.successes++;
        for (const other of succeeded) known.companions.add(other);
      } else known.failures++;
    }
  }
  return outcomes;
}
