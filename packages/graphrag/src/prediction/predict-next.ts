import type { EngineState } from '../engine-state.js';
import { contributions } from '../learning/contributions.js';
import { asFarAsFamiliar, familiarityOf } from '../memory/familiarity.js';
import { createNearness } from '../memory/nearness.js';
import { TopRanked } from '../retrieval/top-ranked.js';
import type { Prediction, PredictionQuery } from '../types.js';
import { sumOf } from './evidence.js';
import { type FeatureSources, featureRows, logarithm, predictionFeatures } from './features.js';
import { climbLadder } from './ladder.js';
import type { Outcomes } from './mixture.js';
import { collectVotes } from './neighbour-votes.js';
import { predictionSettings } from './prediction-settings.js';
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
 */
export function predictNext(state: EngineState, query: PredictionQuery): Prediction {
  const { ladder, sources, familiarity, possible } = foresee(state, query);
  const { probabilities, explain, stop } = corrected(ladder, sources, asFarAsFamiliar(state, familiarity));
  const candidates = query.candidates && new Set(query.candidates);
  const best = new TopRanked<{ toolId: string; score: number; place: number }>(query.topK ?? 3);
  for (const [place, { toolId }] of ladder.tools.entries()) {
    const score = possible * probabilities[place]!;
    if (best.accepts(score) && (candidates?.has(toolId) ?? true)) best.add({ toolId, score, place });
  }
  return {
    predictions: best.best().map(({ toolId, score, place }) => ({
      toolId,
      probability: score,
      components: scaled(ladder.componentsOf(toolId), score / ladder.tools[place]!.probability),
      ...(query.explain && { explanation: explain(place) }),
    })),
    stop,
  };
}

/** What is known before anything that was learned about the evidence itself. */
export interface Foresight {
  readonly ladder: Outcomes;
  readonly sources: FeatureSources;
  /** See `familiarityOf`; 1 without an intent. */
  readonly familiarity: number;
  /** Probability that any tool is wanted at all. */
  readonly possible: number;
}

export function foresee(known: EngineState, query: PredictionQuery): Foresight {
  const { executed, intent, embedding, filter, context = [] } = query;
  const isVisible = createVisibility(known, filter);
  const state = stateFor(known, filter, isVisible);
  const { neighbours: count, alikeNeighbours: alike } = predictionSettings;
  const near =
    intent === undefined || state.isLeftOut('intents')
      ? []
      : createNearness(state, intent, isVisible).among(state.memory.nearest(intent, { count, alike }).succeeded);
  const votes = collectVotes(near, executed, isVisible);
  const text = textEvidence(state, query);
  const familiarity =
    intent === undefined ? 1 : familiarityOf({ text: intent, embedding, filter }, near, state, isVisible);
  return {
    ladder: climbLadder(state, query, { votes, text, familiarity }, isVisible),
    sources: { executed, votes, text, pairBacksOff: true },
    familiarity,
    possible: near.length + executed.length + context.length > 0 ? 1 : familiarity + (1 - familiarity) * text.best,
  };
}

/** The probabilities of the tools, in their order, and of the end. */
function corrected(
  ladder: Outcomes,
  sources: FeatureSources,
  state: EngineState,
): {
  readonly probabilities: ArrayLike<number>;
  readonly stop: number;
  /** What each kind of evidence added to the logit of a tool. */
  explain(place: number): Record<string, number>;
} {
  const weights = state.weights.prediction;
  if (weights === undefined || ladder.tools.length === 0) {
    return {
      probabilities: ladder.tools.map(({ probability }) => probability),
      stop: ladder.ends,
      explain: () => ({}),
    };
  }
  const rows = featureRows(state, sources, ladder);
  const { length } = weights;
  const logits = new Float64Array(ladder.tools.length + 1);
  let highest = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < logits.length; row++) {
    const probability = ladder.tools[row]?.probability ?? ladder.ends;
    // No weight makes possible what cannot be: an end before anything has run.
    let logit = probability === 0 ? Number.NEGATIVE_INFINITY : logarithm(probability);
    for (let place = 0; place < length; place++) logit += weights[place]! * rows[row * length + place]!;
    logits[row] = logit;
    highest = Math.max(highest, logit);
  }
  const amounts = logits.map((logit) => Math.exp(logit - highest));
  const sum = sumOf(amounts);
  const probabilities = amounts.map((amount) => amount / sum);
  return {
    probabilities,
    stop: probabilities[ladder.tools.length]!,
    explain: (place) => contributions(predictionFeatures, rows.subarray(place * length, (place + 1) * length), weights),
  };
}

function scaled(components: Readonly<Record<string, number>>, factor: number): Record<string, number> {
  return factor === 1
    ? components
    : Object.fromEntries(Object.entries(components).map(([name, amount]) => [name, factor * amount]));
}
