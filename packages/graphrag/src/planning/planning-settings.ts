/** Every constant of planning. One set for all histories; docs/decisions says how they were found. */
export const planningSettings = {
  /** Executions of each outcome with the nearest intents that take part. */
  neighbours: 10,
  /** A neighbour's vote is its similarity to this power. */
  similarityExponent: 2,
  /** Vote of what nobody knows: what lies near counts for less where it is little. */
  unknownVote: 0.05,
  /** Votes that count as much as one observation. */
  voteUnit: 0.05,

  /** Probability that the best match of the whole intent is right, at full score; half of it at score `half`. */
  wholeMatch: { probability: 0.8, half: 0.2 },
  /** The same for the best match of a clause. */
  clauseMatch: { probability: 0.25, half: 0.15 },
  /** Clauses that are read. */
  clauses: 8,

  /** Pseudo-observations of the order of two tools in the whole history, against the neighbours'. */
  orderPrior: 0.1,
  /** Pseudo-observations of their mean places, against the whole history. */
  placePrior: 1,
  /** How steeply a difference of mean places decides which tool comes first. */
  placeSteepness: 4,

  /** Pseudo-observations of an edge in the whole history, against the neighbours'. */
  edgePrior: 0.3,
  /** Pseudo-observations of what two successive tasks are worth without any, against the whole history. */
  adjacencyPrior: 3,
  /** Probability of an edge between successive tasks that never ran together, against the rate of linked steps. */
  adjacency: 0.2,
  /** What times alone are worth as proof of an edge, against data flow or a declaration. */
  sequenceWeight: 0.5,

  /** Pseudo-observations of how often anything fed an argument, against what went between the two calls. */
  bindingPrior: 1,
  /** From this probability on an argument is bound. */
  bindingThreshold: 0.7,

  /** Plans whose sets of tasks agree by more (F1) are the same plan. */
  sameness: 0.8,
  /** From here on a plan is proposed, and, where nothing is missing, run ahead. */
  thresholds: { suggestion: 0.5, speculative: 0.7 },
} as const;
