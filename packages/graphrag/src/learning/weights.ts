/** Weights of kinds of evidence, fitted on the user's own history; undefined before there was enough of it. */
export interface LearnedWeights {
  /** By the place of the feature in `predictionFeatures`. */
  readonly prediction?: Float64Array | undefined;
  /** By the place in `stepFeatures`. */
  readonly steps?: Float64Array | undefined;
  /** By the place in `planFeatures`. */
  readonly plans?: Float64Array | undefined;
}

export const nothingLearned: LearnedWeights = {};

/** 0 is what was learned from nothing, 1 the weights as they are. */
export function scaledWeights(weights: LearnedWeights, factor: number): LearnedWeights {
  const scaled = (values: Float64Array | undefined) => values?.map((value) => factor * value);
  return { prediction: scaled(weights.prediction), steps: scaled(weights.steps), plans: scaled(weights.plans) };
}
