import type { EngineState } from '../engine-state.js';
import { contributions } from '../learning/contributions.js';
import { sumOf } from './evidence.js';
import { type FeatureSources, featureRows, logarithm, predictionFeatures } from './features.js';
import type { Outcomes } from './mixture.js';

/** What the ladder foresees, after what was learned of its evidence. */
export interface Corrected {
  /** Of the ladder's tools, in their order. */
  readonly probabilities: ArrayLike<number>;
  readonly stop: number;
  /** What each kind of evidence added to the logit of a tool. */
  explain(place: number): Record<string, number>;
}

/** The probabilities of the tools and of the end, corrected by the learned weights. */
export function corrected(ladder: Outcomes, sources: FeatureSources, state: EngineState): Corrected {
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
