import type { ExperienceSettings } from './experience.js';
import type { SingledOutSettings } from './singled-out.js';

/** Constants of a logistic curve from how well a tool matches to how probable it is that it is meant. */
export interface Calibration {
  readonly intercept: number;
  /** Per unit of the match. */
  readonly match: number;
  /** Per unit of ln(1 + evidence); evidence is counted in words that single out one tool. */
  readonly evidence: number;
  /** Added to `match`, times the strongest vote: past executions bring matches that texts alone cannot reach. */
  readonly experience: number;
}

/** Every constant of the ranking of tools by text. One set for all catalogues and embedders. */
export interface RankingSettings {
  /** Words that single out one tool, matched by the best one, at which words and vectors weigh the same. */
  readonly balance: number;
  /** What a name that the intent says in full adds to the words' part, whose BM25F is 1 for the best tool. */
  readonly nameCoverage: number;
  /** What a name or id adds that the intent is; half of it among other words. Of `read_file` and `readFile` one is meant. */
  readonly nameWritten: number;
  /** What the name of the tool's server adds that the intent says in full. */
  readonly serverCoverage: number;
  /** How far of its way to 1 the highest cosine leads the mean of the others where vectors count in full without words. */
  readonly standingOut: number;
  /** What a tool gains when all other strong matches are of its server. */
  readonly siblings: number;
  /** What a tool gains that all past executions with this intent used. */
  readonly experienceGain: number;
  readonly experience: ExperienceSettings;
  /**
   * What is left of a tool that changes something where it is only asked to know something, and of one that is forbidden: of its
   * match by text, and of what past executions say for it.
   */
  readonly unwanted: { readonly text: number; readonly experience: number };
  readonly singledOut: SingledOutSettings;
  /** Words that single out one tool that a name which the intent is is worth as evidence for it, */
  readonly writtenEvidence: number;
  /** and the strongest vote of past executions. */
  readonly voteEvidence: number;
  readonly calibration: { readonly words: Calibration; readonly hybrid: Calibration };
  /** Where past executions put another tool first than the words: the log odds from which on they rise by less, and by how much. */
  readonly disputed: { readonly from: number; readonly slope: number };
  /** Where even the best tool is less probable than this, nothing is offered. */
  readonly abstainBelow: number;
}

/**
 * Chosen on the dev sides of eight public tool sets; see docs/decisions/2026-11-23-fusion-and-scores.md for the search,
 * what each constant is worth, and the calibration, fitted on seven sets and measured on the eighth.
 */
export const rankingSettings: RankingSettings = {
  balance: 1.6,
  nameCoverage: 0.2,
  nameWritten: 1,
  serverCoverage: 0.18,
  standingOut: 0.3,
  siblings: 0.1,
  experienceGain: 4,
  experience: {
    neighbours: 30,
    exponent: 2,
    half: 0.02,
    unlike: 0.2,
    alike: 0.3,
    agreement: 1.6,
    foreign: { share: 0.8, rival: 4, calledOff: 0.3 },
    halfLife: 90 * 86_400_000,
  },
  unwanted: { text: 0.85, experience: 0.5 },
  singledOut: { leastLead: 0.1, leastProbability: 0.2, clauses: 2, scale: 0.1 },
  writtenEvidence: 2,
  voteEvidence: 2,
  calibration: {
    words: { intercept: -8.73, match: 5.88, evidence: 2.22, experience: -4.27 },
    hybrid: { intercept: -9.95, match: 7.42, evidence: 2.2, experience: -5.47 },
  },
  disputed: { from: 1.3, slope: 0.1 },
  abstainBelow: 0.04,
};
