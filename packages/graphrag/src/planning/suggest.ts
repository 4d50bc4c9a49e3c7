import type { EngineState } from '../engine-state.js';
import { createVisibility } from '../prediction/visibility.js';
import { whyNothing } from '../retrieval/why-nothing.js';
import type { Suggestion, SuggestionQuery } from '../types.js';
import { confidenceOf, modeOf } from './confidence.js';
import { type Draft, draftPlan } from './draft.js';
import { toolOf } from './plan.js';
import { planningSettings } from './planning-settings.js';
import { explain } from './rationale.js';
import { createSearchVoter } from './search-voter.js';
import { toDag } from './to-dag.js';
import { agreement, createVoter, gatherVoters, type Voter } from './voter.js';

/**
 * A plan for an intent: the consensus of the successful executions with the nearest intents and of what search finds,
 * which has a small vote of its own and is all there is where nothing like it ran.
 */
export function suggest(state: EngineState, query: SuggestionQuery): Suggestion {
  const { intent, embedding, filter, maxTasks = 20, alternatives: maxAlternatives = 2 } = query;
  const { succeeded, failed } = gatherVoters(state, query, createVisibility(state, filter));
  const search = createSearchVoter(state, query, new Set());
  const voters: readonly Voter[] = search === undefined ? succeeded : [...succeeded, search];
  const draft = draftPlan(state, voters, filter, maxTasks);
  if (draft.steps.length === 0) return abstain(whyNothing(state, { text: intent, embedding, filter }));

  const propose = ({ steps, edges }: Draft) => ({
    dag: toDag(steps, edges, state),
    confidence: confidenceOf(steps, voters, failed),
  });
  const { dag, confidence } = propose(draft);
  const alternatives: Draft[] = [];
  for (
    let next = findOther(state, query, voters, [draft]);
    next !== undefined && alternatives.length < maxAlternatives;
  ) {
    alternatives.push(next);
    next = findOther(state, query, voters, [draft, ...alternatives]);
  }
  return {
    dag,
    confidence,
    mode: modeOf(confidence, dag),
    basis: basisOf(draft, succeeded, search),
    rationale: explain(draft, { succeeded, failed }, search, state),
    alternatives: alternatives.map(propose),
  };
}

/**
 * The consensus of those who agree least with the drafts so far, and of what search finds beside them; undefined
 * where it is one of these again.
 */
function findOther(
  state: EngineState,
  query: SuggestionQuery,
  voters: readonly Voter[],
  drafts: readonly Draft[],
): Draft | undefined {
  const { filter, maxTasks = 20 } = query;
  const planned = new Set(drafts.flatMap(({ steps }) => steps.map(toolOf)));
  const search = createSearchVoter(state, query, planned);
  const others = voters
    .filter(({ isObserved }) => isObserved)
    .map((voter) => ({
      ...voter,
      weight: drafts.reduce((weight, { steps }) => weight * (1 - agreement(voter, steps)), voter.weight),
    }))
    .filter(({ weight }) => weight > 0);
  const draft = draftPlan(state, search === undefined ? others : [...others, search], filter, maxTasks);
  const asVoter = createVoter({ steps: draft.steps, edges: [] }, 1, false);
  const isKnown = drafts.some(({ steps }) => agreement(asVoter, steps) > planningSettings.sameness);
  return draft.steps.length === 0 || isKnown ? undefined : draft;
}

/** Where most of the votes for the plan come from. */
function basisOf({ steps }: Draft, succeeded: readonly Voter[], search: Voter | undefined): Suggestion['basis'] {
  const support = (voter: Voter) => voter.weight * agreement(voter, steps);
  const observed = succeeded.reduce((sum, voter) => sum + support(voter), 0);
  return observed > 0 && (search === undefined || observed >= support(search)) ? 'executions' : 'search';
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
