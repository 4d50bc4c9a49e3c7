import type { EngineState } from '../engine-state.js';
import { withRequired } from './choose-steps.js';
import { expectedF1 } from './confidence.js';
import { type Draft, draftPlan, type Evidence } from './draft.js';
import { otherWays } from './other-ways.js';
import { toolOf } from './plan.js';
import type { PlanQuery } from './plan-query.js';
import { planningSettings } from './planning-settings.js';
import { stepPosteriors } from './step-posteriors.js';
import { matchText } from './text-matches.js';
import { createAgreement, type PastPlan, type Voter, withShare } from './voter.js';

/**
 * Other plans: what near executions ran instead (`otherWays`), then plans that are really different from all before: drafted
 * like the first, but a vote counts the less the more its plan agrees with those that are there, and the words are matched with
 * other tools than these have. What the words match second is right only where the first match is wrong.
 */
export function draftAlternatives(
  state: EngineState,
  query: PlanQuery,
  evidence: Evidence,
  succeeded: readonly PastPlan[],
  first: Draft,
): readonly Draft[] {
  const { alternatives: maximum = 2, maxTasks = planningSettings.maxTasks } = query;
  const { voters, requirementsOf } = evidence;
  const withPosteriors = (draft: Draft, textMatches: ReadonlyMap<string, number>): Draft => {
    const posteriors = stepPosteriors({ ...evidence, textMatches }, state.weights.steps);
    return { ...draft, posteriors: withRequired([...draft.steps, ...draft.further], posteriors, requirementsOf) };
  };
  const ways = otherWays(state, evidence, succeeded, first, maxTasks).slice(0, maximum);
  const drafts = [first, ...ways.map((way) => withPosteriors(way, evidence.textMatches))];
  const agreements = drafts.map(({ steps }) => createAgreement(steps));
  const disagreement = ({ plan }: Voter) =>
    agreements.reduce((product, agreesWith) => product * (1 - agreesWith(plan.steps)), 1);
  let matches = evidence.textMatches;
  while (drafts.length <= maximum) {
    const dissenting = voters.map((voter) => withShare(voter, disagreement(voter))).filter(({ weight }) => weight > 0);
    const planned = new Set([...query.refused, ...drafts.flatMap(({ steps }) => steps.map(toolOf))]);
    const textMatches = matchText(state, query, planned);
    const next = draftPlan(state, { ...evidence, voters: dissenting, lead: undefined, textMatches }, maxTasks);
    const isKnown = agreements.some((agreesWith) => agreesWith(next.steps) > planningSettings.sameness);
    if (next.steps.length === 0 || isKnown) break;
    const otherwise = 1 - Math.max(0, ...matches.values());
    matches = new Map([
      ...Array.from(textMatches, ([toolId, match]) => [toolId, otherwise * match] as const),
      ...matches,
    ]);
    agreements.push(createAgreement(next.steps));
    drafts.push(withPosteriors(next, matches));
  }
  return drafts.slice(1).filter((draft) => expectedF1(draft) >= planningSettings.leastAlternative);
}
