import type { EngineState } from '../engine-state.js';
import { entry } from '../entry.js';
import type { ObservedExecution } from '../execution.js';
import { type HeardClause, hearClauses } from '../memory/heard-clauses.js';
import type { Neighbour } from '../memory/memory.js';
import { successfulCalls } from '../memory/successful-calls.js';
import type { PredictionQuery } from '../types.js';
import type { Amounts } from './evidence.js';
import { voteOf } from './neighbour-votes.js';
import { predictionSettings } from './prediction-settings.js';

/** What an intent with several clauses asks for and nobody has begun, and the tools that it would begin with. */
export interface SaidNotDone {
  /** By how probable it is that they are next where the execution would else end, or begin; they add up to `share`. */
  readonly first: Amounts;
  /** Probability that anything is left to be done, in [0, 1). */
  readonly share: number;
}

export const nothingLeft: SaidNotDone = { first: new Map(), share: 0 };

/**
 * Who was asked for one thing says that the execution ends when it is done, and not that nothing else was asked for. With V_c
 * the votes of those who were asked for clause c alone and v the vote of what nobody knows,
 *
 *     q_c = Σ_i v_ic · u_ic / (V_c + v)
 *
 * is the probability that clause c is still to be done: u_ic = 0 if all tools of i have run, else the least p_t over those that
 * have (1 if none), with p_t the greatest share of the votes for another clause whose executions ran tool t. What both jobs
 * begin with does not tell that the second has begun. With W the votes of those who were asked for nearly all of it, who know
 * where it ends, it does not end with
 *
 *     v / (W + v) · (1 − Π_c (1 − q_c))
 *
 * and goes on with the jobs in the order in which they are said. Before anything has run it begins with what those began with
 * who were asked for the first clause.
 */
export function saidNotDone(
  state: EngineState,
  { intent, executed }: PredictionQuery,
  near: readonly Neighbour[],
  isVisible: (toolId: string) => boolean,
): SaidNotDone {
  if (intent === undefined || state.isLeftOut('intents')) return nothingLeft;
  const clauses = hearClauses(state, intent, predictionSettings.clauses, isVisible);
  if (clauses.length === 0) return nothingLeft;
  const likenessToWhole = state.memory.likenessTo(intent);
  const jobs = clauses.map((clause) => jobOf(state, clause, likenessToWhole, isVisible));
  const hasRun = new Set(executed);
  const first = new Map<string, number>();
  let open = 1;
  // Of what is said after something that nobody was asked for it is not known whether that comes first.
  for (const job of executed.length === 0 ? jobs.slice(0, 1) : jobs) {
    const isOfOthers = (toolId: string) =>
      jobs.reduce((most, other) => (other === job ? most : Math.max(most, other.shareOf(toolId))), 0);
    let undone = 0;
    for (const { tools, share } of job.voters) {
      const begin = tools.find((toolId) => !hasRun.has(toolId));
      if (begin === undefined) continue;
      const left = tools.reduce(
        (least, toolId) => (hasRun.has(toolId) ? Math.min(least, isOfOthers(toolId)) : least),
        1,
      );
      if (left === 0) continue;
      first.set(begin, (first.get(begin) ?? 0) + open * share * left);
      undone += share * left;
    }
    open *= 1 - undone;
  }
  if (first.size === 0) return nothingLeft;
  const unknown = unknownBeside(near, clauses, likenessToWhole);
  for (const [toolId, amount] of first) first.set(toolId, unknown * amount);
  return { first, share: unknown * (1 - open) };
}

/** What those ran who were asked for a clause alone. */
interface Job {
  /** With their shares of the votes, which add up to less than 1: the rest is what nobody knows. */
  readonly voters: readonly { readonly tools: readonly string[]; readonly share: number }[];
  /** Of those that ran a tool. */
  shareOf(toolId: string): number;
}

type Likeness = (execution: ObservedExecution) => number;

function jobOf(
  { memory }: Pick<EngineState, 'memory'>,
  { clause, among }: HeardClause,
  likenessToWhole: Likeness,
  isVisible: (toolId: string) => boolean,
): Job {
  const { neighbours: count, clauseLikeness, unknownClauseVote } = predictionSettings;
  const heard = among(memory.nearest(clause, { count, alike: count }).succeeded, clauseLikeness)
    .filter(({ execution, similarity }) => similarity >= likenessToWhole(execution))
    .map((neighbour) => ({
      tools: successfulCalls(neighbour.execution).flatMap(({ toolId }) => (isVisible(toolId) ? [toolId] : [])),
      vote: voteOf(neighbour),
    }))
    .filter(({ tools }) => tools.length > 0);
  const votes = heard.reduce<number>((sum, { vote }) => sum + vote, unknownClauseVote);
  const voters = heard.map(({ tools, vote }) => ({ tools, share: vote / votes }));
  const shares = new Map<string, number>();
  for (const { tools, share } of voters) {
    for (const toolId of new Set(tools)) shares.set(toolId, (shares.get(toolId) ?? 0) + share);
  }
  return { voters, shareOf: (toolId) => shares.get(toolId) ?? 0 };
}

/** What those leave to what nobody knows who were asked for the whole, rather than for one of its clauses. */
function unknownBeside(near: readonly Neighbour[], clauses: readonly HeardClause[], likenessToWhole: Likeness): number {
  const { clauseLikeness, unknownClauseVote } = predictionSettings;
  /** By the past intent: most of those near one are the same. */
  const known = new Map<string | undefined, number>();
  const likenessOfAll = (execution: ObservedExecution) =>
    entry(known, execution.intent, () => {
      const likeness = likenessToWhole(execution);
      const isOfAll = likeness >= clauseLikeness && clauses.every((clause) => clause.likenessTo(execution) < likeness);
      return isOfAll ? likeness : 0;
    });
  const knowing = near.reduce(
    (sum, { execution, freshness }) => sum + voteOf({ similarity: likenessOfAll(execution), freshness }),
    0,
  );
  return unknownClauseVote / (unknownClauseVote + knowing);
}
