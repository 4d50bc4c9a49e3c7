import type { EffectiveCounts } from '../types.js';

/**
 * How much one execution of an intent says about the next of the same day (the intraclass correlation): n of them count
 * as n / (1 + (n − 1) · ρ) independent ones (Kish: Survey Sampling, 1965), 1 for the first, and never as 1 / ρ = 4.
 */
export const repetitionCorrelation = 0.25;

/** Sums are kept in whole units, so that they are exact: the order of arrival leaves no trace. */
const units = 2 ** 30;

/** When what one intent showed on one day was shown last. Apart: a failure must not make a success younger. */
interface LatestTimes {
  readonly success: number;
  readonly failure: number;
}

const never: LatestTimes = { success: -Infinity, failure: -Infinity };

/** Successes and failures in one number: a history has one of these for every link of an execution. */
const successUnit = 2 ** 26;
const successesIn = (packed: number) => Math.floor(packed / successUnit);
const failuresIn = (packed: number) => packed % successUnit;

/** One observation of an edge: whether both calls succeeded, and which executions it repeats. */
export interface RepeatableObservation {
  /** See `repetitionOf`. */
  readonly repetition: number;
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
  /** The first repetition, while there is no other: most edges have one, and a map costs more than all the rest of them. */
  #only: number | undefined;
  #ofOnly = 0;
  #ofEach: Map<number, number> | undefined;
  /** Undefined where nothing will be asked about age. */
  readonly #times: Map<number, LatestTimes> | undefined;
  /** Without age, in units. */
  #successes = 0;
  #failures = 0;
  /** What `counts` answered last, until the next change. */
  #latest: { readonly counts: EffectiveCounts; readonly aging: Aging } | undefined;

  constructor(ages = true) {
    this.#times = ages ? new Map() : undefined;
  }

  add({ repetition, success, observedAt }: RepeatableObservation): void {
    const before = this.#packedOf(repetition);
    this.#put(repetition, before, before + (success ? successUnit : 1));
    if (this.#times === undefined) return;
    const times = this.#times.get(repetition) ?? never;
    // What has no time is never old.
    const time = observedAt || Infinity;
    this.#times.set(repetition, {
      success: success ? Math.max(times.success, time) : times.success,
      failure: success ? times.failure : Math.max(times.failure, time),
    });
  }

  /** Takes back an observation that was added. What is left of its outcome and repetition keeps its time. */
  remove({ repetition, success }: RepeatableObservation): void {
    const before = this.#packedOf(repetition);
    const left = before - (success ? successUnit : 1);
    this.#put(repetition, before, left);
    const times = this.#times?.get(repetition);
    if (times === undefined) return;
    if (left === 0) this.#times?.delete(repetition);
    else if (success && successesIn(left) === 0) this.#times?.set(repetition, { ...times, success: -Infinity });
    else if (!success && failuresIn(left) === 0) this.#times?.set(repetition, { ...times, failure: -Infinity });
  }

  counts(aging: Aging): EffectiveCounts {
    const { halfLife, asOf } = aging;
    if (halfLife === Infinity) return { successes: this.#successes / units, failures: this.#failures / units };
    if (this.#latest?.aging.asOf === asOf && this.#latest.aging.halfLife === halfLife) return this.#latest.counts;
    let [successes, failures] = [0, 0];
    const add = (packed: number, repetition: number) => {
      const times = this.#times?.get(repetition) ?? never;
      successes += inUnits(successesIn(packed), packed, remaining(asOf - times.success, halfLife));
      failures += inUnits(failuresIn(packed), packed, remaining(asOf - times.failure, halfLife));
    };
    if (this.#only !== undefined) add(this.#ofOnly, this.#only);
    this.#ofEach?.forEach(add);
    const counts = { successes: successes / units, failures: failures / units };
    this.#latest = { counts, aging };
    return counts;
  }

  /** The counts as they would be with one more observation, which is not kept. */
  countsWith(observation: RepeatableObservation, aging: Aging): EffectiveCounts {
    const { repetition } = observation;
    const before = this.#packedOf(repetition);
    const times = this.#times?.get(repetition);
    this.add(observation);
    const counts = this.counts(aging);
    this.#put(repetition, this.#packedOf(repetition), before);
    if (times === undefined) this.#times?.delete(repetition);
    else this.#times?.set(repetition, times);
    return counts;
  }

  #packedOf(repetition: number): number {
    return this.#only === repetition ? this.#ofOnly : (this.#ofEach?.get(repetition) ?? 0);
  }

  #put(repetition: number, before: number, packed: number): void {
    this.#successes += inUnits(successesIn(packed), packed) - inUnits(successesIn(before), before);
    this.#failures += inUnits(failuresIn(packed), packed) - inUnits(failuresIn(before), before);
    this.#latest = undefined;
    if (this.#ofEach === undefined && (this.#only === undefined || this.#only === repetition)) {
      this.#only = packed === 0 ? undefined : repetition;
      this.#ofOnly = packed;
      return;
    }
    if (this.#ofEach === undefined) {
      this.#ofEach = new Map([[this.#only!, this.#ofOnly]]);
      this.#only = undefined;
      this.#ofOnly = 0;
    }
    if (packed === 0) this.#ofEach.delete(repetition);
    else this.#ofEach.set(repetition, packed);
  }
}

function inUnits(count: number, packed: number, share = 1): number {
  if (count === 0) return 0;
  const all = successesIn(packed) + failuresIn(packed);
  return Math.round((units * share * count) / (1 + (all - 1) * repetitionCorrelation));
}

function remaining(age: number, halfLife: number): number {
  return age > 0 ? 2 ** (-age / halfLife) : 1;
}
