/**
 * Records executions without end while retention takes out what is too old, and looks whether anything grows: heap,
 * memory of the process, rows and the directory. The clock is injected: an execution comes so often that the
 * limit of half a year keeps `--kept` of them.
 *
 *     pnpm bench:soak -- --executions 1000000 --store memory|pglite [--kept 20000] [--minutes 60] [--out soak.svg]
 */
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore, type EngineSettings, type PageRequest, type ScoringEngine } from '@agentcards/core';
import { createEngine } from '@agentcards/graphrag';
import { type AgentCards, createAgentCards } from 'agentcards';
import { openPGliteStore } from '../../packages/store-pglite/src/index.js';
import { parseOptions } from '../parse-options.js';
import { renderLineChart } from '../quality/plots/line-chart.js';
import { createRandom } from '../random.js';

const usage = 'usage: bench:soak -- [--executions N] [--store memory|pglite] [--kept N] [--minutes N] [--out FILE]';
const text = { type: 'string' } as const;
const options = { executions: text, store: text, kept: text, minutes: text, out: text };
const given = parseOptions(process.argv.slice(2), options, usage);
const deadline = performance.now() + 60_000 * Number(given.minutes ?? Infinity);
const total = Number(given.executions ?? 1_000_000);
const kept = Number(given.kept ?? 20_000);
const kind = given.store === 'pglite' ? 'pglite' : 'memory';
const halfYear = 182 * 86_400_000;
const sampleEvery = Math.max(1, Math.min(20_000, Math.floor(total / 20)));
const servers = 5;
const toolsOfServer = 10;

type Sample = Readonly<Record<string, number>> & { readonly executions: number };

const random = createRandom(1);
const draw = (count: number) => Math.floor(random() * count);
const clock = { time: Date.UTC(2026, 0, 1), now: () => clock.time };
const directory = kind === 'pglite' ? await mkdtemp(join(tmpdir(), 'agentcards-soak-')) : undefined;
const store = directory === undefined ? createMemoryStore() : await openPGliteStore({ dataDir: directory });
const samples: Sample[] = [];
try {
  await using cards = await createAgentCards({ store, clock, embedder: null, createEngine: createUnweighted });
  await soak(cards);
} finally {
  if (directory !== undefined) await rm(directory, { recursive: true });
}
report();
if (given.out !== undefined) await writeFile(given.out, plot());

/** Learning weights takes most of the time and keeps a dozen numbers: `bench:speed` measures it. */
function createUnweighted(settings: EngineSettings): ScoringEngine {
  return { ...createEngine(settings), learnWeights: () => ({ next: () => ({ done: true, value: undefined }) }) };
}

async function soak(cards: AgentCards): Promise<void> {
  let [slowest, since] = [0, performance.now()];
  for (let count = 0; count < total; ) {
    if (count % sampleEvery === 0) await cards.tools.sync(catalogue(count / sampleEvery));
    if (count % 100 === 0) {
      await cards.suggest(intentOf(count));
      await store.errors.append({ errorType: 'soak', message: 'x'.repeat(500), timestamp: new Date(clock.time) });
    }
    const start = performance.now();
    await cards.record(execution(count));
    slowest = Math.max(slowest, performance.now() - start);
    clock.time += halfYear / kept;
    // Nobody records without ever waiting for something else: the background has its turn.
    await new Promise((resolve) => setImmediate(resolve));
    count += 1;
    if (count % sampleEvery !== 0) continue;
    const perSecond = (1_000 * sampleEvery) / (performance.now() - since);
    const sample = {
      executions: count,
      ...(await measure(cards)),
      'records a second': perSecond,
      'slowest ms': slowest,
    };
    samples.push(sample);
    console.log(line(sample));
    [slowest, since] = [0, performance.now()];
    if (since > deadline) return;
  }
}

/** Of every server the same tools, and some that are there for one list only: their tombstones pile up. */
function catalogue(round: number) {
  return Array.from({ length: servers }, (_, server) => ({
    server: `server${server}`,
    tools: Array.from({ length: toolsOfServer + 5 }, (_, index) => {
      const name = index < toolsOfServer ? `tool_${index}` : `passing_${index}_${round}`;
      return { name, description: `${name} of ${server}`, inputSchema: { type: 'object' } };
    }),
  }));
}

