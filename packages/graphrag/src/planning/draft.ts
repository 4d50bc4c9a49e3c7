import type { EngineState } from '../engine-state.js';
import type { WeightedEdge } from '../graph/break-cycles.js';
import { declaredRequirements } from '../graph/declared-requirements.js';
import { createVisibility } from '../prediction/visibility.js';
import type { SuggestionQuery } from '../types.js';
import { chooseEdges } from './choose-edges.js';
import { type Mentions, readMentions } from './mentions.js';
import { mostExpected } from './most-expected.js';
import { orderSteps } from './order-steps.js';
import { type StepKey, stepKey, toolOf } from './plan.js';
import { createPrecedence } from './precedence.js';
import { type StepPosterior, stepPosteriors } from './step-posteriors.js';
import { matchText } from './text-matches.js';
import { gatherVoters, type Voter, type Voters } from './voter.js';

/** What a plan is drafted from. */
export interface Evidence {
  /** Successful executions near the intent. */
  readonly succeeded: readonly Voter[];
  /** Probability, by the words of the intent, that the plan has a tool. */
  readonly textMatches: ReadonlyMap<string, number>;
  /** Where the intent speaks of which tool. */
  readonly mentions: Mentions;
}

/** A plan before it is written as tasks: its steps in order, and acyclic edges between them. */
export interface Draft {
  readonly steps: readonly StepKey[];
  readonly edges: readonly WeightedEdge[];
  readonly posteriors: readonly StepPosterior[];
}

/** The plan for an intent, and what it was drafted from. */
export function draftFor(
  state: EngineState,
  query: SuggestionQuery,
  isVisible = createVisibility(state, query.filter),
): { readonly draft: Draft; readonly evidence: Evidence; readonly voters: Voters } {
  const voters = gatherVoters(state, query, isVisible);
  const { succeeded } = voters;
  const evidence = {
    succeeded,
    textMatches: matchText(state, query, new Set()),
    mentions: readMentions(state.isLeftOut('mentions') ? '' : query.intent, state.tokenize, state.catalogue.get),
  };
  return { draft: draftPlan(state, evidence, isVisible, query.maxTasks ?? 20), evidence, voters };
}

/** The steps with the highest expected F1, closed under declared edges as far as `maxTasks` lets. */
export function draftPlan(
  { graph, habits, weights }: EngineState,
  { succeeded, textMatches, mentions }: Evidence,
  isVisible: (toolId: string) => boolean,
  maxTasks: number,
): Draft {
  const posteriors = stepPosteriors(succeeded, textMatches, weights.steps);
  const expectedSize = posteriors.reduce((sum, { probability }) => sum + probability, 0);
  const chosen = new Set(mostExpected(posteriors, expectedSize, maxTasks).map(({ step }) => step));
  for (const step of chosen) {
    for (const toolId of declaredRequirements(toolOf(step), graph, isVisible)) {
      if (chosen.size < maxTasks) chosen.add(stepKey(toolId, 0));
    }
  }
  const comesFirst = createPrecedence(succeeded, habits, mentions);
  const steps = orderSteps(Array.from(chosen), comesFirst);
  return { steps, edges: chooseEdges(steps, succeeded, comesFirst, { graph, habits }), posteriors };
}
