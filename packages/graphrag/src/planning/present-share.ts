import { logBeta } from '../graph/beta-quantile.js';
import { planningSettings } from './planning-settings.js';

/** A vote of an execution. */
export interface DatedVote {
  readonly vote: number;
  /** Milliseconds since the epoch; 0 where it is not known, which makes nothing older. */
  readonly executedAt: number;
  /** Of what is seen in part it is not known what it did not do. */
  readonly isPartial?: boolean | undefined;
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
): (holds: (place: number) => boolean) => number {
  const { habitChange, leastHabit } = planningSettings;
  const order = Array.from(votes.keys()).sort((a, b) => timeOf(votes[a]!) - timeOf(votes[b]!));
  const weights = votes.map(({ vote }) => vote);
  const heaviest = Math.max(...weights);
  const likeness = weights.map((weight) => Math.sqrt(weight / heaviest));
  /** Places in the order before which there may have been a change. */
  const changes = order
    .map((_, place) => place)
    .slice(leastHabit, Math.max(0, order.length + 1 - leastHabit))
    .filter((place) => {
      const [before, since] = [timeOf(votes[order[place - 1]!]!), timeOf(votes[order[place]!]!)];
      return before < since && since < Infinity;
    });
  return (holds) => {
    const all = count(order, weights, holds);
    const share = ({ having, lacking }: Counted) => having / (having + lacking + unknownVote);
    if (all.having === 0) return 0;
    if (all.lacking === 0 || changes.length === 0) return share(all);
    const evidenceOf = (places: readonly number[]) => logEvidence(count(places, likeness, holds));
    const ofAll = evidenceOf(order);
    let sum = 1 - habitChange;
    let mean = (1 - habitChange) * share(all);
    for (const place of changes) {
      const [before, since] = [order.slice(0, place), order.slice(place)];
      const odds = (habitChange / changes.length) * Math.exp(evidenceOf(before) + evidenceOf(since) - ofAll);
      sum += odds;
      mean += odds * share(count(since, weights, holds));
    }
    return mean / sum;
  };
}

/** Votes that have something, and that do not. */
interface Counted {
  readonly having: number;
  readonly lacking: number;
}

function count(places: readonly number[], weights: readonly number[], holds: (place: number) => boolean): Counted {
  let [having, lacking] = [0, 0];
  for (const place of places) {
    if (holds(place)) having += weights[place]!;
    else lacking += weights[place]!;
  }
  return { having, lacking };
}

/** ln K: that of Beta(½, ½). */
function logEvidence({ having, lacking }: Counted): number {
  return logBeta(having + 0.5, lacking + 0.5) - logBeta(0.5, 0.5);
}

function timeOf({ executedAt, isPartial }: DatedVote): number {
  return executedAt === 0 || isPartial ? Infinity : executedAt;
}
