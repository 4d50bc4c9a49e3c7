import type { EngineState } from '../engine-state.js';
import { entry } from '../entry.js';
import { clausesOf } from '../retrieval/query-terms.js';
import type { RankedTool } from '../retrieval/rank-tools.js';
import type { PredictionQuery } from '../types.js';
import { type Amounts, toShares } from './evidence.js';
import { predictionSettings } from './prediction-settings.js';

const settings = predictionSettings;

/** What the words of an intent say about what comes next. */
export interface TextEvidence {
  /** How well a tool matches the whole intent, against the one that matches best; in (0, 1]. */
  readonly whole: Amounts;
  /** How well it matches what is still to come, in (0, 1]. */
  readonly toCome: Amounts;
  /** Both joined, for tools that have not run; they add up to 1. */
  readonly shares: Amounts;
  /** Probability that the tool is meant that matches the whole intent best, in [0, 1). */
  readonly best: number;
}

/**
 * How well the tools that have not run match the intent: the whole of it, and the part that is still to come. That
 * part begins with the clause that the last tool matches best; a tool counts there by its best clause, and later
 * clauses count less. Tools of the server in use get a fixed share of all.
 */
export function textEvidence(
  state: EngineState,
  { intent = '', embedding, executed, filter }: PredictionQuery,
): TextEvidence {
  const whole = state.isLeftOut('text')
    ? []
    : state.rank({ text: intent, embedding, filter, limit: settings.textCandidates });
  const highest = whole[0]?.match ?? 0;
  if (highest === 0) return { whole: new Map(), toCome: new Map(), shares: new Map(), best: 0 };

  const toCome = scoresToCome(state, { intent, executed, filter });
  const scores = new Map<string, number>();
  for (const { toolId, match } of whole) scores.set(toolId, ((1 - settings.clauseWeight) * match) / highest);
  for (const [toolId, score] of toCome) {
    scores.set(toolId, (scores.get(toolId) ?? 0) + 2 * settings.clauseWeight * score);
  }
  for (const toolId of executed) scores.delete(toolId);
  for (const [toolId, score] of scores) scores.set(toolId, score ** settings.textExponent);
  return {
    whole: amountsIn(whole).matches,
    toCome,
    shares: shareByServer(scores, state.catalogue, executed.at(-1) ?? ''),
    best: whole[0]!.score,
  };
}

function scoresToCome(state: EngineState, { intent = '', executed, filter }: PredictionQuery): Amounts {
  const scoresOf = (text: string) => amountsIn(state.rank({ text, filter, limit: settings.textCandidates })).coverages;
  const clauses = clausesOf(intent).slice(0, settings.clauses).map(scoresOf);
  const last = executed.at(-1) ?? '';
  const highest = Math.max(0, ...clauses.map((scores) => scores.get(last) ?? 0));
  const current = highest === 0 ? -1 : clauses.findIndex((scores) => scores.get(last) === highest);

  const best = new Map<string, number>();
  for (const [index, scores] of clauses.entries()) {
    if (index < current) continue;
    const decay = settings.clauseDecay ** (index === current ? 1 : index - current - 1);
    for (const [toolId, score] of scores) best.set(toolId, Math.max(best.get(toolId) ?? 0, decay * score));
  }
  return best;
}

interface RankedAmounts {
  /** Against the one that matches best. */
  readonly matches: Amounts;
  readonly coverages: Amounts;
}

const knownAmounts = new WeakMap<readonly RankedTool[], RankedAmounts>();

/** By tool; the same ranking comes before every step of a task. */
function amountsIn(ranked: readonly RankedTool[]): RankedAmounts {
  return entry(knownAmounts, ranked, () => {
    const highest = ranked[0]?.match ?? 0;
    return {
      matches: new Map(ranked.map(({ toolId, match }) => [toolId, match / highest])),
      coverages: new Map(ranked.map(({ toolId, coverage }) => [toolId, coverage])),
    };
  });
}

function shareByServer(scores: Amounts, catalogue: EngineState['catalogue'], last: string): Amounts {
  const server = catalogue.get(last)?.server;
  if (server === undefined) return toShares(scores);
  const same = new Map<string, number>();
  const others = new Map<string, number>();
  for (const [toolId, score] of scores) (catalogue.get(toolId)!.server === server ? same : others).set(toolId, score);
  if (same.size === 0 || others.size === 0) return toShares(scores);
  return new Map([
    ...scaled(toShares(same), settings.serverStay),
    ...scaled(toShares(others), 1 - settings.serverStay),
  ]);
}

function scaled(amounts: Amounts, factor: number): [toolId: string, amount: number][] {
  return Array.from(amounts, ([toolId, amount]) => [toolId, factor * amount]);
}