/** Half of them are never asked for again. */
function intentOf(count: number): string {
  return draw(2) === 0 ? `handle case ${draw(40)} of the customer` : `refund order ${count} for customer ${draw(1e6)}`;
}

function execution(count: number) {
  const length = 2 + draw(2);
  return {
    id: `execution ${count}`,
    intent: intentOf(count),
    success: draw(10) > 0,
    executedAt: clock.time,
    tasks: Array.from({ length }, (_, place) => ({
      id: `t${place}`,
      toolId: `server${draw(servers)}:tool_${draw(toolsOfServer)}`,
      success: draw(20) > 0,
      dependsOn: place > 0 && draw(2) === 0 ? [`t${place - 1}`] : [],
      ...(place === 0 ? { output: { order: `order-${count}` } } : { arguments: { order: `order-${count}` } }),
    })),
  };
}

async function measure(cards: AgentCards) {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return {
    'heap MB': heapUsed / 2 ** 20,
    'process MB': rss / 2 ** 20,
    'rows of executions': await rows(store.executions, ({ id }) => id),
    'executions learned from': (await cards.stats()).executions,
    'rows of edges': await rows(store.edges, ({ from, to }) => ({ from, to })),
    'rows of retired edges': await rows(store.retirement!, ({ from, to }) => ({ from, to })),
    'rows of tools': await rows(store.tools, ({ toolId }) => toolId),
    'rows of errors': await store.errors.count(),
    ...(directory !== undefined && { 'directory MB': (await bytesIn(directory)) / 2 ** 20 }),
  };
}

async function rows<Row, Key>(
  part: { read(page: PageRequest<Key>): Promise<Row[]> },
  keyOf: (row: Row) => Key,
): Promise<number> {
  let count = 0;
  for (let after: Key | undefined; ; ) {
    const page = await part.read({ after, limit: 1_000 });
    count += page.length;
    const last = page.at(-1);
    if (last === undefined || page.length < 1_000) return count;
    after = keyOf(last);
  }
}

async function bytesIn(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return bytes;
}

function recorded(): number {
  return samples.at(-1)?.executions ?? 0;
}

function line(sample: Sample): string {
  return Object.entries(sample)
    .map(([name, value]) => `${name} ${value < 1_000 ? Number(value.toPrecision(4)) : Math.round(value)}`)
    .join(' | ');
}

/** Growth is the mean of the last quarter over that of the second one, when everything old has been taken out once. */
function report(): void {
  const quarter = Math.max(1, Math.floor(samples.length / 4));
  const mean = (part: readonly Sample[], name: string) =>
    part.reduce((sum, sample) => sum + sample[name]!, 0) / part.length;
  console.log(`\n${kind}, ${recorded()} executions, about ${kept} kept; last quarter / second quarter of the run`);
  for (const name of Object.keys(samples[0] ?? {}).slice(1)) {
    const [before, after] = [mean(samples.slice(quarter, 2 * quarter), name), mean(samples.slice(-quarter), name)];
    console.log(
      `${name.padEnd(24)} ${before.toFixed(1).padStart(10)} -> ${after.toFixed(1).padStart(10)}  x ${(after / before).toFixed(3)}`,
    );
  }
}

function plot(): string {
  const named = (name: string) => {
    const most = Math.max(...samples.map((sample) => sample[name]!));
    const points = samples.map((sample) => ({ x: sample.executions, y: sample[name]! / most }));
    return { title: `${name}, 1 = ${Math.round(most).toLocaleString('en')}`, series: [{ name: 'AgentCards', points }] };
  };
  return renderLineChart({
    title: `${recorded().toLocaleString('en')} executions with retention, store: ${kind}`,
    xLabel: 'executions recorded',
    yLabel: 'share of the most',
    panels: Object.keys(samples[0] ?? {})
      .slice(1)
      .map(named),
    columns: 3,
  });
}
