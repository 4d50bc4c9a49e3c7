import type { EngineState } from '../engine-state.js';
import { asFarAsFamiliar, familiarityOf } from '../memory/familiarity.js';
import type { Neighbour } from '../memory/memory.js';
import { createNearness } from '../memory/nearness.js';
import { type Ranked, TopRanked } from '../retrieval/top-ranked.js';
import type { Prediction, PredictionQuery } from '../types.js';
import { type Corrected, corrected } from './corrected.js';
import type { Amounts } from './evidence.js';
import type { FeatureSources } from './features.js';
import { climbLadder } from './ladder.js';
import { leftOfRejected } from './left-of-rejected.js';
import type { Outcomes } from './mixture.js';
import { needsFirst } from './needs-first.js';
import { collectVotes } from './neighbour-votes.js';
import { predictionSettings } from './prediction-settings.js';
import { nothingLeft, saidNotDone } from './said-not-done.js';
import { type Settled, settle } from './settle.js';
import { sinceChange } from './since-change.js';
import { textEvidence } from './text-evidence.js';
import { createVisibility, stateFor } from './visibility.js';

/**
 * Which tool runs next: the ladder of evidence, corrected by what the user's own history taught about each kind of it.
 * With P the ladder's probability of a tool, x its features and w the learned weights, 0 before anything is learned,
 *
 *     P'(tool) ∝ P(tool) · exp(w · x(tool))
 *
 * The end of the execution is an outcome of its own, so the probabilities of the tools add up to at most 1. Before the
 * first call it is none: an execution has at least one. What is wanted then may be nothing that the tools can do: where no past
 * intent shares a word with it, they add up to f + (1 − f) · s, with f its familiarity and s the probability that the tool
 * is meant which matches it best.
 *
 * What has to run before a tool, and has not, has its probability first (`needsFirst`). Where more was said than is done, the end
 * gives its share of that to the tools which this would begin with (`saidNotDone`); and what users near the intent deleted from plans
 * gives all other outcomes, in proportion, what it loses (`leftOfRejected`), as does what the intent forbids, which is no outcome: where
 * it would be the most probable one, what comes after it is foreseen (`pastRefused`).
 */
export function predictNext(known: EngineState, spoken: PredictionQuery): Prediction {
  const { intent, filter } = spoken;
  const { asked, refused } =
    intent === undefined ? { asked: intent, refused: nothingRefused } : known.catalogue.wishOf(intent, filter);
  const isVisible = createVisibility(known, filter);
  const state = stateFor(known, filter, isVisible);
  const { query, foresight, learned } = pastRefused(state, { ...spoken, intent: asked }, refused, isVisible);
  const { ladder, near, possible } = foresight;
  const isBeginning = query.executed.length === 0;
  const isNothingAsked = !isBeginning && learned.stop < predictionSettings.leastEnd;
  const toDo = isNothingAsked ? nothingLeft : saidNotDone(state, query, near, isVisible);
  const needs = needsFirst(state, query, ladder, learned.probabilities, isVisible);
  const forbidden = withoutNeeded(refused, query, state);
  const left = withoutForbidden(leftOfRejected(state, query, near, isVisible), forbidden);
  const settled = settle(ladder, learned, toDo, needs, left, isBeginning);
  const candidates = query.candidates && new Set(query.candidates);
  const best = new TopRanked<Scored>(query.topK ?? 3);
  const offer = (toolId: string, probability: number, place: number | undefined) => {
    const score = possible * settled.of(toolId, probability);
    if (forbidden.has(toolId)) return;
    if (best.accepts(score) && (candidates?.has(toolId) ?? true)) best.add({ toolId, score, place });
  };
  for (const [place, { toolId }] of ladder.tools.entries()) offer(toolId, learned.probabilities[place]!, place);
  for (const toolId of settled.unforeseen) offer(toolId, 0, undefined);
  return {
    predictions: best.best().map((scored) => ({
      toolId: scored.toolId,
      probability: scored.score,
      components: componentsOf(scored, settled, possible, ladder),
      ...(query.explain && { explanation: scored.place === undefined ? {} : learned.explain(scored.place) }),
    })),
    stop: settled.stop,
  };
}

interface Scored extends Ranked {
  /** Its place among the ladder's tools; undefined where that does not foresee it. */
  readonly place: number | undefined;
}

/** What is known before anything that was learned about the evidence itself. */
export interface Foresight {
  readonly ladder: Outcomes;
  readonly sources: FeatureSources;
  /** Successful executions near the intent, nearest first. */
  readonly near: readonly Neighbour[];
  /** See `familiarityOf`; 1 without an intent. */
  readonly familiarity: number;
  /** Probability that what is done for the intent has changed; see `sinceChange`. */
  readonly changed: number;
  /** Probability that any tool is wanted at all. */
  readonly possible: number;
}

