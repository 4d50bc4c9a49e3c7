import type { ObservedExecution } from '../execution.js';
import { successfulCalls } from '../memory/successful-calls.js';
import { type StepKey, stepsOf } from '../planning/plan.js';

/** What became of a plan that had been proposed. */
export interface Verdict {
  /** Proposed, and ran with success. */
  readonly accepted: ReadonlySet<StepKey>;
  /** Proposed, and not even tried. */
  readonly rejected: ReadonlySet<StepKey>;
}

/**
 * What an execution says about the plan that had been proposed for it. Nothing where nothing was proposed, nor where
 * it failed: what did not run then may only not have had its turn. Where nothing ran, nothing can have failed: all of the plan
 * is rejected. A call that failed says neither yes nor no.
 */
export function verdictOf(execution: ObservedExecution): Verdict | undefined {
  const { proposed, success, tasks } = execution;
  if (proposed === undefined || (!success && tasks.length > 0)) return undefined;
  const succeeded = new Set(stepsOf(successfulCalls(execution)));
  const tried = new Set(stepsOf(tasks));
  const steps = stepsOf(proposed.map((toolId) => ({ toolId })));
  return {
    accepted: new Set(steps.filter((step) => succeeded.has(step))),
    rejected: new Set(steps.filter((step) => !tried.has(step))),
  };
}
