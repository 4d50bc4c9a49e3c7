import { logGamma } from '../graph/beta-quantile.js';
import { changePlaces } from '../memory/change-places.js';
import { predictionSettings } from '../prediction/prediction-settings.js';

/** A vote of an execution. */
export interface DatedVote {
  readonly vote: number;
  /** Milliseconds since the epoch; 0 where it is not known, which makes nothing older. */
  readonly executedAt: number;
  /** Of what is seen in part it is not known what it did not do. */
  readonly isPartial?: boolean | undefined;
}

export interface PresentShare {
  /** In [0, 1). */
  readonly share: number;
  /** Probability that it is another than it was, in [0, 1). */
  readonly changed: number;
}

/**
 * The share of the votes that something has by now. What near executions always did, and since a while do otherwise, is a
 * habit that changed, and no mean of the two. With c the probability of that in advance, spread over all times T between
 * two of them with enough on either side, and K the probability of a row of answers by Krichevsky and Trofimov (of one
 * rate, unknown), in which one counts by how alike it is, the nearest as 1,
 *
 *     P(T) ∝ c / |T| · K(before T) · K(since T),    P(no change) ∝ (1 − c) · K(all)
 *
 * it is the mean over these of Σ v that have it / (Σ v + u), of those since. What comes and goes by chance is no change: the odds
 * of one that nothing shows are less than in advance.
 */
export function createPresentShare(
  votes: readonly DatedVote[],
  unknownVote: number,
): (holds: (place: number) => boolean) => PresentShare {
  const { habitChange, leastHabit } = predictionSettings;
  const order = Array.from(votes.keys()).sort((a, b) => timeOf(votes[a]!) - timeOf(votes[b]!));
  const weights = order.map((place) => votes[place]!.vote);
  const heaviest = Math.max(...weights);
  const likenesses = weights.map((weight) => Math.sqrt(weight / heaviest));
  const [weightBefore, likenessBefore] = [sumsBefore(weights), sumsBefore(likenesses)];
  const totals = { weight: weightBefore.at(-1)!, likeness: likenessBefore.at(-1)! };
  /** Places in the order before which there may have been a change, with what is the same of each whatever is asked about. */
  const changes = changePlaces(
    order.map((place) => timeOf(votes[place]!)),
    leastHabit,
  ).map((place) => ({
    place,
    gammas: logGamma(likenessBefore[place]! + 1) + logGamma(totals.likeness - likenessBefore[place]! + 1),
  }));
  const gammaOfAll = logGamma(totals.likeness + 1);
  return (holds) => {
    const having = order.map(holds);
    const amountsBefore = (amounts: readonly number[]) =>
      sumsBefore(amounts.map((amount, place) => (having[place] ? amount : 0)));
    const weight = amountsBefore(weights);
    const ofAll = weight.at(-1)!;
    if (ofAll === 0) return { share: 0, changed: 0 };
    const shareOf = (of: number, among: number) => (of <= 0 ? 0 : of / (among + unknownVote));
    const share = shareOf(ofAll, totals.weight);
    if (changes.length === 0 || having.every(Boolean)) return { share, changed: 0 };
    const likeness = amountsBefore(likenesses);
    const alike = likeness.at(-1)!;
    const gammasOf = (of: number, among: number) => logGamma(of + 0.5) + logGamma(Math.max(0, among - of) + 0.5);
    const inAdvance = gammasOf(alike, totals.likeness) - gammaOfAll + logGammaOfHalves;
    let sum = 1 - habitChange;
    let mean = (1 - habitChange) * share;
    for (const { place, gammas } of changes) {
      const [before, among] = [likeness[place]!, likenessBefore[place]!];
      const evidence = gammasOf(before, among) + gammasOf(alike - before, totals.likeness - among) - gammas;
      const odds = (habitChange / changes.length) * Math.exp(Math.min(highestLog, evidence - inAdvance));
      sum += odds;
      mean += odds * shareOf(ofAll - weight[place]!, totals.weight - weightBefore[place]!);
    }
    return { share: mean / sum, changed: 1 - (1 - habitChange) / sum };
  };
}

/** Odds of which so many have a sum. */
const highestLog = 600;

/** ln (Γ(½) · Γ(½)), of which the evidence before and since a change has one more than that of all. */
const logGammaOfHalves = Math.log(Math.PI);

/** By place, the sum of what is before it; last, that of all. */
function sumsBefore(amounts: readonly number[]): readonly number[] {
  let sum = 0;
  return [0, ...amounts.map((amount) => (sum += amount))];
}

function timeOf({ executedAt, isPartial }: DatedVote): number {
  return executedAt === 0 || isPartial ? Infinity : executedAt;
}
