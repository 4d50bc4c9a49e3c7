import { type Estimate, estimate, estimateDifference, type Sample } from './bootstrap.js';
import type { Evaluation, Metric, SkippedSystem, SystemValues } from './evaluation.js';

export interface MetricSummary {
  readonly label: string;
  readonly main: boolean;
  readonly value: Estimate;
  /** Less the baseline's value, paired; none for the baseline itself. */
  readonly difference?: Estimate;
}

export interface SystemSummary {
  readonly name: string;
  /** How many units it was asked about. */
  readonly units: number;
  readonly metrics: readonly MetricSummary[];
}

/** What `ours` is ahead of another system by, paired. */
export interface Lead {
  readonly of: string;
  readonly metrics: readonly { readonly label: string; readonly difference: Estimate }[];
}

export interface Summary {
  readonly title: string;
  readonly note: string;
  readonly baseline: string;
  /** How many units there are. */
  readonly units: number;
  readonly systems: readonly (SystemSummary | SkippedSystem)[];
  /** Empty where the evaluation names no `ours`. */
  readonly leads: readonly Lead[];
}

/** Means, bootstrap intervals and paired differences of an evaluation. A metric that no unit counts for is left out. */
export function summarize({ title, note, metrics, baseline, ours, systems }: Evaluation): Summary {
  const measured = systems.filter((system): system is SystemValues => 'units' in system);
  const reference = measured.find(({ name }) => name === baseline)!;
  const counted = metrics.filter(({ weights }) => weights.some((weight) => weight > 0));
  return {
    title,
    note,
    baseline,
    units: reference.units.length,
    systems: systems.map((system) => {
      if ('skipped' in system) return system;
      const units = system.units.filter((unit) => unit !== undefined).length;
      if (units === 0) return { name: system.name, skipped: 'no unit of it is in the sample' };
      return {
        name: system.name,
        units,
        metrics: counted.map((metric) => {
          const sample = sampleOf(system, metric);
          const value = estimate(sample);
          const { label, main } = metric;
          if (system === reference) return { label, main, value };
          return { label, main, value, difference: estimateDifference(sample, sampleOf(reference, metric, system)) };
        }),
      };
    }),
    leads: leadsOf(measured, ours, counted),
  };
}

function leadsOf(systems: readonly SystemValues[], ours: string | undefined, metrics: readonly Metric[]): Lead[] {
  const subject = systems.find(({ name }) => name === ours);
  if (subject === undefined) return [];
  return systems
    .filter((system) => system !== subject)
    .map((system) => ({
      of: system.name,
      metrics: metrics
        .filter(({ main }) => main)
        .map((metric) => ({
          label: metric.label,
          difference: estimateDifference(sampleOf(subject, metric, system), sampleOf(system, metric, subject)),
        })),
    }));
}

/** The units that count and that both systems were asked about; a resample of none would have no mean. */
function sampleOf(
  { units }: SystemValues,
  { key, weights }: Metric,
  other: Pick<SystemValues, 'units'> = { units },
): Sample {
  const counting = weights.flatMap((weight, index) =>
    weight > 0 && units[index] !== undefined && other.units[index] !== undefined ? [index] : [],
  );
  return {
    values: counting.map((index) => units[index]![key]!),
    weights: counting.map((index) => weights[index]!),
  };
}
