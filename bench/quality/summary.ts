import { type Estimate, estimate, estimateDifference, type Sample } from './bootstrap.js';
import type { Evaluation, Metric, SystemValues } from './evaluation.js';

export interface MetricSummary {
  readonly label: string;
  readonly main: boolean;
  readonly value: Estimate;
  /** Less the baseline's value, paired; none for the baseline itself. */
  readonly difference?: Estimate;
}

export interface Summary {
  readonly title: string;
  readonly note: string;
  readonly baseline: string;
  readonly systems: readonly { readonly name: string; readonly metrics: readonly MetricSummary[] }[];
}

/** Means, bootstrap intervals and paired differences of an evaluation. A metric that no unit counts for is left out. */
export function summarize({ title, note, metrics, baseline, systems }: Evaluation): Summary {
  const reference = systems.find(({ name }) => name === baseline)!;
  const counted = metrics.filter(({ weights }) => weights.some((weight) => weight > 0));
  return {
    title,
    note,
    baseline,
    systems: systems.map((system) => ({
      name: system.name,
      metrics: counted.map((metric) => {
        const sample = sampleOf(system, metric);
        const value = estimate(sample);
        const { label, main } = metric;
        if (system === reference) return { label, main, value };
        return { label, main, value, difference: estimateDifference(sample, sampleOf(reference, metric)) };
      }),
    })),
  };
}

/** The units that count; a resample of none would have no mean. */
function sampleOf({ units }: SystemValues, { key, weights }: Metric): Sample {
  const counting = weights.flatMap((weight, index) => (weight > 0 ? [index] : []));
  return {
    values: counting.map((index) => units[index]![key]!),
    weights: counting.map((index) => weights[index]!),
  };
}
