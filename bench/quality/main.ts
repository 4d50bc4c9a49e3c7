import { writeFileSync } from 'node:fs';
import { openData } from '../data/open-data.js';
import { InputError } from '../input-error.js';
import { parseQualityArguments } from './arguments.js';
import { openMiniLmVectors } from './embedding/mini-lm-vectors.js';
import { openStaticVectors } from './embedding/static-vectors.js';
import type { Evaluation, Skipped } from './evaluation.js';
import { type Finding, renderFinding } from './finding.js';
import { measureAblations, renderAblations } from './measures/ablations.js';
import { measureBindings } from './measures/bindings.js';
import { measureConfidence } from './measures/confidence.js';
import { measureContext } from './measures/context.js';
import { measureContextSaved } from './measures/context-saved.js';
import { measureContracts } from './measures/contracts.js';
import { measureDeclaredRequirements } from './measures/declared-requirements.js';
import { measureEverydayRequests } from './measures/everyday.js';
import { measureExperience } from './measures/experience.js';
import { measureFusion } from './measures/fusion.js';
import { measureGoals } from './measures/goals.js';
import { measureNextTool } from './measures/next-tool.js';
import { measurePlans } from './measures/plans.js';
import { measureRetrieval } from './measures/retrieval.js';
import type { Split } from './measures/split.js';
import { learningPlots } from './plots/learning-plots.js';
import { reportLearning } from './report-learning.js';
import { printBehind, type SetReport } from './set-report.js';
import { measureChanges } from './simulate/measure-change.js';
import { measureEdgeRecovery } from './simulate/measure-recovery.js';
import { measureRegret } from './simulate/measure-regret.js';
import { measureRunaway } from './simulate/measure-runaway.js';
import { openSubject, type Subject } from './subject.js';
import { type Summary, summarize } from './summary.js';
import { renderTable } from './table.js';

async function main(): Promise<void> {
  const { data, sets: wanted, out, splits, sections, ...wishes } = parseQualityArguments(process.argv.slice(2));
  const { maxQueries, miniLmQueries } = wishes;
  const { sets, note } = openData(data, wanted);
  console.log(`${note}\n[..]: bootstrap 95 % intervals; "vs": paired difference to the baseline.\n`);

  const vectors = await openStaticVectors();
  const leaveOut = miniLmQueries === 0 || data === 'synthetic' || !sections.has('search');
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
    const measures: (Evaluation | Skipped)[] = [];
    if (sections.has('search')) {
      const found = measureRetrieval(subject);
      if ('systems' in found) retrieval.set(set.name, found);
      measures.push(found);
    }
    if (sections.has('learning')) measures.push(...measureHistory(subject, splits));
    reports.push({ set: set.name, measures: measures.map(print) });
    console.log();
  }
  printBehind(reports);

  const findings: Finding[] = [];
  const collect = (found: readonly Finding[]) => {
    findings.push(...found);
    for (const finding of found) console.log(renderFinding(finding).join('\n'));
  };
  if (sections.has('search')) {
    console.log('\nSearch over all sets, beside what was aimed at');
    for (const measure of [
      () => measureGoals(subjects),
      () => measureFusion(retrieval),
      () => measureConfidence(subjects),
      () => measureDeclaredRequirements(subjects),
      () => measureContracts(subjects),
      () => measureContext(subjects),
      () => measureExperience(subjects),
      () => measureContextSaved(subjects),
      () => measureEverydayRequests(vectors),
    ]) {
      collect(await measure());
    }
  }
  const ablations = wishes.ablations ? measureAblations(subjects) : [];
  if (wishes.ablations) console.log(`\n${renderAblations(ablations).join('\n')}`);

  const learning = sections.has('learning') ? reportLearning(subjects, splits, reports, collect) : undefined;
  if (sections.has('learning')) collect(measureBindings(subjects));
  if (sections.has('simulation')) {
    console.log('\nMade-up worlds, of which everything is known');
    const isSmokeTest = data === 'synthetic';
    const sizes = isSmokeTest ? [100] : [100, 1_000, 10_000];
    const seeds = isSmokeTest ? [1] : [1, 2, 3];
    for (const measure of [
      measureEdgeRecovery,
      () => measureRegret(sizes),
      measureRunaway,
      () => measureChanges(seeds),
    ]) {
      collect(measure());
    }
  }
  if (out === undefined) return;
  writeFileSync(
    out,
    `${JSON.stringify({ note, maxQueries: String(maxQueries), reports, findings, ablations, learning }, null, 2)}\n`,
  );
  for (const { name, svg } of learningPlots(learning?.curves ?? [])) {
    const file = `${out.replace(/\.json$/, '')}.${name}.svg`;
    writeFileSync(file, svg);
    console.log(`Plot: ${file}`);
  }
}

function* measureHistory(subject: Subject, splits: readonly Split[]): Generator<Evaluation | Skipped> {
  for (const split of splits) yield measureNextTool(subject, split);
  for (const split of splits) yield measurePlans(subject, split);
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

main().catch((error: unknown) => {
  if (!(error instanceof InputError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
});
