import type { EngineState } from '../engine-state.js';
import { asFarAsFamiliar } from '../memory/familiarity.js';
import { createVisibility, stateFor } from '../prediction/visibility.js';
import { rankingSettings } from '../retrieval/ranking-settings.js';
import { whyNothing } from '../retrieval/why-nothing.js';
import type { Suggestion, SuggestionQuery } from '../types.js';
import { draftAlternatives } from './alternatives.js';
import { stepSources } from './choose-steps.js';
import { expectedF1, leastProbable, modeOf } from './confidence.js';
import { type Doubts, doubtsAbout } from './doubts.js';
import { type Draft, draftPlan } from './draft.js';
import { gatherGone } from './gone-plans.js';
import { readMentions } from './mentions.js';
import { toPlanQuery } from './plan-query.js';
import { planningSettings } from './planning-settings.js';
import { explain, explainGone } from './rationale.js';
import { planRow, setProbability } from './set-features.js';
import { createReasons } from './task-reason.js';
import { toDag } from './to-dag.js';
import { createAgreement, gatherVoters } from './voter.js';

/**
 * A plan for an intent. Each step has a probability, from the successful executions with the nearest intents and from
 * the words of the intent; the plan has the steps, and between them the edges, with the highest expected F1 (minimum
 * Bayes risk), and all that these require by declaration.
 */
export function suggest(known: EngineState, spoken: SuggestionQuery): Suggestion {
  const query = toPlanQuery(known, spoken);
  const { intent, embedding, filter, maxTasks = planningSettings.maxTasks } = query;
  const isVisible = createVisibility(known, filter);
  const seen = stateFor(known, filter, isVisible);
  const voters = gatherVoters(seen, query, isVisible);
  const state = asFarAsFamiliar(seen, voters.familiarity);
  const { succeeded } = voters;
  const evidence = {
    ...stepSources(state, query, voters, isVisible),
    mentions: readMentions(state.isLeftOut('mentions') ? '' : intent, state.tokenize, state.catalogue.get),
  };
  const first = draftPlan(state, evidence, maxTasks);
  const gone = explainGone(gatherGone(seen, query), query);
  if (first.steps.length === 0) return abstain(whyNothing(state, { text: intent, embedding, filter }), gone);
  // Of a plan that is cut short, the part that somebody ran may come later.
  const whole = [...first.steps, ...first.further];
  const agreesWithFirst = createAgreement(whole);
  const basis = succeeded.some(({ plan }) => agreesWithFirst(plan.steps) > 0) ? 'executions' : 'search';
  // What its words do not speak for has to be likely by what was done: a name in common makes no undertaking.
  const isLikely =
    basis === 'executions' && expectedF1({ ...first, steps: whole }) >= planningSettings.leastWithoutWords;
  if (!isLikely && !isAnyMatchOffered(evidence.textMatches)) return abstain('low_confidence', gone);

  const doubtsOf = ({ steps }: Draft) => doubtsAbout(steps, voters, state, query);
  const propose = (draft: Draft, { incomplete }: Doubts) => ({
    dag: toDag(draft.steps, draft.edges, createReasons(draft, voters, state, query), state),
    // Without a tool that belongs to it no plan has exactly the right ones.
    confidence:
      (1 - incomplete) * Math.min(leastProbable(draft), setProbability(planRow(draft, voters), state.weights.plans)),
    expectedNodeF1: expectedF1(draft),
  });
  const doubts = doubtsOf(first);
  const { dag, confidence, expectedNodeF1 } = propose(first, doubts);
  const alternatives = draftAlternatives(state, query, evidence, succeeded, first).map((draft) =>
    propose(draft, doubtsOf(draft)),
  );
  return {
    dag,
    confidence,
    expectedNodeF1,
    mode: modeOf({ confidence, expectedNodeF1 }, dag, basis, doubts, state.catalogue.get),
    basis,
    rationale: [
      // Executions that ran none of its tools are no reason for it.
      ...explain(first, basis === 'executions' ? voters : { ...voters, succeeded: [] }, doubts, state, query),
      ...gone,
    ],
    alternatives: alternatives.sort((a, b) => b.confidence - a.confidence),
  };
}

/** Whether search would offer the best match too. */
function isAnyMatchOffered(textMatches: ReadonlyMap<string, number>): boolean {
  return Math.max(...textMatches.values()) >= planningSettings.wholeMatch.best * rankingSettings.abstainBelow;
}

function abstain(reason: NonNullable<Suggestion['abstained']>['reason'], rationale: readonly string[]): Suggestion {
  return {
    dag: { tasks: [] },
    confidence: 0,
    expectedNodeF1: 0,
    mode: 'explicit',
    basis: 'none',
    rationale,
    alternatives: [],
    abstained: { reason },
  };
}
