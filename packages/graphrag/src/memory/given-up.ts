import { type Neighbour, sameness } from './freshness.js';
import { callsThatSucceeded, failedForGood } from './successful-calls.js';

/** Neighbours by what became of them. */
export interface NeighboursByOutcome {
  readonly succeeded: readonly Neighbour[];
  readonly failed: readonly Neighbour[];
}

/** How tools did in an execution. */
interface Trial {
  readonly similarity: number;
  readonly executedAt: number;
  readonly success: boolean;
  readonly worked: ReadonlySet<string>;
  readonly failed: ReadonlySet<string>;
}

/**
 * The examples, of which one that called a tool which fails by now counts less where it is known what is done instead. With f
 * the executions in which the tool failed for good since it last succeeded,
 *
 *     share = 2^(−f)   if an execution succeeded after the first of these that did not call the tool, but another that had no
 *                      part where it succeeded; else 1
 *
 * and the least of the shares of its tools. Only executions count that were asked for about the same (`sameness`). A failure
 * for which nobody has found another way leaves what is known as it is: that is the best there is. What has no time
 * (`executedAt` 0) came neither before nor after.
 */
export function withoutGivenUp(
  examples: readonly Neighbour[],
  { succeeded, failed }: NeighboursByOutcome,
  isVisible: (toolId: string) => boolean,
): readonly Neighbour[] {
  const all = [...succeeded, ...failed];
  // Mostly none failed.
  if (all.every(({ execution }) => failedForGood(execution).size === 0)) return examples;
  const trials = all.map(toTrial);
  const failing = new Set(trials.flatMap(({ failed }) => Array.from(failed)));
  return examples.map((example) => {
    const near = trials.filter(({ similarity }) => similarity >= sameness * example.similarity);
    let most = 0;
    for (const toolId of new Set(callsThatSucceeded(example.execution).map((call) => call.toolId))) {
      // What became of a hidden tool is nobody's business.
      if (failing.has(toolId) && isVisible(toolId)) most = Math.max(most, givenUpAfter(toolId, near, isVisible));
    }
    return most === 0 ? example : { ...example, freshness: example.freshness * 2 ** -most };
  });
}

function toTrial({ execution, similarity }: Neighbour): Trial {
  const { executedAt, success } = execution;
  const worked = new Set(callsThatSucceeded(execution).map(({ toolId }) => toolId));
  return { similarity, executedAt, success, worked, failed: failedForGood(execution) };
}

/** How many times the tool has failed since it last succeeded, 0 while nothing else is done instead. */
function givenUpAfter(toolId: string, trials: readonly Trial[], isVisible: (toolId: string) => boolean): number {
  const good = trials.filter(({ worked }) => worked.has(toolId));
  const lastSuccess = Math.max(0, ...good.map(({ executedAt }) => executedAt));
  const since = trials.filter(({ failed, executedAt }) => failed.has(toolId) && executedAt > lastSuccess);
  const first = Math.min(...since.map(({ executedAt }) => executedAt));
  const companions = new Set(good.flatMap(({ worked }) => Array.from(worked)));
  const isReplaced = trials.some(({ success, executedAt, worked, failed }) => {
    if (!success || executedAt <= first || worked.has(toolId) || failed.has(toolId)) return false;
    return Array.from(worked).some((other) => isVisible(other) && !companions.has(other));
  });
  return isReplaced ? since.length : 0;
}
