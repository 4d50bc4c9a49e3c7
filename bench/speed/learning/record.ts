import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toToolId } from '@agentcards/core';
import { PGlite } from '@electric-sql/pglite';
import { createAgentCards, type ExecutionInput } from 'agentcards';
import type { DataSet } from '../../data/data-set.js';
import type { Report } from '../report.js';
import { medianLatencies, ratios, toRounds } from '../rounds.js';
import { createHistory, type History } from './history.js';

const toolCount = 1_000;
const edgeCounts = [0, 100_000];
const server = 'server';

/** Recording through the public API, beside one transaction of bare PGlite that leaves the same rows in the same tables. */
export async function measureRecord(sets: readonly DataSet[], calls: number, report: Report): Promise<void> {
  const history = createHistory(sets, toolCount);
  const times: number[][] = [];
  for (const edges of edgeCounts) {
    const { ours, bare } = await recordInBoth(history, edges, calls);
    report(`record / a bare transaction with the same rows, ${edges} edges before`, ratios(ours, bare), {
      atMost: 1.5,
    });
    report('the same, p50 in ms', toRounds(ours));
    times.push(ours);
  }
  report(`record with ${edgeCounts[1]} edges before / with ${edgeCounts[0]}`, ratios(times[1]!, times[0]!));
}

async function recordInBoth(history: History, edges: number, calls: number) {
  const directory = await mkdtemp(join(tmpdir(), 'agentcards-speed-'));
  try {
    const [dataDir, bareDir] = [join(directory, 'ours'), join(directory, 'bare')];
    for (const each of [dataDir, bareDir]) await prepare(each, history, edges);
    await using cards = await createAgentCards({ dataDir, embedder: null, retention: { executions: false } });
    const bare = await PGlite.create(bareDir);
    const execution = named(history);
    const { ours, theirs } = await medianLatencies(
      {
        ours: (call) => cards.record(execution(call, 'ours')),
        theirs: (call) => writeBare(bare, execution(call, 'bare')),
      },
      calls,
    );
    const written = await count(bare);
    await bare.close();
    await cards.close();
    const recorded = await PGlite.create(dataDir);
    const expected = await count(recorded);
    await recorded.close();
    if (written !== expected) throw new Error(`The bare transaction wrote ${written}, record ${expected}.`);
    return { ours, bare: theirs };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The tables, the tools, and edges between them of which something is known. */
async function prepare(dataDir: string, history: History, edges: number): Promise<void> {
  const cards = await createAgentCards({ dataDir, embedder: null, retention: { executions: false } });
  await cards.tools.sync([
    { server, tools: history.tools.map(({ description }, index) => ({ name: `tool-${index}`, description })) },
  ]);
  await cards.close();
  const database = await PGlite.create(dataDir);
  const ids = history.tools.map((_, index) => toToolId(server, `tool-${index}`));
  await database.query(
    `INSERT INTO tool_dependency (from_tool_id, to_tool_id, observed_count, success_count, sequence_count, confidence_score, last_observed)
     SELECT ids[1 + edge % $2::int], ids[1 + (edge + 1 + edge / $2::int) % $2::int], 1, 1, 1, 0.5, now()
     FROM (SELECT $1::text[] AS ids) AS known, generate_series(0, $3::int - 1) AS edge`,
    [ids, toolCount, edges],
  );
  await database.close();
}

/** Each time another execution: the calls of a round come again in the next. */
function named(history: History) {
  const places = new Map(history.tools.map(({ id }, index) => [id, toToolId(server, `tool-${index}`)]));
  const next = { ours: 0, bare: 0 };
  return (_call: number, whose: keyof typeof next) => {
    const { tasks, id: _id, ...execution } = history.execution(next[whose]++);
    const id = `execution-${next[whose]}`;
    return {
      ...execution,
      id,
      tasks: tasks.map((task) => ({ ...task, toolId: places.get(task.toolId)! })),
    } as Recorded;
  };
}

type Recorded = Omit<ExecutionInput, 'id' | 'executedAt'> & { readonly id: string; readonly executedAt: number };

async function writeBare(database: PGlite, { id, executedAt, intent, success, tasks }: Recorded): Promise<void> {
  const pairs = tasks.slice(1).map((task, index) => ({
    from: tasks[index]!.toolId,
    to: task.toolId,
    success: success && task.success !== false,
  }));
  const distinct = pairs.filter(({ from, to }) => from !== to);
  await database.transaction(async (transaction) => {
    await transaction.query(
      `INSERT INTO workflow_execution (execution_id, executed_at, intent_text, success, execution_time_ms, dag_structure)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, new Date(executedAt), intent, success, 70, { version: 1, tasks }],
    );
    await transaction.query(
      `INSERT INTO tool_dependency AS edge (from_tool_id, to_tool_id, observed_count, success_count, failure_count,
         declared_count, sequence_count, confidence_score, last_observed)
       SELECT from_id, to_id, 1, success::int, 1 - success::int, 1, 1, 0.5 + random() / 4, $4
       FROM unnest($1::text[], $2::text[], $3::bool[]) AS row (from_id, to_id, success)
       ON CONFLICT (from_tool_id, to_tool_id) DO UPDATE SET
         observed_count = edge.observed_count + excluded.observed_count,
         success_count = edge.success_count + excluded.success_count,
         failure_count = edge.failure_count + excluded.failure_count,
         declared_count = edge.declared_count + excluded.declared_count,
         sequence_count = edge.sequence_count + excluded.sequence_count,
         confidence_score = excluded.confidence_score,
         last_observed = greatest(edge.last_observed, excluded.last_observed)`,
      [
        distinct.map(({ from }) => from),
        distinct.map(({ to }) => to),
        distinct.map((pair) => pair.success),
        new Date(executedAt),
      ],
    );
  });
}

async function count(database: PGlite): Promise<string> {
  const { rows } = await database.query<{ executions: number; edges: number }>(
    'SELECT (SELECT count(*)::int FROM workflow_execution) AS executions, (SELECT count(*)::int FROM tool_dependency) AS edges',
  );
  return `${rows[0]!.executions} executions and ${rows[0]!.edges} edges`;
}
