/**
 * What opening a large store costs beside PGlite itself: time and memory of a database with a long history, opened by bare
 * PGlite, by the store, and by AgentCards with everything that answers are made from. Each in a process of its own, in
 * turns; medians. Times are of the processor, so that other programs on the machine count little.
 *
 * The engine's part of opening AgentCards is what the engine itself takes over the tools, vectors, declarations and
 * executions that it is given: the time within its methods. All rows are streamed for it, whichever way they are read.
 *
 *     pnpm bench:large [--executions 100000] [--tools 10000] [--rounds 3] [--keep directory]
 *
 * With `--keep` the database stays in that directory, and the next run with it takes the one that is there.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Embedder, EngineSettings, PageRequest, ScoringEngine, Store } from '@agentcards/core';
import { createEngine } from '@agentcards/graphrag';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { createAgentCards } from 'agentcards';
import { openPGliteStore } from '../../packages/store-pglite/src/index.js';
import { createRandom } from '../random.js';

const { values } = parseArgs({
  options: {
    executions: { type: 'string', default: '100000' },
    tools: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '3' },
    keep: { type: 'string' },
    way: { type: 'string' },
    directory: { type: 'string' },
  },
});
const [executions, tools, rounds] = [Number(values.executions), Number(values.tools), Number(values.rounds)];
const dimensions = 1_024;
const serverSize = 100;
const pageSize = 1_000;
/** Texts of vectors take longer to make than all else. */
const vectors = "tool_id, model_id, content_hash, encode(vector_send(embedding), 'base64') FROM tool_embedding";

const embedder: Embedder = {
  modelId: 'bench',
  dimensions,
  embed: async (texts) =>
    texts.map((text) => {
      const random = createRandom([...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7));
      return Float32Array.from({ length: dimensions }, () => random() - 0.5);
    }),
};

interface Cost {
  /** Seconds until it was open, and until everything was read. */
  readonly opened: number;
  readonly read: number;
  /** Seconds of it within the engine. */
  readonly engine?: number | undefined;
  /** Megabytes: the most that the process had. */
  readonly peak: number;
}

/** Ways of having the rows in this process. Each begins with the directory and ends with what it took. */
const ways: Readonly<Record<string, (dataDir: string) => Promise<Omit<Cost, 'peak'>>>> = {
  async pglite(dataDir) {
    const elapsed = stopwatch();
    await using database = await PGlite.create({ dataDir, extensions: { vector } });
    const opened = elapsed();
    for (const columns of ['* FROM tool_schema', vectors, '* FROM workflow_execution', '* FROM tool_dependency']) {
      await stream(database, columns);
    }
    return { opened, read: elapsed() };
  },
  async store(dataDir) {
    const elapsed = stopwatch();
    await using store = await openPGliteStore({ dataDir });
    await store.migrate();
    const opened = elapsed();
    await readAll(store);
    return { opened, read: elapsed() };
  },
  async agentcards(dataDir) {
    const elapsed = stopwatch();
    const { create, seconds } = timedEngine();
    const store = await openPGliteStore({ dataDir });
    await using cards = await createAgentCards({ store, embedder, createEngine: create });
    const read = elapsed();
    const engine = seconds();
    const stats = await cards.stats();
    const isAll = stats.executions === executions && stats.embedded === tools && stats.dependencies > 0;
    if (!isAll) throw new Error(JSON.stringify(stats));
    return { opened: read, read, engine };
  },
};

if (values.way !== undefined) {
  const cost = await ways[values.way]!(values.directory!);
  process.send!({ ...cost, peak: process.resourceUsage().maxRSS / 1_024 });
  process.disconnect();
} else if (values.keep !== undefined) {
  await compare(values.keep);
} else {
  const directory = await mkdtemp(join(tmpdir(), 'agentcards-large-'));
  try {
    await compare(join(directory, 'data'));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function compare(dataDir: string): Promise<void> {
  const elapsed = stopwatch();
  if (!existsSync(dataDir)) await fill(dataDir);
  console.log(
    `${executions} executions, ${tools} tools of ${dimensions} dimensions; made in ${elapsed().toFixed(0)} s`,
  );
  const costs: Record<string, Cost[]> = {};
  for (let round = 0; round < rounds; round++) {
    // biome-ignore lint/suspicious/noAssignInExpressions: a list a way, made when it is first needed
    for (const way of Object.keys(ways)) (costs[way] ??= []).push(await measure(way, dataDir));
  }
  const of = (way: string, what: Exclude<keyof Cost, 'engine'>) => median(costs[way]!.map((cost) => cost[what]));
  for (const way of Object.keys(ways)) {
    const figures = [of(way, 'opened'), of(way, 'read')].map((seconds) => `${seconds.toFixed(2)} s`);
    console.log(`${way}: open ${figures[0]}, all read ${figures[1]}, at most ${of(way, 'peak').toFixed(0)} MB`);
  }
  const engine = median(costs.agentcards!.map((cost) => cost.engine ?? 0));
  const others = (of('agentcards', 'read') - engine) / of('pglite', 'read');
  console.log(`agentcards: the engine's part ${engine.toFixed(2)} s, all else ${others.toFixed(2)} of pglite's time`);
  for (const way of ['store', 'agentcards']) {
    const [time, memory] = [of(way, 'read') / of('pglite', 'read'), of(way, 'peak') / of('pglite', 'peak')];
    console.log(`${way} / pglite: time ${time.toFixed(2)}, memory ${memory.toFixed(2)} (aimed at 1.15)`);
  }
}

async function measure(way: string, dataDir: string): Promise<Cost> {
  const own = process.argv.slice(2);
  const child = fork(fileURLToPath(import.meta.url), [...own, '--way', way, '--directory', dataDir]);
  const [cost] = (await once(child, 'message')) as [Cost];
  await once(child, 'exit');
  return cost;
}

async function stream(database: PGlite, columns: string): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.exec(`DECLARE pages CURSOR FOR SELECT ${columns}`);
    while ((await transaction.query(`FETCH ${pageSize} FROM pages`)).rows.length > 0);
    await transaction.exec('CLOSE pages');
  });
}

