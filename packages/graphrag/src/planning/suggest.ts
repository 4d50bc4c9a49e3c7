import type { EngineState } from '../engine-state.js';
import { createVisibility } from '../prediction/visibility.js';
import { whyNothing } from '../retrieval/why-nothing.js';
import type { Suggestion, SuggestionQuery } from '../types.js';
import { draftAlternatives } from './alternatives.js';
import { confidenceOf, modeOf } from './confidence.js';
import { type Draft, draftPlan } from './draft.js';
import { readMentions } from './mentions.js';
import { explain } from './rationale.js';
import { matchText } from './text-matches.js';
import { toDag } from './to-dag.js';
import { agreement, gatherVoters } from './voter.js';

/**
 * A plan for an intent. Each step has a probability, from the successful executions with the nearest intents and from
 * the words of the intent; the plan has the steps, and between them the edges, with the highest expected F1 (minimum
 * Bayes risk), and all that these require by declaration.
 */
export function suggest(state: EngineState, query: SuggestionQuery): Suggestion {
  const { intent, embedding, filter, maxTasks = 20 } = query;
  const isVisible = createVisibility(state, filter);
  const voters = gatherVoters(state, query, isVisible);
  const { succeeded } = voters;
  const evidence = {
    succeeded,
    textMatches: matchText(state, query, new Set()),
    mentions: readMentions(intent, state.tokenize, state.catalogue.get),
  };
  const draft = draftPlan(state, evidence, isVisible, maxTasks);
  if (draft.steps.length === 0) return abstain(whyNothing(state, { text: intent, embedding, filter }));

  const propose = ({ steps, edges, posteriors }: Draft) => ({
    dag: toDag(steps, edges, state),
    confidence: confidenceOf(steps, posteriors, voters),
  });
  const { dag, confidence } = propose(draft);
  const basis = succeeded.some(({ plan }) => agreement(plan.steps, draft.steps) > 0) ? 'executions' : 'search';
  const alternatives = draftAlternatives(state, query, evidence, draft, isVisible).map(propose);
  return {
    dag,
    confidence,
    mode: modeOf(confidence, dag, basis),
    basis,
    rationale: explain(draft.steps, voters, state),
    alternatives: alternatives.sort((a, b) => b.confidence - a.confidence),
  };
}

function abstain(reason: NonNullable<Suggestion['abstained']>['reason']): Suggestion {
  return {
    dag: { tasks: [] },
    confidence: 0,
    mode: 'explicit',
    basis: 'none',
    rationale: [],
    alternatives: [],
    abstained: { reason },
  };
}
