import type { EngineState } from '../engine-state.js';
import type { SuggestionQuery } from '../types.js';
import { type Draft, draftPlan } from './draft.js';
import { toolOf } from './plan.js';
import { planningSettings } from './planning-settings.js';
import { matchText } from './text-matches.js';
import { agreement, type Voter } from './voter.js';

/**
 * Other plans, each really different from the first and from each other: drafted alike, but a vote counts the less
 * the more its plan agrees with those that are there, and the words are matched with other tools than these have.
 */
export function draftAlternatives(
  state: EngineState,
  query: SuggestionQuery,
  succeeded: readonly Voter[],
  first: Draft,
  isVisible: (toolId: string) => boolean,
): readonly Draft[] {
  const { alternatives: maximum = 2, maxTasks = 20 } = query;
  const drafts = [first];
  while (drafts.length <= maximum) {
    const dissenting = succeeded
      .map((voter) => ({ ...voter, weight: voter.weight * disagreement(voter, drafts) }))
      .filter(({ weight }) => weight > 0);
    const planned = new Set(drafts.flatMap(({ steps }) => steps.map(toolOf)));
    const textMatches = matchText(state, query, planned);
    const next = draftPlan(state, { succeeded: dissenting, textMatches }, isVisible, maxTasks);
    const isKnown = drafts.some(({ steps }) => agreement(steps, next.steps) > planningSettings.sameness);
    if (next.steps.length === 0 || isKnown) break;
    drafts.push(next);
  }
  return drafts.slice(1);
}

function disagreement({ plan }: Voter, drafts: readonly Draft[]): number {
  return drafts.reduce((product, { steps }) => product * (1 - agreement(plan.steps, steps)), 1);
}
