export interface Metric {
  /** Field of a unit's values that it reads. */
  readonly key: string;
  readonly label: string;
  /** Main metrics are shown with their interval and their difference to the baseline. */
  readonly main: boolean;
  /** How often each unit (query, workflow) counts in the mean. */
  readonly weights: readonly number[];
}

export interface SystemValues {
  readonly name: string;
  /** For each unit its value of each metric. */
  readonly units: readonly Readonly<Record<string, number>>[];
}

/** What one measure gives on one data set: every system over the same units, so that they compare in pairs. */
export interface Evaluation {
  readonly title: string;
  /** What was measured: counts, for the table's heading. */
  readonly note: string;
  readonly metrics: readonly Metric[];
  /** The system that differences are taken to. */
  readonly baseline: string;
  readonly systems: readonly SystemValues[];
}

/** A measure that a set cannot have: why. */
export interface Skipped {
  readonly title: string;
  readonly skipped: string;
}
