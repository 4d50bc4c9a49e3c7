import { writeFileSync } from 'node:fs';
import { openData } from '../data/open-data.js';
import { InputError } from '../input-error.js';
import { parseQualityArguments } from './arguments.js';
import { openMiniLmVectors } from './embedding/mini-lm-vectors.js';
import { openStaticVectors } from './embedding/static-vectors.js';
import type { Evaluation, Skipped } from './evaluation.js';
import { measureNextTool } from './measures/next-tool.js';
import { measurePlans } from './measures/plans.js';
import { measureRetrieval } from './measures/retrieval.js';
import { openSubject, type Subject } from './subject.js';
import { type Summary, summarize } from './summary.js';
import { renderTable } from './table.js';

interface SetReport {
  readonly set: string;
  readonly measures: readonly (Summary | Skipped)[];
}

async function main(): Promise<void> {
  const { data, sets: wanted, out, maxQueries, miniLmQueries } = parseQualityArguments(process.argv.slice(2));
  const { sets, note } = openData(data, wanted);
  console.log(`${note}\n[..]: bootstrap 95 % intervals; "vs": paired difference to the baseline.\n`);

  const vectors = await openStaticVectors();
  const miniLm = miniLmQueries === 0 ? { skipped: 'not asked for' } : await openMiniLmVectors();
  const reports: SetReport[] = [];
  for (const set of sets) {
    console.log(`${set.name}: ${set.tools.length} tools, ${set.workflows.length} workflows`);
    if (set.queries.length + set.workflows.length === 0) {
      console.log('  skipped: neither queries nor workflows\n');
      continue;
    }
    const subject = await openSubject(set, { vectors, miniLm, maxQueries, miniLmQueries });
    reports.push({ set: set.name, measures: reportSet(subject) });
    console.log();
  }
  printBehind(reports);
  if (out !== undefined)
    writeFileSync(out, `${JSON.stringify({ note, maxQueries: String(maxQueries), reports }, null, 2)}\n`);
}

function reportSet(subject: Subject): (Summary | Skipped)[] {
  const { set } = subject;
  return [
    () => measureRetrieval(subject),
    () => measureNextTool(set, 'warm'),
    () => measureNextTool(set, 'cold'),
    () => measurePlans(set, 'warm'),
    () => measurePlans(set, 'cold'),
  ].map((measure) => print(measure()));
}

function print(result: Evaluation | Skipped): Summary | Skipped {
  if ('skipped' in result) {
    console.log(`  ${result.title}: skipped, ${result.skipped}`);
    return result;
  }
  const summary = summarize(result);
  console.log(renderTable(summary).join('\n'));
  return summary;
}

/** Names every main metric in which the engine is behind the baseline. */
function printBehind(reports: readonly SetReport[]): void {
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

main().catch((error: unknown) => {
  if (!(error instanceof InputError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
});
