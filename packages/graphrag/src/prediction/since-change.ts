import { logGamma } from '../graph/beta-quantile.js';
import { changePlaces } from '../memory/change-places.js';
import { sameness } from '../memory/freshness.js';
import type { Neighbour } from '../memory/memory.js';
import { answersOf, voteOf } from './neighbour-votes.js';
import { predictionSettings } from './prediction-settings.js';

/** What is left of the executions near an intent, as far as they are of the present habit. */
export interface SinceChange {
  /** Those from before a change have less of a vote. */
  readonly near: readonly Neighbour[];
  /** Probability that there was one. */
  readonly changed: number;
}

/**
 * What near executions always ran next, and since a while do otherwise, is a habit that changed: weights that were learned
 * before, and counts of what always was, would hold on to it until there are as many executions again. With a the answers of
 * the executions that were asked for about the same, c the probability of a change in advance, spread over all times T between
 * two of them, and K the probability of a row of answers by Krichevsky and Trofimov (of rates that are unknown), in which one
 * counts by how alike it is,
 *
 *     P(T) ∝ c / |T| · K(a before T) · K(a since T),    P(no change) ∝ (1 − c) · K(a)
 *
 * a neighbour's vote has left what is probable of there being no change after it.
 */
export function sinceChange(
  near: readonly Neighbour[],
  executed: readonly string[],
  isVisible: (toolId: string) => boolean,
): SinceChange {
  const unchanged = { near, changed: 0 };
  const { habitChange, leastHabit } = predictionSettings;
  const nearest = near.reduce((most, { similarity }) => Math.max(most, similarity), 0);
  const isAlike = ({ similarity }: Neighbour) => similarity >= sameness * nearest;
  const answers = answersOf(near, executed, isVisible);
  const asked = near
    .map((neighbour, place) => ({ neighbour, answer: answers[place] }))
    .filter(({ neighbour, answer }) => answer !== undefined && isAlike(neighbour))
    .sort((a, b) => timeOf(a.neighbour) - timeOf(b.neighbour));
  const kinds = Array.from(new Set(asked.map(({ answer }) => answer!)));
  if (kinds.length < 2) return unchanged;
  const times = asked.map(({ neighbour }) => timeOf(neighbour));
  const places = changePlaces(times, leastHabit);
  if (places.length === 0) return unchanged;

  const heaviest = Math.max(...asked.map(({ neighbour }) => voteOf(neighbour)));
  const before = sumsBefore(
    asked.map(({ neighbour, answer }) => ({
      kind: kinds.indexOf(answer!),
      weight: Math.sqrt(voteOf(neighbour) / heaviest),
    })),
    kinds.length,
  );
  const all = before.at(-1)!;
  const ofAll = logEvidence(all);
  const odds = places.map((place) => {
    const since = all.map((sum, kind) => Math.max(0, sum - before[place]![kind]!));
    const evidence = logEvidence(before[place]!) + logEvidence(since) - ofAll;
    return (habitChange / places.length) * Math.exp(Math.min(highestLog, evidence));
  });
  const sum = odds.reduce((total, each) => total + each, 1 - habitChange);
  const changedAfter = (time: number) =>
    odds.reduce((total, each, at) => (times[places[at]!]! > time ? total + each / sum : total), 0);
  return {
    near: near.map((neighbour) =>
      isAlike(neighbour)
        ? { ...neighbour, freshness: neighbour.freshness * (1 - changedAfter(timeOf(neighbour))) }
        : neighbour,
    ),
    changed: 1 - (1 - habitChange) / sum,
  };
}

/** By place, how much of each kind is before it; last, of all. */
function sumsBefore(
  answers: readonly { readonly kind: number; readonly weight: number }[],
  kinds: number,
): readonly (readonly number[])[] {
  const sums = new Array<number>(kinds).fill(0);
  return [
    sums.slice(),
    ...answers.map(({ kind, weight }) => {
      sums[kind]! += weight;
      return sums.slice();
    }),
  ];
}

/** ln K: that of Dirichlet(½, …, ½). */
function logEvidence(amounts: readonly number[]): number {
  let sum = 0;
  let evidence = logGamma(amounts.length / 2);
  for (const amount of amounts) {
    sum += amount;
    evidence += logGamma(amount + 0.5) - logGammaOfHalf;
  }
  return evidence - logGamma(sum + amounts.length / 2);
}

/** Odds of which so many have a sum. */
const highestLog = 600;

const logGammaOfHalf = Math.log(Math.PI) / 2;

/** What has no time came neither before nor after. */
function timeOf({ execution: { executedAt } }: Neighbour): number {
  return executedAt === 0 ? Infinity : executedAt;
}
