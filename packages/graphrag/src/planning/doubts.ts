import type { EngineState } from '../engine-state.js';
import type { SuggestionQuery } from '../types.js';
import { type StepKey, toolOf } from './plan.js';
import { createAgreement, type Voter, type Voters } from './voter.js';

/** What speaks against running a plan, however sure it is what the plan is. */
export interface Doubts {
  /** Share of the votes for the plan by executions that ran tools which are not there now or hidden, in [0, 1]; 1 where one is required. */
  readonly incomplete: number;
  /** These tools, as far as they may be named, with the number of executions near the intent that ran them, and 0 for those only declared to be required. */
  readonly absent: ReadonlyMap<string, number>;
  /**
   * How many executions with tools of the plan have failed since the last one that succeeded, of those near the intent; one in
   * which a tool of the plan failed for good is one that failed. What was asked for nearly this need not have come far: it is
   * enough that most of what it called is the plan's.
   */
  readonly failedSince: number;
  /** Whether any has succeeded. */
  readonly hasSucceeded: boolean;
  /** Tools of the plan that got another contract since then: what their arguments were filled with need not fit any more. */
  readonly changed: readonly string[];
}

/** Plans that agree so far are taken for the same undertaking; and one that broke off, if so much of it is the plan's. */
const sameUndertaking = 0.5;
/** Share of the vote of the nearest execution that did the same from which on one was asked for the same thing. */
const sameIntent = 0.5;

/** Where a filter says who may see what, no tool is named that is not in the catalogue. */
export function doubtsAbout(
  steps: readonly StepKey[],
  { succeeded, failed }: Voters,
  { graph, catalogue }: Pick<EngineState, 'graph' | 'catalogue'>,
  { filter }: Pick<SuggestionQuery, 'filter'>,
): Doubts {
  const agreesWith = createAgreement(steps);
  const isSame = ({ plan }: Voter) => agreesWith(plan.steps) >= sameUndertaking;
  const required = filter === undefined ? steps.flatMap((step) => graph.absentRequirements(toolOf(step))) : [];
  const absent = new Map(required.map((toolId) => [toolId, 0]));
  const same = succeeded.filter(isSame);
  let [votes, incomplete, latest, nearest] = [0, 0, Number.NEGATIVE_INFINITY, 0];
  for (const voter of same) {
    votes += voter.weight;
    nearest = Math.max(nearest, voter.weight);
    if (voter.isPartial) incomplete += voter.weight;
    for (const toolId of voter.absent) absent.set(toolId, (absent.get(toolId) ?? 0) + 1);
    if (voter.failed.size === 0) latest = Math.max(latest, voter.executedAt);
  }
  const planned = new Set(steps.map(toolOf));
  const brokeOff = ({ plan, weight }: Voter) => {
    const called = Array.from(new Set(plan.steps.map(toolOf)));
    const ofPlan = called.filter((toolId) => planned.has(toolId)).length;
    return weight >= sameIntent * nearest && ofPlan > 0 && ofPlan >= sameUndertaking * called.length;
  };
  const inVain = failed.filter((voter) => isSame(voter) || brokeOff(voter));
  return {
    incomplete: required.length > 0 ? 1 : votes === 0 ? 0 : incomplete / votes,
    absent,
    hasSucceeded: Number.isFinite(latest),
    changed: Number.isFinite(latest)
      ? Array.from(planned).filter((toolId) => (catalogue.get(toolId)?.definedAt ?? Number.NEGATIVE_INFINITY) > latest)
      : [],
    failedSince: [...inVain, ...same.filter((voter) => voter.failed.size > 0)].filter(
      ({ executedAt }) => executedAt > latest,
    ).length,
  };
}
