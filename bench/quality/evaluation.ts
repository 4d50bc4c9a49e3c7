export interface Metric {
  /** Field of a unit's values that it reads. */
  readonly key: string;
  readonly label: string;
  /** Main metrics are shown with their interval and their difference to the baseline. */
  readonly main: boolean;
  /** How often each unit (query, workflow) counts in the mean. */
  readonly weights: readonly number[];
}

/** Values of one unit by the key of the metric; undefined for a unit that a system was not asked about. */
export type UnitValues = Readonly<Record<string, number>> | undefined;

export interface SystemValues {
  readonly name: string;
  readonly units: readonly UnitValues[];
}

/** What one measure gives on one data set: every system over the same units, so that they compare in pairs. */
export interface Evaluation {
  readonly title: string;
  /** What was measured: counts, for the table's heading. */
  readonly note: string;
  readonly metrics: readonly Metric[];
  /** The system that differences are taken to; it was asked about every unit. */
  readonly baseline: string;
  /** A system whose paired difference to every other one is given as well. */
  readonly ours?: string | undefined;
  readonly systems: readonly (SystemValues | SkippedSystem)[];
}

/** A system that could not take part: why. */
export interface SkippedSystem {
  readonly name: string;
  readonly skipped: string;
}

/** A measure that a set cannot have: why. */
export interface Skipped {
  readonly title: string;
  readonly skipped: string;
}
