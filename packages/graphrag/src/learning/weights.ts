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