async function readAll({ tools, embeddings, executions, edges }: Store): Promise<void> {
  await pages(tools.read, ({ toolId }) => toolId);
  await pages(embeddings.read, ({ toolId }) => toolId);
  await pages(executions.read, ({ id }) => id);
  await pages(edges.read, ({ from, to }) => ({ from, to }));
}

async function pages<Row, Key>(
  read: (page: PageRequest<Key>) => Promise<Row[]>,
  keyOf: (row: Row) => Key,
): Promise<void> {
  let page = await read({ limit: pageSize });
  while (page.length === pageSize) page = await read({ after: keyOf(page.at(-1)!), limit: pageSize });
}

/** Through the public API but for the executions, of which each would be a transaction. */
async function fill(dataDir: string): Promise<void> {
  const empty = await createAgentCards({ store: await openPGliteStore({ dataDir }), embedder: null });
  const names = Array.from({ length: tools }, (_, index) => `tool ${index}`);
  await empty.tools.sync(
    Array.from({ length: Math.ceil(tools / serverSize) }, (_, server) => ({
      server: `server-${server}`,
      tools: names
        .slice(server * serverSize, (server + 1) * serverSize)
        .map((name) => ({ name, description: `Does what ${name} is for`, inputSchema: { type: 'object' } })),
    })),
  );
  await empty.tools.reembed(embedder);
  await empty.close();
  const database = await PGlite.create({ dataDir, extensions: { vector } });
  // Habits of four calls, each of which needs the one before; every tenth execution calls one other tool.
  await database.query(
    `INSERT INTO workflow_execution (execution_id, executed_at, intent_text, success, execution_time_ms, dag_structure)
     SELECT 'execution-' || lpad(n::text, 9, '0'), now() - n * interval '1 second', 'the wish ' || n % 5000, n % 20 > 0, 70,
       jsonb_build_object('version', 1, 'tasks', (SELECT jsonb_agg(jsonb_build_object('id', 't' || place,
         'toolId', 'server-' || tool / ${serverSize} || ':tool ' || tool,
         'dependsOn', CASE place WHEN 0 THEN '[]'::jsonb ELSE jsonb_build_array('t' || place - 1) END,
         'layer', place, 'success', true,
         'startedAt', to_char(now() - n * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) ORDER BY place)
         FROM (SELECT place, (n % 500 * 17 + place * 31 + CASE WHEN n % 10 = 0 AND place = 2 THEN n ELSE 0 END) % $2::int AS tool
           FROM generate_series(0, 3) AS place) AS chosen))
     FROM generate_series(1, $1::int) AS n`,
    [executions, tools],
  );
  await database.close();
  const full = await createAgentCards({ store: await openPGliteStore({ dataDir }), embedder });
  await full.rebuild();
  await full.close();
}

/** The engine, and how long it was at it: within the methods by which it learns. */
function timedEngine() {
  let seconds = 0;
  const create = (settings: EngineSettings): ScoringEngine => {
    const engine = createEngine(settings);
    const timed =
      <Given>(method: (given: Given) => void) =>
      (given: Given) => {
        const elapsed = stopwatch();
        method(given);
        seconds += elapsed();
      };
    return {
      ...engine,
      upsertTools: timed(engine.upsertTools),
      setEmbeddings: timed(engine.setEmbeddings),
      addDependencies: timed(engine.addDependencies),
      observe: timed(engine.observe),
    };
  };
  return { create, seconds: () => seconds };
}

/** Seconds of the processor, all threads. */
function stopwatch(): () => number {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  };
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;
}
