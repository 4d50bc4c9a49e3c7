import { predictionSettings } from '../prediction/prediction-settings.js';

/** Every constant of planning. One set for all histories; docs/decisions says how they were found. */
export const planningSettings = {
  /** Tasks of a plan at most, unless the caller says otherwise. */
  maxTasks: 20,
  /** Steps of which the tasks of a shorter plan are the first that can run. */
  consideredSteps: 100,
  /** Expected F1 of the steps of an alternative at least: what nothing speaks for is no plan. */
  leastAlternative: 0.05,
  /** Expected F1 at least of a plan for which search would find nothing by the words of the intent. */
  leastWithoutWords: 0.35,
  /** Executions of each outcome with the nearest intents that take part. */
  neighbours: 10,
  /** A neighbour's vote is its similarity to this power. */
  similarityExponent: 2,
  /** What a neighbour loses where another tool says more of the intent than any that it ran, or the intent calls off what it did. */
  foreign: { share: 0, rival: 1.5, calledOff: 0.6 },
  /**
   * A tool that the words single out, where no near execution ran it: the probability of its step,
   * and what is left of their trust for steps that it is run instead of, and for how they explain words away.
   */
  lead: { match: 0.7, instead: 0.2, accord: 0.3 },
  /** What is left of the trust in executions for a step that changes something, where it is only asked to know something. */
  changing: 0.3,
  /** Clauses of two words or more for which executions may have votes: of more, the outermost. */
  heardClauses: 16,
  /** Likeness to a clause of the intent from which an execution has a vote for the clause. */
  clauseLikeness: 0.6,
  /** Vote of what nobody knows: what lies near counts for less where it is little. */
  unknownVote: 0.06,
  /** The same beside the votes for a clause: one execution that was asked for the like proves little. */
  unknownClauseVote: predictionSettings.unknownClauseVote,
  /** Votes that count as much as one observation. */
  voteUnit: 0.05,

  /**
   * What the probability that search gives a tool is worth as that of a step: for the best match of the whole intent, and
   * for some others after it.
   */
  wholeMatch: { best: 0.8, further: 0.3, others: 2 },
  /** The same for the matches of a clause. */
  clauseMatch: { best: 0.5, further: 0, others: 0 },
  /** What a tool is worth as a step to which the graph leads from one in use, times how strongly it does. */
  contextMatch: 0.3,
  /** Share of the votes from which on plans with all steps but one are ways to do one thing. */
  rivalVotes: 0.5,
  /** Clauses that are read: of more, the outermost. */
  clauses: 8,
  /** Best matching tools that are asked for at least. */
  rankedTools: predictionSettings.textCandidates,

  /** What decides which of two tools comes first; weights of log odds. */
  order: {
    /** Of the whole history. */
    history: 0.5,
    /** Of the executions near the intent, and the votes that each order is given in advance. */
    near: 0.3,
    nearPrior: 0.3,
    /** Votes about two steps, among the near ones, from which on what is true in general counts for less than half. */
    general: 20,
    /** What a newer execution that is as near leaves of a vote for the other order. */
    superseded: 0.5,
    /** Of the difference of the tools' mean places. */
    place: 3.2,
    /** Of the order in which the intent speaks of them: in full from this distance and these words on. */
    mention: 2,
    fullDistance: 1 / 3,
    fullStrength: 5,
  },

  /** Pseudo-observations of an edge in the whole history, against the neighbours'. */
  edgePrior: 0.3,
  /** From this probability on that one step of a plan needs another it waits for it, however probable the two are. */
  sureLink: 0.9,
  /** Pseudo-observations of what two successive tasks are worth without any, against the whole history. */
  adjacencyPrior: 3,
  /** Probability of an edge between successive tasks that never ran together, against the rate of linked steps. */
  adjacency: 0.5,
  /** What times alone are worth as proof of an edge, against data flow or a declaration. */
  sequenceWeight: 0.5,

  /** Pseudo-observations of how often anything fed an argument, against what went between the two calls. */
  bindingPrior: 1,
  /** From this probability on an argument is bound. */
  bindingThreshold: 0.7,

  /** Log odds that a set of steps is exactly right, by the features of `planFeatures`. */
  exactSet: [0, 1, 0, 0, 0, -1.5],
  /** Steps of one execution that are learned from. */
  lessonSteps: 30,

  /** Share of the votes from which on a set of tools is a way of its own to do what is asked for. */
  wayVotes: 0.2,
  /** Other plans whose sets of tasks agree by more (F1) are the same plan. */
  sameness: 0.8,
  /**
   * From an expected F1 of `suggestion` on a plan is proposed, and from `speculative` on, where nothing is missing, run ahead. It is
   * asked about all the same below the confidence `exact`, with a task that may change something below the probability `change`,
   * from the share `incomplete` of executions on that had a tool which is not there now, and from so many failures since it
   * last succeeded.
   */
  thresholds: { suggestion: 0.5, exact: 0.05, change: 0.4, speculative: 0.7, incomplete: 0.5, failures: 3 },
} as const;
