import { predictionFeatures } from '../prediction/features.js';
import { learningSettings } from './learning-settings.js';

/** Weights of kinds of evidence, fitted on the user's own history; undefined before there was enough of it. */
export interface LearnedWeights {
  /** By the place of the feature in `predictionFeatures`. */
  readonly prediction: Float64Array | undefined;
}

export const nothingLearned: LearnedWeights = { prediction: undefined };

/** Weights by name, for those who keep them: `prediction.text` and the like. Empty where nothing was learned. */
export function nameWeights({ prediction }: LearnedWeights): Record<string, number> {
  if (prediction === undefined) return {};
  return Object.fromEntries(predictionFeatures.map((name, place) => [`prediction.${name}`, prediction[place]!]));
}

/** The inverse. Names that mean nothing to this version are passed over; no weight leaves its bounds. */
export function readWeights(named: Readonly<Record<string, number>>): LearnedWeights {
  const { bound } = learningSettings;
  const known = predictionFeatures.map((name) => named[`prediction.${name}`]);
  if (known.every((weight) => weight === undefined)) return nothingLearned;
  return { prediction: Float64Array.from(known, (weight = 0) => Math.max(-bound, Math.min(bound, weight))) };
}
