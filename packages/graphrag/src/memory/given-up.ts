import { entry } from '../entry.js';
import { toolsOf } from '../execution.js';
import { type Neighbour, sameness } from './freshness.js';
import { callsThatSucceeded, failedForGood, successfulCalls } from './successful-calls.js';

/** Neighbours by what became of them. */
export interface Outcomes {
  readonly succeeded: readonly Neighbour[];
  readonly failed: readonly Neighbour[];
}

/**
 * The examples, of which one that called a tool which fails by now counts less where it is known what is done instead. With f
 * the executions in which the tool failed for good since it last succeeded,
 *
 *     share = 2^(−f)   if an execution succeeded after the first of these that did not call the tool, but another that had no
 *                      part where it succeeded; else 1
 *
 * and the least of the shares of its tools. Only executions count that were asked for about the same (`sameness`). A failure for
 * which nobody has found another way leaves what is known as it is: that is the best there is. What has no time (`executedAt`
 * 0) came neither before nor after.
 */
export function withoutGivenUp(
  examples: readonly Neighbour[],
  outcomes: Outcomes,
  isVisible: (toolId: string) => boolean,
): readonly Neighbour[] {
  const failures = failuresOf(outcomes, isVisible);
  // Mostly none failed.
  if (failures.size === 0) return examples;
  return examples.map((example) => {
    const near = asNear(outcomes, example.similarity);
    const failedSince = successfulCalls(example.execution).map(({ toolId }) => {
      const times = failures.get(toolId)?.filter(({ similarity }) => similarity >= sameness * example.similarity);
      return times === undefined ? 0 : givenUpAfter(toolId, times, near, isVisible);
    });
    const most = Math.max(0, ...failedSince);
    return most === 0 ? example : { ...example, freshness: example.freshness * 2 ** -most };
  });
}

/** By tool, where it failed for good. What became of a hidden tool is nobody's business. */
function failuresOf(
  { succeeded, failed }: Outcomes,
  isVisible: (toolId: string) => boolean,
): ReadonlyMap<string, readonly Neighbour[]> {
  const failures = new Map<string, Neighbour[]>();
  for (const neighbour of [...succeeded, ...failed]) {
    if (neighbour.execution.executedAt === 0) continue;
    for (const toolId of failedForGood(neighbour.execution)) {
      if (isVisible(toolId)) entry(failures, toolId, (): Neighbour[] => []).push(neighbour);
    }
  }
  return failures;
}

function asNear({ succeeded, failed }: Outcomes, similarity: number): Outcomes {
  const near = (other: Neighbour) => other.similarity >= sameness * similarity;
  return { succeeded: succeeded.filter(near), failed: failed.filter(near) };
}

/** How many times the tool has failed since it last succeeded, 0 while nothing else is done instead. */
function givenUpAfter(
  toolId: string,
  failures: readonly Neighbour[],
  { succeeded, failed }: Outcomes,
  isVisible: (toolId: string) => boolean,
): number {
  let lastSuccess = 0;
  const companions = new Set<string>();
  for (const { execution } of [...succeeded, ...failed]) {
    const worked = callsThatSucceeded(execution);
    if (!worked.some((call) => call.toolId === toolId)) continue;
    lastSuccess = Math.max(lastSuccess, execution.executedAt);
    for (const call of worked) companions.add(call.toolId);
  }
  const since = failures.map(({ execution }) => execution.executedAt).filter((time) => time > lastSuccess);
  const first = Math.min(...since);
  const isReplaced = succeeded.some(({ execution }) => {
    const called = toolsOf(execution);
    const hasOther = () => Array.from(called).some((id) => isVisible(id) && !companions.has(id));
    return execution.executedAt > first && !called.has(toolId) && hasOther();
  });
  return isReplaced ? since.length : 0;
}
