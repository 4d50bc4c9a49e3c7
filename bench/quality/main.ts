import { writeFileSync } from 'node:fs';
import type { DataSet } from '../data/data-set.js';
import { openData } from '../data/open-data.js';
import { InputError } from '../input-error.js';
import { parseQualityArguments } from './arguments.js';
import type { Skipped } from './evaluation.js';
import { measureNextTool } from './measures/next-tool.js';
import { measurePlans } from './measures/plans.js';
import { measureRetrieval } from './measures/retrieval.js';
import { type Summary, summarize } from './summary.js';
import { renderTable } from './table.js';

interface SetReport {
  readonly set: string;
  readonly measures: readonly (Summary | Skipped)[];
}

function main(): void {
  const { data, sets: wanted, out, maxQueries } = parseQualityArguments(process.argv.slice(2));
  const { sets, note } = openData(data, wanted);
  console.log(`${note}\n[..]: bootstrap 95 % intervals; "vs": paired difference to the baseline.\n`);

  const reports = sets.map((set) => reportSet(set, maxQueries));
  printBehind(reports);
  if (out !== undefined)
    writeFileSync(out, `${JSON.stringify({ note, maxQueries: String(maxQueries), reports }, null, 2)}\n`);
}

function reportSet(set: DataSet, maxQueries: number): SetReport {
  console.log(`${set.name}: ${set.tools.length} tools, ${set.workflows.length} workflows`);
  if (set.queries.length + set.workflows.length === 0) {
    console.log('  skipped: neither queries nor workflows\n');
    return { set: set.name, measures: [] };
  }
  const measures = [
    () => measureRetrieval(set, maxQueries),
    () => measureNextTool(set, 'warm'),
    () => measureNextTool(set, 'cold'),
    () => measurePlans(set, 'warm'),
    () => measurePlans(set, 'cold'),
  ].map((measure) => {
    const result = measure();
    if ('skipped' in result) {
      console.log(`  ${result.title}: skipped, ${result.skipped}`);
      return result;
    }
    const summary = summarize(result);
    console.log(renderTable(summary).join('\n'));
    return summary;
  });
  console.log();
  return { set: set.name, measures };
}

/** Names every main metric in which the engine is behind the baseline. */
function printBehind(reports: readonly SetReport[]): void {
  const behind = reports.flatMap(({ set, measures }) =>
    measures.flatMap((measure) => {
      if ('skipped' in measure) return [];
      const engine = measure.systems.find(({ name }) => name === 'engine');
      return (engine?.metrics ?? [])
        .filter(({ main, difference }) => main && difference !== undefined && difference.mean < 0)
        .map(({ label, difference }) => `  ${set}, ${measure.title}: ${label} ${difference!.mean.toFixed(3)}`);
    }),
  );
  console.log(behind.length === 0 ? 'The engine is behind no baseline.' : `Behind the baseline:\n${behind.join('\n')}`);
}

try {
  main();
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
