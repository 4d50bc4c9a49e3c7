import {
  type ConfidenceOf,
  createMemoryStore,
  type DependencyDeclaration,
  type DependencyIncrement,
  type ExecutionRecord,
  type Store,
  type ToolId,
} from '@agentcards/core';
import type { PGlite } from '@electric-sql/pglite';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Connection, startPGlite } from '../connection.js';
import { allMigrations } from '../migrations/all-migrations.js';
import { applyMigrations } from '../migrations/apply-migrations.js';
import { createEdgeStore } from './edges.js';
import { createExecutionStore } from './executions.js';

let database: PGlite;
let connection: Connection;
beforeAll(async () => {
  database = await startPGlite('memory://');
  connection = new Connection(database);
  await connection.migrate((_database, raw) => applyMigrations(raw, allMigrations));
});
afterAll(() => database.close());

const confidenceOf: ConfidenceOf = ({ source, successCount, observedCount }) =>
  source === 'learned' ? (successCount + 1) / (observedCount + 2) : 1;

const anyId = fc.constantFrom('a', 'b', 'c').map((id) => id as ToolId);
const anyPair = fc.record({ from: anyId, to: anyId });
const count = fc.nat({ max: 3 });
const anyIncrement: fc.Arbitrary<DependencyIncrement> = fc
  .record({
    from: anyId,
    to: anyId,
    successCount: count,
    failureCount: count,
    dataFlowCount: count,
    declaredCount: count,
    sequenceCount: count,
    observedAt: fc.date({ min: new Date('2026-01-01'), max: new Date('2026-02-01'), noInvalidDate: true }),
  })
  .map((increment) => ({ ...increment, observedCount: increment.successCount + increment.failureCount }));
const anyDeclaration = fc.record({
  from: anyId,
  to: anyId,
  source: fc.constantFrom<DependencyDeclaration['source']>('user', 'hint', 'schema'),
});
const anyExecutionId = fc.nat({ max: 20 }).map(String);

const execution = (id: string): ExecutionRecord => ({
  id,
  executedAt: new Date(0),
  success: true,
  durationMs: 0,
  tasks: [],
});

/** A call of the port, to be made on either store; its answer has to be the same. */
type Call = (store: Pick<Store, 'edges' | 'executions'>) => Promise<unknown>;
const anyCall: fc.Arbitrary<Call> = fc.oneof(
  fc.array(anyDeclaration, { maxLength: 4 }).map(
    (edges): Call =>
      (on) =>
        on.edges.declare(edges, confidenceOf),
  ),
  fc.array(anyPair, { maxLength: 4 }).map(
    (pairs): Call =>
      (on) =>
        on.edges.withdraw(pairs, confidenceOf),
  ),
  fc.array(anyIncrement, { maxLength: 5 }).map(
    (increments): Call =>
      (on) =>
        on.edges.replaceObserved(increments, confidenceOf),
  ),
  fc.tuple(anyExecutionId, fc.array(anyIncrement, { maxLength: 5 })).map(
    ([id, increments]): Call =>
      (on) =>
        on.executions.record(execution(id), increments, confidenceOf),
  ),
);

test('any calls leave the edges that they leave in the memory store of core', async () => {
  const store = { edges: createEdgeStore(connection), executions: createExecutionStore(connection) };
  await fc.assert(
    fc.asyncProperty(fc.array(anyCall, { maxLength: 12 }), async (calls) => {
      const memory = createMemoryStore();
      await database.exec('TRUNCATE tool_dependency, workflow_execution');
      for (const call of calls) {
        expect(await call(store)).toEqual(await call(memory));
        expect(await store.edges.read({ limit: 100 })).toEqual(await memory.edges.read({ limit: 100 }));
      }
    }),
    { numRuns: 40 },
  );
});
