import { type ObservedExecution, toolsOf } from '../execution.js';
import type { ForeignWords } from '../retrieval/foreign-words.js';
import type { ToolFilter } from '../types.js';
import { type CalledOffSources, createCalledOff } from './called-off.js';

/** How much it counts that an intent speaks of something else. */
export interface ForeignDiscount {
  /** What a past intent loses of its likeness, the more so the less there is, where all words of the intent are of other tools. */
  readonly share: number;
  /** Exponent of what is left where another tool says more of the intent than any that ran. */
  readonly rival: number;
  /** What is left where the intent calls off what was done (`createCalledOff`). */
  readonly calledOff: number;
}

export interface ForeignSources {
  readonly catalogue: CalledOffSources['catalogue'] & {
    foreignTo(
      intent: string,
      filter: ToolFilter | undefined,
    ): (past: string, toolIds: readonly string[]) => ForeignWords;
  };
}

/**
 * How alike what was asked for before is to an intent, in [0, 1], when it counts what else that speaks of. With l how alike the
 * two are by their words, less where the one calls off what was done for the other, f and r the `share` and the `rival` of its
 * foreign words,
 *
 *     l' = l · (1 − share · f · (1 − l)) · (1 − r)^rival
 */
export function createForeignDiscount(
  { catalogue }: ForeignSources,
  intent: string,
  filter: ToolFilter | undefined,
  isVisible: (toolId: string) => boolean,
  discount: ForeignDiscount,
): (execution: ObservedExecution, likeness: number) => number {
  const foreignTo = catalogue.foreignTo(intent, filter);
  const isCalledOff = createCalledOff({ catalogue }, intent, isVisible);
  return (execution, plainLikeness) => {
    const likeness = isCalledOff(execution) ? discount.calledOff * plainLikeness : plainLikeness;
    const { share, rival } = foreignTo(execution.intent ?? '', Array.from(toolsOf(execution)).filter(isVisible));
    return likeness * (1 - discount.share * share * (1 - likeness)) * (1 - rival) ** discount.rival;
  };
}
