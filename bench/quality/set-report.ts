import type { Skipped } from './evaluation.js';
import type { Summary } from './summary.js';

export interface SetReport {
  readonly set: string;
  readonly measures: readonly (Summary | Skipped)[];
}

/** Names every main metric in which the engine is behind the baseline. */
export function printBehind(reports: readonly SetReport[]): void {
  const behind = reports.flatMap(({ set, measures }) =>
    measures.flatMap((measure) => {
      if ('skipped' in measure) return [];
      const engine = measure.systems.find(({ name }) => name === 'engine' || name === 'hybrid static');
      if (engine === undefined || 'skipped' in engine) return [];
      return engine.metrics
        .filter(({ main, difference }) => main && difference !== undefined && difference.mean < 0)
        .map(({ label, difference }) => `  ${set}, ${measure.title}: ${label} ${difference!.mean.toFixed(3)}`);
    }),
  );
  console.log(behind.length === 0 ? 'The engine is behind no baseline.' : `Behind the baseline:\n${behind.join('\n')}`);
}
