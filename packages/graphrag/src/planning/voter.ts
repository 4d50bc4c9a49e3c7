import type { EngineState } from '../engine-state.js';
import type { ObservedExecution } from '../execution.js';
import { type Verdict, verdictOf } from '../feedback/verdict.js';
import { familiarityOf } from '../memory/familiarity.js';
import { failedForGood, successfulCalls } from '../memory/successful-calls.js';
import { intendedCalls } from './intended-calls.js';
import { findNear, voteOf } from './near-executions.js';
import { type Plan, planOf, type StepKey, stepsOf } from './plan.js';
import { mayPlan, type PlanQuery } from './plan-query.js';

/** The plan of a past execution, with its vote. */
export interface Voter {
  readonly plan: Plan;
  /** The highest of its votes. */
  readonly weight: number;
  /** For the whole intent, and for each of its clauses where it has any for one; by default the weight, for the whole. */
  readonly votes?: readonly number[] | undefined;
  /** Milliseconds since the epoch. */
  readonly executedAt: number;
  /** What its user made of the plan that had been proposed, if one had. */
  readonly verdict?: Verdict | undefined;
  /** Whether it ran a tool that is not there now, or hidden. */
  readonly isPartial?: boolean | undefined;
}

/** What succeeded in an execution. */
export interface PastPlan extends Voter {
  readonly id: string;
  readonly intent: string;
  readonly isPartial: boolean;
  /** Its tools that are in no catalogue any more, each once; none is named where a filter says who may see what. */
  readonly absent: readonly string[];
  /** Tools of its plan that failed in it for good. */
  readonly failed: ReadonlySet<string>;
  /** What ran, call by call, as far as it may be named. */
  readonly ran: readonly string[];
}

export interface Voters {
  /** Successful executions near the intent, nearest first. */
  readonly succeeded: readonly PastPlan[];
  /** Those in which what was proposed was declined: they vote for no step, and against those that were proposed. */
  readonly declined: readonly Voter[];
  /** What failed executions near the intent had tried, whether the single calls succeeded or not. */
  readonly failed: readonly Voter[];
  /** See `NearExecutions`. */
  readonly trust: number;
  /** See `familiarityOf`; 1 where an execution has a vote for a clause: it was asked for nearly that. */
  readonly familiarity: number;
}

/** The executions near an intent, with a vote that grows with their similarity and falls with their age. */
export function gatherVoters(state: EngineState, query: PlanQuery, isVisible: (toolId: string) => boolean): Voters {
  const { catalogue } = state;
  const { intent, embedding, filter } = query;
  const isPlanned = mayPlan(query, isVisible);
  const near = findNear(state, { intent, filter }, isVisible);
  const succeeded = near.decided.filter(({ execution }) => execution.tasks.length > 0);
  const declined = near.decided.filter(({ execution }) => execution.tasks.length === 0);
  const intended = intendedCalls(
    succeeded.map(({ execution }) => execution),
    isVisible,
  );
  return {
    trust: near.trust,
    succeeded: succeeded
      .map(({ execution, votes }) => {
        const { calls, failed } = intended(execution);
        const absent = filter === undefined ? absentTools(execution, catalogue) : [];
        // Of what is hidden it is not told whether it succeeded.
        const isHidden = filter !== undefined && execution.tasks.some(({ toolId }) => !isVisible(toolId));
        return {
          plan: planOf(execution, isPlanned, calls),
          failed,
          weight: Math.max(...votes),
          votes,
          executedAt: execution.executedAt,
          isPartial: absent.length > 0 || isHidden,
          absent,
          ran: namesOfCalls(execution, (id) => isVisible(id) || (filter === undefined && !catalogue.has(id))),
          id: execution.id,
          intent: execution.intent ?? '',
          verdict: verdictOf(execution),
        };
      })
      .filter(({ plan }) => plan.steps.length > 0),
    declined: declined.map(({ execution, votes }) => ({
      plan: { steps: [], edges: [] },
      weight: Math.max(...votes),
      votes,
      executedAt: execution.executedAt,
      verdict: verdictOf(execution),
    })),
    failed: near.failed.map(({ execution, ...neighbour }) => {
      const steps = stepsOf(execution.tasks.filter(({ toolId }) => isPlanned(toolId)));
      return { plan: { steps, edges: [] }, weight: voteOf(neighbour), executedAt: execution.executedAt };
    }),
    familiarity: succeeded.some(({ votes }) => votes.length > 1)
      ? 1
      : familiarityOf({ text: intent, embedding, filter }, succeeded, state, isVisible),
  };
}

/** Failures are named where nothing better came of the tool. */
function namesOfCalls(execution: ObservedExecution, mayBeNamed: (toolId: string) => boolean): readonly string[] {
  const failed = failedForGood(execution);
  return execution.tasks
    .filter(({ toolId, success }) => mayBeNamed(toolId) && (success || failed.has(toolId)))
    .map(({ toolId, success }) => (success ? toolId : `${toolId} (which failed)`));
}

function absentTools(execution: ObservedExecution, catalogue: EngineState['catalogue']): readonly string[] {
  const tools = successfulCalls(execution).map(({ toolId }) => toolId);
  return Array.from(new Set(tools.filter((toolId) => !catalogue.has(toolId))));
}

/** The voter with a share of its votes. */
export function withShare(voter: Voter, share: number): Voter {
  return { ...voter, weight: share * voter.weight, votes: voter.votes?.map((vote) => share * vote) };
}

/** How far other plans have the same steps as one: 2·|A ∩ B| / (|A| + |B|). */
export function createAgreement(steps: readonly StepKey[]): (others: readonly StepKey[]) => number {
  const known = new Set(steps);
  return (others) => {
    const size = steps.length + others.length;
    let common = 0;
    for (const step of others) if (known.has(step)) common++;
    return size === 0 ? 0 : (2 * common) / size;
  };
}
