import { createRandom } from '../random.js';

const rounds = 1000;
const seed = 20_261_123;

/** A measure over units (queries, workflows): `value` of each unit, counted `weight` times. */
export interface Sample {
  readonly values: readonly number[];
  readonly weights: readonly number[];
}

export interface Estimate {
  readonly mean: number;
  /** Percentile bootstrap, 95 %. */
  readonly low: number;
  readonly high: number;
}

/**
 * The weighted mean of a sample with its bootstrap interval: units are drawn with replacement, 1,000 times, from one
 * fixed seed, so that two samples over the same units are resampled alike.
 */
export function estimate(sample: Sample): Estimate {
  return interval(weightedMean(sample, identity(sample.values.length)), resampledMeans(sample));
}

/** The mean of `sample` less the mean of `reference`, paired: both over the same units. */
export function estimateDifference(sample: Sample, reference: Sample): Estimate {
  const whole = identity(sample.values.length);
  const others = resampledMeans(reference);
  return interval(
    weightedMean(sample, whole) - weightedMean(reference, whole),
    resampledMeans(sample).map((mean, round) => mean - others[round]!),
  );
}

function resampledMeans(sample: Sample): number[] {
  const size = sample.values.length;
  const units = drawUnits(size);
  return Array.from({ length: rounds }, (_, round) =>
    weightedMean(sample, units.subarray(round * size, (round + 1) * size)),
  );
}

let drawn: { readonly size: number; readonly units: Uint32Array } | undefined;

/** The units of all rounds, one after the other. Kept for the next sample of this size: drawing costs most. */
function drawUnits(size: number): Uint32Array {
  if (drawn?.size !== size) {
    const random = createRandom(seed);
    drawn = { size, units: new Uint32Array(size * rounds).map(() => random() * size) };
  }
  return drawn.units;
}

function weightedMean({ values, weights }: Sample, units: Uint32Array): number {
  let sum = 0;
  let total = 0;
  for (const unit of units) {
    sum += values[unit]! * weights[unit]!;
    total += weights[unit]!;
  }
  return sum / total;
}

function interval(mean: number, means: readonly number[]): Estimate {
  const sorted = [...means].sort((left, right) => left - right);
  return { mean, low: sorted[Math.floor(0.025 * rounds)]!, high: sorted[Math.ceil(0.975 * rounds) - 1]! };
}

const identity = (size: number) => Uint32Array.from({ length: size }, (_, unit) => unit);
