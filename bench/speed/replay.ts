import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore, type ExecutionRecord, toToolId } from '@agentcards/core';
import { createEngine } from '@agentcards/graphrag';
import { PGlite } from '@electric-sql/pglite';
import { createAgentCards } from 'agentcards';
import type { DataSet } from '../data/data-set.js';
import { type Finding, renderFinding } from '../quality/finding.js';
import { createWorkload } from './workload.js';

const catalogueSize = 1_000;
const executionCounts = [10_000, 100_000];
const servers = 10;
/** Rows of one INSERT. */
const batchSize = 1_000;

/**
 * Issue 5, A1: all edges and statistics projected anew from the recorded executions, in the engine alone and through the
 * public API over both stores. Prints as it goes.
 */
export async function measureReplay(sets: readonly DataSet[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  const report = (what: string, { wall, processor }: Duration, target?: Finding['target']) => {
    const details = [`${(processor / 1_000).toFixed(2)} s of the processor, all threads`];
    const finding = { point: 'A1', what: `${what}, seconds`, value: wall / 1_000, target, details };
    findings.push(finding);
    console.log(renderFinding(finding).join('\n'));
  };
  for (const count of executionCounts) {
    const target = count === 100_000 ? { atMost: 10 } : undefined;
    const { sources, executions } = createHistory(sets, count);
    report(`${count} executions observed by an engine`, observeAll(executions), target);
    report(`${count} executions rebuilt over the memory store`, await rebuildInMemory(sources, executions), target);
    report(`${count} executions rebuilt over PGlite`, await rebuildOnDisk(sources, executions), target);
  }
  return findings;
}

/** Milliseconds. Apart, because a machine with other work on it makes the first longer. */
interface Duration {
  readonly wall: number;
  readonly processor: number;
}

function stopwatch(): () => Duration {
  const start = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { wall: performance.now() - start, processor: (user + system) / 1_000 };
  };
}

type Sources = { readonly server: string; readonly tools: { readonly name: string; readonly description: string }[] }[];

/** In the order of ids that say nothing of time, as a store reads them. */
function createHistory(sets: readonly DataSet[], count: number) {
  const workload = createWorkload(sets, catalogueSize);
  const toolIds = new Map(
    workload.tools.map(({ id }, index) => [id, toToolId(`server-${index % servers}`, `tool-${index}`)]),
  );
  const sources: Sources = Array.from({ length: servers }, (_, server) => ({
    server: `server-${server}`,
    tools: workload.tools.flatMap(({ description }, index) =>
      index % servers === server ? [{ name: `tool-${index}`, description }] : [],
    ),
  }));
  const executions = Array.from({ length: count }, (_, index): ExecutionRecord => {
    const { intent, success, executedAt, tasks } = workload.workflow((index * 7_919) % count);
    return {
      id: `execution-${String(index).padStart(9, '0')}`,
      executedAt: new Date(executedAt),
      intent,
      success,
      durationMs: 70,
      tasks: tasks.map((task, layer) => ({
        ...task,
        toolId: toolIds.get(task.toolId)!,
        layer,
        startedAt: new Date(task.startedAt),
        endedAt: new Date(task.endedAt),
      })),
    };
  });
  return { sources, executions };
}

function observeAll(executions: readonly ExecutionRecord[]): Duration {
  const engine = createEngine();
  const elapsed = stopwatch();
  engine.observe(executions);
  return elapsed();
}

async function rebuildInMemory(sources: Sources, executions: readonly ExecutionRecord[]): Promise<Duration> {
  const store = createMemoryStore();
  for (const execution of executions) await store.executions.record(execution, [], () => 0.5);
  await using cards = await createAgentCards({ store, embedder: null, retention: { executions: false } });
  await cards.tools.sync(sources);
  return rebuild(cards, executions.length);
}

async function rebuildOnDisk(sources: Sources, executions: readonly ExecutionRecord[]): Promise<Duration> {
  const directory = await mkdtemp(join(tmpdir(), 'agentcards-speed-'));
  try {
    const options = { dataDir: join(directory, 'data'), embedder: null, retention: { executions: false } } as const;
    const empty = await createAgentCards(options);
    await empty.tools.sync(sources);
    await empty.close();
    await insertAll(options.dataDir, executions);
    await using cards = await createAgentCards(options);
    return await rebuild(cards, executions.length);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function rebuild(cards: Awaited<ReturnType<typeof createAgentCards>>, expected: number): Promise<Duration> {
  const elapsed = stopwatch();
  const { executions, observedEdges } = await cards.rebuild();
  const duration = elapsed();
  if (executions !== expected || observedEdges === 0) throw new Error(`Rebuilt from ${executions}, not ${expected}.`);
  return duration;
}

/** As `record` would have stored them, in large pieces: a transaction for each would take minutes. */
async function insertAll(dataDir: string, executions: readonly ExecutionRecord[]): Promise<void> {
  const database = await PGlite.create(dataDir);
  for (let start = 0; start < executions.length; start += batchSize) {
    const rows = executions.slice(start, start + batchSize).map(({ tasks, ...execution }) => ({
      ...execution,
      dag: { version: 1, tasks },
    }));
    await database.query(
      `INSERT INTO workflow_execution (execution_id, executed_at, intent_text, success, execution_time_ms, dag_structure)
       SELECT id, "executedAt", intent, success, "durationMs", dag FROM jsonb_to_recordset($1)
         AS row (id text, "executedAt" timestamptz, intent text, success boolean, "durationMs" bigint, dag jsonb)`,
      [JSON.stringify(rows)],
    );
  }
  await database.close();
}
