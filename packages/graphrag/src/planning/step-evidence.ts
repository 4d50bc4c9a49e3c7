import { entry } from '../entry.js';
import type { Lead } from './lead.js';
import { repetitionOf, type StepKey, stepKey, toolOf } from './plan.js';
import { planningSettings } from './planning-settings.js';
import { createPresentShare, type PresentShare } from './present-share.js';
import type { Voter } from './voter.js';

/** A step before anything that was learned about the evidence itself, with the parts of its probability. */
export interface StepEvidence {
  readonly step: StepKey;
  readonly probability: number;
  /** Share of the votes that it has, in [0, 1). */
  readonly share: number;
  /** How well the words match it, in [0, 1]. */
  readonly match: number;
  /** How far the near executions agree with each other, in [0, 1). */
  readonly accord: number;
  /** Probability that whether near executions have it is another thing by now than it was, in [0, 1). */
  readonly changed: number;
}

const nobody: PresentShare = { share: 0, changed: 0 };

/** What speaks for steps. */
export interface StepWitnesses {
  /** Executions near the intent that succeeded, and those that declined what was proposed. */
  readonly voters: readonly Voter[];
  /** How far they were asked for the same; see `NearExecutions`. */
  readonly trust: number;
  /** The tool that the intent is about, where the executions did without it. */
  readonly lead?: Lead | undefined;
  /** Whether a tool changes something, where the intent only asks to know something; undefined where it asks for more. */
  readonly changes?: ((toolId: string) => boolean) | undefined;
  /** Probability, by the words of the intent, that the plan has a tool. */
  readonly textMatches: ReadonlyMap<string, number>;
}

/**
 * Probability of each step, in no order, by what speaks for it: either the executions near the intent say so or its words do. With v
 * the votes, t_c how far they are trusted, u the vote of the unknown and m the match of the words (of a tool's first call),
 *
 *     π(step) = 1 − (1 − max_c t_c · Σ_{i has step} v_ic / (Σ_i v_ic + u)) · (1 − m'(step))
 *
 * (for the whole intent as of now, see `createPresentShare`), over the whole intent and its clauses c, each of which may ask for
 * something else. The same executions vote for several of them, so that these are no independent witnesses.
 *
 * Near executions that agree explain the words away: they had words like these too, and did without the tool. With A
 * the agreement of two plans,
 *
 *     m'(step) = m(step) where any of them has the step, else m(step) · (1 − t² · Σ_ij v_i v_j A_ij / (Σ_i v_i + u)²)
 *
 * Where the intent is about a tool that they did without, t_c for the whole intent is less for a step that the tool is run
 * instead of; as it is for one that changes something where an intent only asks to know something.
 */
export function gatherStepEvidence({
  voters,
  trust,
  lead,
  changes,
  textMatches,
}: StepWitnesses): readonly StepEvidence[] {
  const votersOf = new Map<StepKey, Voter[]>();
  const totals: number[] = [];
  for (const voter of voters) {
    addVotes(totals, voter);
    for (const step of voter.plan.steps) entry(votersOf, step, () => [] as Voter[]).push(voter);
  }
  const { unknownVote, unknownClauseVote } = planningSettings;
  const { instead, accord: ofAccord } = planningSettings.lead;
  const trustIn = (step: StepKey) => {
    const tool = toolOf(step);
    const known = changes?.(tool) === true ? trust * planningSettings.changing : trust;
    return lead?.standsFor(tool) === true ? known * instead : known;
  };
  const agreed = lead === undefined ? trust : trust * ofAccord;
  const accord = (agreed ** 2 * sharedVotes(votersOf.values())) / (unknownVote + (totals[0] ?? 0)) ** 2;
  const matches = new Map(Array.from(textMatches, ([toolId, match]) => [stepKey(toolId, 0), match]));
  const ofWhole = voters.map((voter) => ({ ...voter, vote: votesOf(voter)[0]! }));
  const presentShareOf = createPresentShare(ofWhole, unknownVote);
  return Array.from(new Set([...votersOf.keys(), ...matches.keys()]), (step) => {
    const ofStep = votersOf.get(step);
    const having = new Set(ofStep);
    const present = ofStep === undefined ? nobody : presentShareOf((place) => having.has(voters[place]!));
    const votes: number[] = [];
    for (const voter of ofStep ?? []) addVotes(votes, voter);
    const shareOf = (sum: number, place: number) =>
      place === 0 ? trustIn(step) * present.share : sum / (unknownClauseVote + totals[place]!);
    const share = votes.reduce((most, sum, place) => Math.max(most, shareOf(sum, place)), 0);
    const match = matches.get(step) ?? 0;
    const probability = 1 - (1 - share) * (1 - match * (ofStep === undefined ? 1 - accord : 1));
    return { step, probability, share, match, accord, changed: present.changed };
  });
}

const votesOf = ({ votes, weight }: Voter) => votes ?? [weight];

function addVotes(sums: number[], voter: Voter): void {
  for (const [place, vote] of votesOf(voter).entries()) sums[place] = (sums[place] ?? 0) + vote;
}

/** Σ_ij v_i v_j A_ij of the votes for the whole intent, step by step: most steps have one voter. */
function sharedVotes(votersOfSteps: Iterable<readonly Voter[]>): number {
  let sum = 0;
  for (const voters of votersOfSteps) {
    for (const a of voters) {
      for (const b of voters) {
        sum += (2 * votesOf(a)[0]! * votesOf(b)[0]!) / (a.plan.steps.length + b.plan.steps.length);
      }
    }
  }
  return sum;
}

interface Ranked {
  readonly step: StepKey;
  readonly probability: number;
}

/** The first call of a tool comes before its second. */
export function byProbability(a: Ranked, b: Ranked): number {
  if (a.probability !== b.probability) return b.probability - a.probability;
  return repetitionOf(a.step) - repetitionOf(b.step) || (a.step < b.step ? -1 : 1);
}
