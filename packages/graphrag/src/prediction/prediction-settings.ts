/** Every constant of next-tool prediction. One set for all histories; docs/decisions says how they were found. */
export const predictionSettings = {
  /** Successful executions with the nearest intents that vote. */
  neighbours: 15,
  /** So many of those vote whose intent is as near as the nearest: what is rare among them must not vanish in between. */
  alikeNeighbours: 100,
  /** A neighbour's vote is its similarity to this power. */
  similarityExponent: 2,
  /** Share of its vote after the last tool that is left to a neighbour that called it less often than has been done by now. */
  shortVote: 0.25,
  /** Back-off of the neighbours' votes: pseudo-votes for what lies below them, a distinct follower. */
  neighbourBackOff: 0.2,
  /** The same for what followed the last two tools, in observations. */
  pairBackOff: 20,
  /** The same for what followed the last tool. */
  toolBackOff: 10,

  /**
   * Likeness to an intent, or to a clause of it, from which on an execution was asked for that: of two words and a name, the
   * name differs. A plan asks for more, since it has a task too many where this is wrong.
   */
  clauseLikeness: 0.5,
  /** Vote of what nobody knows beside the votes for a clause: one execution that was asked for the like proves little. */
  unknownClauseVote: 1,
  /** Probability of the end below which nobody asks what is left to be done. */
  leastEnd: 0.01,

  /** Probability in advance that what near executions do has changed since the oldest of them. */
  habitChange: 0.2,
  /** So many executions are a habit: one that does otherwise is none. */
  leastHabit: 3,

  /** Shares of what lies below all counts; where one has nothing to say, the others take its place. */
  base: {
    /** Tools of the neighbours that have not run. */
    remaining: 0.3,
    /** Tools that match the intent. */
    text: 0.65,
    /** Tools that declared edges lead to. */
    dependency: 0.1,
    /** Tools that the graph leads to from others in use. */
    context: 0.1,
    /** Tools by how often they ran, where nothing else has anything to say: next to nothing. */
    popularity: 0.3,
  },

  /** Best matching tools that are looked at for what they need first. */
  checkedTools: 5,
  /**
   * The same of the most probable ones; probability of a need that nobody declared from which on it counts; and what has to run first
   * without anything else that speaks for it. Needs of needs are followed up to so many tools.
   */
  needs: { checkedTools: 5, sureNeed: 0.9, floor: 0.01, mostNeeds: 30 },
  /** Text scores count to this power. */
  textExponent: 4,
  /** Weight of the clauses of the intent that are still to come, against the whole intent. */
  clauseWeight: 0.5,
  /** Clauses that are read. */
  clauses: 8,
  /** A clause counts this much less than the one before it. */
  clauseDecay: 0.7,
  /** Best matching tools of a text that are read. */
  textCandidates: 50,
  /** Share of the text's evidence for tools of the server in use. */
  serverStay: 0.7,

  /** A tool counts by this and the share of the neighbours that ran it: here a tool that all ran counts twice. */
  presenceFloor: 1,
  /** Rate of repeated tools at which a tool that has run counts half as much as a new one. */
  repeatHalf: 0.01,

  /** Calls that every history is taken to begin with; of these, how many ended an execution or repeated a tool. */
  priorCalls: 5,
  priorEnds: 1,
  priorRepeats: 0.2,
  /** Calls of a tool that repeat it as often as calls of any tool, beside those that it has. */
  priorRuns: 5,

  /** Steps of one execution that are learned from, and tools that are compared at each. */
  lessonSteps: 16,
  lessonTools: 30,
} as const;
