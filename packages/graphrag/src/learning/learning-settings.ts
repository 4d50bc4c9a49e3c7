/** Every constant of learning weights. One set for all histories; docs/decisions says how they were found. */
export const learningSettings = {
  /** Executions that are learned from at most. */
  sampledExecutions: 1_000,
  /** Every so manieth of them is predicted without all that did the same, of which there may be so many. */
  unheardOf: 3,
  mostTwins: 30,
  /** Lessons below which nothing is learned. */
  minimumLessons: 10,
  /** No weight leaves [−bound, bound]. */
  bound: 3,
  /** λ of the penalty λ/2 · |w|², and steps of Newton's method at most. */
  penalty: 10,
  maximumSteps: 25,
} as const;
