import type { EffectiveCounts } from '../types.js';

/**
 * How much one execution of an intent says about the next of the same day (the intraclass correlation): n of them count
 * as n / (1 + (n − 1) · ρ) independent ones (Kish: Survey Sampling, 1965), 1 for the first, and never as 1 / ρ = 4.
 */
export const repetitionCorrelation = 0.25;

/** Sums are kept in whole units, so that they are exact: the order of arrival leaves no trace. */
const units = 2 ** 30;

/** What one intent on one day showed of an edge. */
interface Repetitions {
  readonly successes: number;
  readonly failures: number;
  /** When the latest of them ran, in milliseconds since the epoch. Apart: a failure must not make a success younger. */
  readonly lastSuccess: number;
  readonly lastFailure: number;
}

const none: Repetitions = { successes: 0, failures: 0, lastSuccess: -Infinity, lastFailure: -Infinity };

/** One observation of an edge: whether both calls succeeded, and which executions it repeats. */
export interface RepeatableObservation {
  readonly repetition: string;
  readonly success: boolean;
  /** Milliseconds since the epoch; 0 where it is not known: what has no time has no age. */
  readonly observedAt: number;
}

/** Age takes half of the weight of an observation in every `halfLife` milliseconds; `Infinity` takes nothing. */
export interface Aging {
  readonly halfLife: number;
  /** Milliseconds since the epoch: when the weight is asked for. What was observed later has no age. */
  readonly asOf: number;
}

/**
 * The observations of one edge as they count for its confidence. With s and f the successes and failures that one
 * intent showed on one day, and n = s + f,
 *
 *     successes = Σ s / (1 + (n − 1) · ρ) · 2^(−age / halfLife)
 *
 * over intents and days, where the age is that of the latest success among them; failures likewise. A success adds to
 * the successes and takes from the failures, a failure the other way round; neither does the opposite.
 */
export class ObservedEvidence {
  readonly #repetitions = new Map<string, Repetitions>();
  #successes = 0;
  #failures = 0;
  #latest: (EffectiveCounts & Aging) | undefined;

  add({ repetition, success, observedAt }: RepeatableObservation): void {
    const { successes, failures, lastSuccess, lastFailure } = this.#repetitions.get(repetition) ?? none;
    this.#put(repetition, {
      successes: successes + (success ? 1 : 0),
      failures: failures + (success ? 0 : 1),
      lastSuccess: success ? Math.max(lastSuccess, observedAt || Infinity) : lastSuccess,
      lastFailure: success ? lastFailure : Math.max(lastFailure, observedAt || Infinity),
    });
  }

  counts({ halfLife, asOf }: Aging): EffectiveCounts {
    if (halfLife === Infinity) return { successes: this.#successes / units, failures: this.#failures / units };
    if (this.#latest?.asOf === asOf && this.#latest.halfLife === halfLife) return this.#latest;
    let [successes, failures] = [0, 0];
    for (const repetitions of this.#repetitions.values()) {
      successes += inUnits(repetitions.successes, repetitions, remaining(asOf - repetitions.lastSuccess, halfLife));
      failures += inUnits(repetitions.failures, repetitions, remaining(asOf - repetitions.lastFailure, halfLife));
    }
    this.#latest = { successes: successes / units, failures: failures / units, halfLife, asOf };
    return this.#latest;
  }

  /** The counts as they would be with one more observation, which is not kept. */
  countsWith(observation: RepeatableObservation, aging: Aging): EffectiveCounts {
    const before = this.#repetitions.get(observation.repetition);
    this.add(observation);
    const counts = this.counts(aging);
    this.#put(observation.repetition, before);
    return counts;
  }

  #put(repetition: string, repetitions: Repetitions | undefined): void {
    const before = this.#repetitions.get(repetition) ?? none;
    const after = repetitions ?? none;
    this.#successes += inUnits(after.successes, after) - inUnits(before.successes, before);
    this.#failures += inUnits(after.failures, after) - inUnits(before.failures, before);
    if (repetitions === undefined) this.#repetitions.delete(repetition);
    else this.#repetitions.set(repetition, repetitions);
    this.#latest = undefined;
  }
}

function inUnits(count: number, { successes, failures }: Repetitions, share = 1): number {
  if (count === 0) return 0;
  return Math.round((units * share * count) / (1 + (successes + failures - 1) * repetitionCorrelation));
}

function remaining(age: number, halfLife: number): number {
  return age > 0 ? 2 ** (-age / halfLife) : 1;
}
