import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { openData } from '../data/open-data.js';
import { InputError } from '../input-error.js';
import { parseSpeedArguments } from './arguments.js';
import { type EngineSpeed, measureEngine } from './engine-speed.js';
import { measureLearning } from './learning/measure-learning.js';
import { measurePeers, renderPeers } from './peers-table.js';
import { measureReplay } from './replay.js';
import { measureStore, type StoreSpeed } from './store-speed.js';
import { measureTargets } from './targets.js';
import type { Latency } from './timing.js';
import { createWorkload } from './workload.js';

/** Ratios are medians of rounds, and slow contestants take part in each: this share of the calls is a round. */
const callsOfARound = 20;

interface Report {
  readonly tools: number;
  readonly engine: EngineSpeed;
  readonly store: StoreSpeed;
}

async function main(): Promise<void> {
  const { data, out, sizes, calls, sections } = parseSpeedArguments(process.argv.slice(2));
  const { sets, note } = openData(data, undefined);
  const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`;
  console.log(`${note}\n${machine}\nMilliseconds, ${calls} calls each; contestants take turns call by call.\n`);

  const reports: Report[] = [];
  for (const size of sections.includes('sizes') ? sizes : []) {
    const workload = createWorkload(sets, size);
    const report = {
      tools: size,
      engine: measureEngine(workload, calls),
      store: await measureStore(workload, calls),
    };
    reports.push(report);
    console.log(render(report).join('\n'));
  }
  const rounds = Math.ceil(calls / callsOfARound);
  const targets = sections.includes('targets') ? await measureTargets(sets, rounds) : [];
  const peers = sections.includes('peers') ? await measurePeers(sets, rounds) : undefined;
  if (peers !== undefined) console.log(`\n${renderPeers(peers).join('\n')}`);
  const replay = sections.includes('replay') ? await measureReplay(sets) : [];
  const learning = sections.includes('learning') ? await measureLearning(sets, rounds) : [];
  if (out !== undefined)
    writeFileSync(
      out,
      `${JSON.stringify({ note, machine, calls, reports, targets, peers, replay, learning }, null, 2)}\n`,
    );
}

function render({ tools, engine, store }: Report): string[] {
  return [
    `${tools} tools`,
    `  ${''.padEnd(16)}${['p50', 'p95', 'beside it', 'p50', 'p95', 'ratio of p50'].map((head) => head.padStart(13)).join('')}`,
    compared('search', engine.search.engine, 'MiniSearch', engine.search.miniSearch),
    line('observe', engine.observe),
    line('predictNext', engine.predictNext),
    line('suggest', engine.suggest),
    compared('record', store.record.agentCards, 'bare INSERT', store.record.bareInsert),
    once('build', engine.build.engine, 'MiniSearch', engine.build.miniSearch),
    once('open', store.open.agentCards, 'bare PGlite', store.open.barePGlite),
    once('sync, first', store.firstSync, 'second', store.secondSync),
    `  memory          ${kilobytes(engine.bytesPerTool.engine)} a tool (MiniSearch ${kilobytes(engine.bytesPerTool.miniSearch)}), ${kilobytes(engine.bytesPerExecution)} an execution`,
    '',
  ];
}

const cell = (value: number) => value.toFixed(value < 10 ? 3 : 0).padStart(13);
const line = (name: string, { p50, p95 }: Latency) => `  ${name.padEnd(16)}${cell(p50)}${cell(p95)}`;
const beside = (name: string) => name.padStart(13);
const ratio = (a: number, b: number) => `${(a / b).toFixed(2)} ×`.padStart(13);
const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} kB`;

function compared(name: string, ours: Latency, other: string, theirs: Latency): string {
  return line(name, ours) + beside(other) + cell(theirs.p50) + cell(theirs.p95) + ratio(ours.p50, theirs.p50);
}

function once(name: string, ours: number, other: string, theirs: number): string {
  return `  ${name.padEnd(16)}${cell(ours)}${''.padStart(13)}${beside(other)}${cell(theirs)}${''.padStart(13)}${ratio(ours, theirs)}`;
}

main().catch((error: unknown) => {
  if (!(error instanceof InputError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
});