/** `state` is that of `query.filter`; see `stateFor`. As it is now, or as it ever was: whatever came later is known too where lessons are made. */
export function foresee(
  state: EngineState,
  query: PredictionQuery,
  isVisible: (toolId: string) => boolean = createVisibility(state, query.filter),
  isPresent = true,
): Foresight {
  const { executed, intent, embedding, filter, context = [] } = query;
  const { neighbours: count, alikeNeighbours: alike } = predictionSettings;
  const near =
    intent === undefined || state.isLeftOut('intents')
      ? []
      : createNearness(state, intent, isVisible).among(state.memory.nearest(intent, { count, alike }).succeeded);
  const present = isPresent ? sinceChange(near, executed, isVisible) : { near, changed: 0 };
  const votes = collectVotes(present.near, executed, isVisible);
  const text = textEvidence(state, query);
  const familiarity =
    intent === undefined ? 1 : familiarityOf({ text: intent, embedding, filter }, near, state, isVisible);
  return {
    ladder: climbLadder(state, query, { votes, text, familiarity }, isVisible),
    sources: { executed, votes, text, pairBacksOff: true },
    near,
    familiarity,
    changed: present.changed,
    possible: near.length + executed.length + context.length > 0 ? 1 : familiarity + (1 - familiarity) * text.best,
  };
}

/** What is foreseen, and for which question. */
interface Looked {
  readonly query: PredictionQuery;
  readonly foresight: Foresight;
  readonly learned: Corrected;
}

const nothingRefused: ReadonlySet<string> = new Set();

/** Forbidden tools that are passed over one after the other, at most. */
const mostPassed = 8;

/** Where what the intent forbids would come next, what comes after it: others went on when they had done it. */
function pastRefused(
  state: EngineState,
  asked: PredictionQuery,
  refused: ReadonlySet<string>,
  isVisible: (toolId: string) => boolean,
): Looked {
  let query = asked;
  for (let passed = 0; ; passed++) {
    const foresight = foresee(state, query, isVisible);
    const { ladder, sources, familiarity, changed } = foresight;
    // What was learned of a habit holds no more for the next one.
    const learned = corrected(ladder, sources, asFarAsFamiliar(state, familiarity * (1 - changed)));
    const looked = { query, foresight, learned };
    // Before the first call the end is no outcome, and what comes after one may be the end.
    if (passed === Math.min(refused.size, mostPassed) || query.executed.length === 0) return looked;
    const most = Math.max(learned.stop, ...Array.from(learned.probabilities));
    const next = ladder.tools.find(({ toolId }, place) => learned.probabilities[place] === most && refused.has(toolId));
    // Once each: what is run again and again, and forbidden, leads nowhere.
    if (next === undefined || query.executed.slice(asked.executed.length).includes(next.toolId)) return looked;
    query = { ...query, executed: [...query.executed, next.toolId] };
  }
}

/** As in plans, what a tool that the words are about needs by declaration has to run all the same. */
function withoutNeeded(
  refused: ReadonlySet<string>,
  { intent = '', embedding, filter, executed }: PredictionQuery,
  { graph, rank }: Pick<EngineState, 'graph' | 'rank'>,
): ReadonlySet<string> {
  const needing = (toolId: string) =>
    graph.declaredSuccessors(toolId).filter(({ to, source }) => source !== 'hint' && !executed.includes(to));
  const withNeeding = Array.from(refused, (toolId) => ({ toolId, needing: needing(toolId) }));
  if (withNeeding.every((each) => each.needing.length === 0)) return refused;
  const { textCandidates, checkedTools } = predictionSettings;
  const meant = rank({ text: intent, embedding, filter, limit: textCandidates }).slice(0, checkedTools);
  const asked = new Set(meant.map(({ toolId }) => toolId).filter((toolId) => !refused.has(toolId)));
  return new Set(
    withNeeding.filter((each) => !each.needing.some(({ to }) => asked.has(to))).map(({ toolId }) => toolId),
  );
}

/** Nothing is left of what the intent forbids. */
function withoutForbidden(left: Amounts, forbidden: ReadonlySet<string>): Amounts {
  return forbidden.size === 0 ? left : new Map([...left, ...Array.from(forbidden, (toolId) => [toolId, 0] as const)]);
}

/**
 * The parts of a probability: those that the ladder has, as far as what was learned leaves them, what was said, and what others need
 * first.
 */
function componentsOf(
  { toolId, score, place }: Scored,
  settled: Settled,
  possible: number,
  ladder: Outcomes,
): Record<string, number> {
  const [said, needed] = [possible * settled.ofSaid(toolId), possible * settled.ofNeeds(toolId)];
  const ofLadder =
    place === undefined
      ? {}
      : scaled(ladder.componentsOf(toolId), (score - said - needed) / ladder.tools[place]!.probability);
  const components: Record<string, number> = { ...ofLadder };
  if (said > 0) components.neighbours = (components.neighbours ?? 0) + said;
  if (needed > 0) components.dependency = (components.dependency ?? 0) + needed;
  return components;
}

function scaled(components: Readonly<Record<string, number>>, factor: number): Record<string, number> {
  return factor === 1
    ? components
    : Object.fromEntries(Object.entries(components).map(([name, amount]) => [name, factor * amount]));
}
