import type { EngineState } from '../engine-state.js';
import type { SuggestionQuery } from '../types.js';

/** What is planned: the intent without what it forbids. */
export interface PlanQuery extends SuggestionQuery {
  /** The tools that its words forbid. */
  readonly refused: ReadonlySet<string>;
}

export function toPlanQuery({ catalogue }: Pick<EngineState, 'catalogue'>, query: SuggestionQuery): PlanQuery {
  const { asked, refused } = catalogue.wishOf(query.intent, query.filter);
  return { ...query, intent: asked, refused };
}

/** Whether a plan may have a tool. */
export function mayPlan({ refused }: PlanQuery, isVisible: (toolId: string) => boolean): (toolId: string) => boolean {
  return refused.size === 0 ? isVisible : (toolId) => !refused.has(toolId) && isVisible(toolId);
}
