import { entry } from '../entry.js';
import { type ObservedExecution, toolsOf } from '../execution.js';
import { failedForGood, type SuccessfulCall, successfulCalls } from '../memory/successful-calls.js';

/** The calls of which a past execution speaks as of a plan. */
export interface IntendedCalls {
  readonly calls: readonly Pick<SuccessfulCall, 'toolId' | 'position'>[];
  /** Tools of these calls that failed for good. */
  readonly failed: ReadonlySet<string>;
}

/**
 * Mostly the calls that succeeded, of executions that did. Where a tool failed for good that succeeded in as many of these
 * executions as it failed in, it was meant to succeed here too: its call is in, and what came after it is out if it never
 * came where the tool succeeded. A rollback belongs to no plan for a deployment; what is done every time that something
 * fails does.
 */
export function intendedCalls(
  executions: readonly ObservedExecution[],
  isVisible: (toolId: string) => boolean,
): (execution: ObservedExecution) => IntendedCalls {
  let outcomes: ReadonlyMap<string, Outcomes> | undefined;
  return (execution) => {
    let calls: IntendedCalls['calls'] = successfulCalls(execution);
    const failed = new Set<string>();
    for (const toolId of failedForGood(execution)) {
      // What became of a hidden tool is nobody's business.
      if (!isVisible(toolId)) continue;
      outcomes ??= outcomesIn(executions);
      const { successes, failures, companions } = outcomes.get(toolId)!;
      if (successes < failures) continue;
      failed.add(toolId);
      const position = execution.tasks.findIndex((task) => task.toolId === toolId);
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
  const outcomeOf = (toolId: string) =>
    entry(outcomes, toolId, () => ({ successes: 0, failures: 0, companions: new Set<string>() }));
  for (const execution of executions) {
    const failed = failedForGood(execution);
    const succeeded = Array.from(toolsOf(execution)).filter((toolId) => !failed.has(toolId));
    for (const toolId of failed) outcomeOf(toolId).failures++;
    for (const toolId of succeeded) {
      const known = outcomeOf(toolId);
      known.successes++;
      for (const other of succeeded) known.companions.add(other);
    }
  }
  return outcomes;
}
