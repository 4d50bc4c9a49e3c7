import {
  type ConfidenceOf,
  createMemoryStore,
  type DependencyIncrement,
  type DependencyPair,
  type ExecutionRecord,
  type Store,
  type ToolId,
  type ToolRecord,
} from '@agentcards/core';
import type { PGlite } from '@electric-sql/pglite';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Connection, startPGlite } from '../connection.js';
import { allMigrations } from '../migrations/all-migrations.js';
import { applyMigrations } from '../migrations/apply-migrations.js';
import { createEdgeStore } from './edges.js';
import { createErrorStore } from './errors.js';
import { createExecutionStore } from './executions.js';
import { createRetirementStore } from './retirement.js';
import { createToolStore } from './tools.js';

let database: PGlite;
let connection: Connection;
beforeAll(async () => {
  database = await startPGlite('memory://');
  connection = new Connection(database);
  await connection.migrate((_database, raw) => applyMigrations(raw, allMigrations));
});
afterAll(() => database.close());

type Part = Pick<Store, 'edges' | 'executions'> & { readonly retirement: NonNullable<Store['retirement']> };
const everything = { limit: 100 };

/** Of the row, and of how often it was asked for: who rates an edge too often or too seldom is found out. */
const rating =
  (share: number): ConfidenceOf =>
  ({ successCount, observedCount }) =>
    (share * (successCount + 1)) / (observedCount + 2);

const anyTool = fc.constantFrom('a', 'b', '\0', '\ud800').map((id) => id as ToolId);
const anyPair: fc.Arbitrary<DependencyPair> = fc.record({ from: anyTool, to: anyTool });
const count = fc.nat({ max: 3 });
const anyTime = fc.nat({ max: 9 }).map((time) => new Date(Date.UTC(2026, 0, 1) + time));
const anyIncrement: fc.Arbitrary<DependencyIncrement> = fc
  .tuple(anyPair, count, count, count, anyTime)
  .map(([pair, successCount, failureCount, sequenceCount, observedAt]) => ({
    ...pair,
    observedCount: successCount + failureCount,
    successCount,
    failureCount,
    dataFlowCount: 0,
    declaredCount: successCount,
    sequenceCount,
    observedAt,
  }));
const increments = fc.array(anyIncrement, { maxLength: 4 });
const anyId = fc.constantFrom('e0', 'e1', 'e2', 'e3', 'e4');

type Call = (store: Part) => Promise<unknown>;
const anyCall: fc.Arbitrary<Call> = fc.oneof(
  fc.tuple(anyId, anyTime, increments).map(([id, executedAt, increments]): Call => {
    const execution: ExecutionRecord = { id, executedAt, success: true, durationMs: 0, tasks: [] };
    return ({ executions }) => executions.record(execution, increments, rating(1));
  }),
  fc.tuple(fc.array(fc.tuple(anyId, increments), { maxLength: 4 }), fc.constantFrom(0.25, 0.5)).map(
    ([retired, share]): Call =>
      ({ retirement }) =>
        retirement.retire(
          [...new Map(retired)].map(([id, increments]) => ({ id, increments })),
          rating(share),
        ),
  ),
  fc.tuple(anyTime, fc.nat({ max: 4 })).map(
    ([before, limit]): Call =>
      ({ retirement }) =>
        retirement.oldest({ before, limit: limit + 1 }),
  ),
  fc.array(anyPair, { maxLength: 3 }).map(
    (pairs): Call =>
      ({ retirement }) =>
        retirement.remove([...new Map(pairs.map((pair) => [JSON.stringify(pair), pair])).values()]),
  ),
  anyPair.map(
    (after): Call =>
      ({ retirement }) =>
        retirement.read({ after, limit: 2 }),
  ),
);

test('any calls leave what they leave in the memory store of core', async () => {
  const store: Part = {
    edges: createEdgeStore(connection),
    executions: createExecutionStore(connection),
    retirement: createRetirementStore(connection),
  };
  await fc.assert(
    fc.asyncProperty(fc.array(anyCall, { maxLength: 12 }), async (calls) => {
      const memory = createMemoryStore() as Store & Part;
      await database.exec('TRUNCATE tool_dependency, tool_dependency_retired, workflow_execution');
      for (const call of calls) expect(await call(store)).toEqual(await call(memory));
      expect(await store.retirement.read(everything)).toEqual(await memory.retirement.read(everything));
      expect(await store.edges.read(everything)).toEqual(await memory.edges.read(everything));
      expect(await store.executions.read(everything)).toEqual(await memory.executions.read(everything));
    }),
    { numRuns: 60 },
  );
});

test('what cannot be rated changes nothing', async () => {
  const { executions, retirement } = {
    executions: createExecutionStore(connection),
    retirement: createRetirementStore(connection),
  };
  await database.exec('TRUNCATE tool_dependency, tool_dependency_retired, workflow_execution');
  const [increment] = fc.sample(anyIncrement, { numRuns: 1, seed: 1 });
  const executedAt = new Date(0);
  await executions.record({ id: 'e', executedAt, success: true, durationMs: 0, tasks: [] }, [increment!], rating(1));
  await expect(retirement.retire([{ id: 'e', increments: [increment!] }], () => 2)).rejects.toMatchObject({
    code: 'STORE_OPERATION_FAILED',
  });
  expect(await executions.read(everything)).toHaveLength(1);
  expect(await retirement.read(everything)).toEqual([]);
});

test('a read whose signal is aborted says so', async () => {
  const retirement = createRetirementStore(connection);
  const signal = AbortSignal.abort(new Error('why'));
  const aborted = { code: 'ABORTED', cause: new Error('why') };
  await expect(retirement.read({ limit: 1, signal })).rejects.toMatchObject(aborted);
  await expect(retirement.oldest({ before: new Date(), limit: 1, signal })).rejects.toMatchObject(aborted);
});

test('errors before a point in time go, so many at most', async () => {
  const errors = createErrorStore(connection);
  for (const time of [3, 1, 2, 4]) {
    await errors.append({ errorType: 'test', message: String(time), timestamp: new Date(time) });
  }
  const left = async () => (await errors.recent(9)).map(({ message }) => message);
  expect(await errors.prune!({ before: new Date(4), limit: 2 })).toBe(2);
  expect(await left()).toEqual(['4', '2']);
  expect(await errors.prune!({ before: new Date(4), limit: 2 })).toBe(1);
  expect(await errors.prune!({ before: new Date(4), limit: 2 })).toBe(0);
  expect(await left()).toEqual(['4']);
});

test('only removed tools are purged, with their vectors', async () => {
  const tools = createToolStore(connection);
  const at = new Date(0);
  const tool = (name: string, status: ToolRecord['status']): ToolRecord => {
    const fields = { serverId: 's', inputSchema: {}, fingerprint: name, firstSeen: at, updatedAt: at };
    return { ...fields, toolId: `s:${name}` as ToolId, name, status };
  };
  const all = [
    tool('active', 'active'),
    tool('held', 'quarantined'),
    tool('other', 'removed'),
    tool('gone', 'removed'),
  ];
  await tools.apply({ upsert: all, remove: [], at });
  await database.exec(`INSERT INTO tool_embedding_staged VALUES ('s:gone', 'm', 'h', '[1]', now())`);
  const ids = ['s:gone', 's:active', 's:held', 's:never', 's:gone'] as ToolId[];
  expect(await tools.purge!(ids)).toBe(1);
  expect((await tools.read(everything)).map(({ name }) => name)).toEqual(['active', 'held', 'other']);
  expect((await database.query('SELECT * FROM tool_embedding_staged')).rows).toEqual([]);
});
