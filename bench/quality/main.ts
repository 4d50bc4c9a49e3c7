import { writeFileSync } from 'node:fs';
import { openData } from '../data/open-data.js';
import { InputError } from '../input-error.js';
import { parseQualityArguments } from './arguments.js';
import { openMiniLmVectors } from './embedding/mini-lm-vectors.js';
import { openStaticVectors } from './embedding/static-vectors.js';
import type { Evaluation, Skipped } from './evaluation.js';
import { type Finding, renderFinding } from './finding.js';
import { measureAblations, renderAblations } from './measures/ablations.js';
import { measureConfidence } from './measures/confidence.js';
import { measureContext } from './measures/context.js';
import { measureContextSaved } from './measures/context-saved.js';
import { measureContracts } from './measures/contracts.js';
import { measureDeclaredRequirements } from './measures/declared-requirements.js';
import { measureExperience } from './measures/experience.js';
import { measureFusion } from './measures/fusion.js';
import { measureGoals } from './measures/goals.js';
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
  const {
    data,
    sets: wanted,
    out,
    maxQueries,
    miniLmQueries,
    ablations: wantAblations,
  } = parseQualityArguments(process.argv.slice(2));
  const { sets, note } = openData(data, wanted);
  console.log(`${note}\n[..]: bootstrap 95 % intervals; "vs": paired difference to the baseline.\n`);

  const vectors = await openStaticVectors();
  const leaveOut = miniLmQueries === 0 || data === 'synthetic';
  const miniLm = leaveOut ? { skipped: 'not asked for' } : await openMiniLmVectors();
  const reports: SetReport[] = [];
  const subjects: Subject[] = [];
  const retrieval = new Map<string, Evaluation>();
  for (const set of sets) {
    console.log(`${set.name}: ${set.tools.length} tools, ${set.workflows.length} workflows`);
    if (set.queries.length + set.workflows.length === 0) {
      console.log('  skipped: neither queries nor workflows\n');
      continue;
    }
    const subject = await openSubject(set, { vectors, miniLm, maxQueries, miniLmQueries });
    subjects.push(subject);
    const found = measureRetrieval(subject);
    if ('systems' in found) retrieval.set(set.name, found);
    reports.push({ set: set.name, measures: [found, ...measureHistory(subject)].map(print) });
    console.log();
  }
  printBehind(reports);

  console.log('\nOver all sets, beside what was aimed at');
  const findings: Finding[] = [];
  for (const measure of [
    () => measureGoals(subjects),
    () => measureFusion(retrieval),
    () => measureConfidence(subjects),
    () => measureDeclaredRequirements(subjects),
    () => measureContracts(subjects),
    () => measureContext(subjects),
    () => measureExperience(subjects),
    () => measureContextSaved(subjects),
  ]) {
    const found = measure();
    findings.push(...found);
    for (const finding of found) console.log(renderFinding(finding).join('\n'));
  }
  const ablations = wantAblations ? measureAblations(subjects) : [];
  if (wantAblations) console.log(`\n${renderAblations(ablations).join('\n')}`);
  if (out !== undefined)
    writeFileSync(
      out,
      `${JSON.stringify({ note, maxQueries: String(maxQueries), reports, findings, ablations }, null, 2)}\n`,
    );
}

function* measureHistory(subject: Subject): Generator<Evaluation | Skipped> {
  yield measureNextTool(subject, 'warm');
  yield measureNextTool(subject, 'cold');
  yield measurePlans(subject, 'warm');
  yield measurePlans(subject, 'cold');
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
