import type { ExecutionRecord, ToolId } from '@agentcards/core';
import { expect, test } from 'vitest';
import { openPGliteStore } from '../open.js';

const execution = (id: string, intent = 'do it'): ExecutionRecord => ({
  id,
  executedAt: new Date('2026-11-23T06:00:00.123Z'),
  intent,
  success: true,
  durationMs: 3,
  proposedTools: ['server:a' as ToolId],
  tasks: [{ id: 't', toolId: 'server:a' as ToolId, dependsOn: [], layer: 0, success: true, startedAt: new Date(5) }],
});
const everything = { limit: 10_000 };

test('appended executions are those of record, the first of an id, and leave edges alone', async () => {
  await using store = await openPGliteStore({ dataDir: 'memory://' });
  await store.migrate();
  const { append, read, record } = store.executions;
  const [a, b] = ['server:a', 'server:b'] as [ToolId, ToolId];
  const counts = { observedCount: 1, successCount: 1, failureCount: 0, dataFlowCount: 0, declaredCount: 1 };
  const increment = { from: a, to: b, observedAt: new Date(5), sequenceCount: 0, ...counts };
  await record(execution('0'), [increment], () => 0.5);
  const edges = await store.edges.read(everything);

  expect(await append!([])).toBe(0);
  expect(await append!([execution('1'), execution('0', 'other'), execution('1', 'other')])).toBe(1);
  expect(await read(everything)).toEqual([execution('0'), execution('1')]);

  // More than PostgreSQL takes in one statement.
  const many = Array.from({ length: 7_000 }, (_, index) => execution(`many ${index}`));
  expect(await append!([...many, ...many])).toBe(many.length);
  expect(await append!(many)).toBe(0);
  expect(await read(everything)).toHaveLength(many.length + 2);
  expect(await store.edges.read(everything)).toEqual(edges);

  // All or nothing.
  await expect(append!([execution('new'), { ...execution('bad'), durationMs: -1 }])).rejects.toMatchObject({
    code: 'STORE_OPERATION_FAILED',
  });
  expect(await read(everything)).toHaveLength(many.length + 2);
});

test('what recording needs of the session is there again after a failure', async () => {
  await using store = await openPGliteStore({ dataDir: 'memory://' });
  await store.migrate();
  const record = (id: string, more?: Partial<ExecutionRecord>) =>
    store.executions.record({ ...execution(id), ...more }, [], () => 0.5);

  // The first one takes back what it defined.
  const failed = { code: 'STORE_OPERATION_FAILED' };
  await expect(record('bad', { durationMs: -1 })).rejects.toMatchObject(failed);
  expect(await record('0')).toBe('recorded');
  const bad = record('bad', { durationMs: -1 });
  const calls = await Promise.allSettled([record('1'), bad, record('2'), record('1')]);
  expect(calls.map((call) => (call.status === 'fulfilled' ? call.value : call.reason))).toEqual([
    'recorded',
    expect.objectContaining(failed),
    'recorded',
    'duplicate',
  ]);
  expect((await store.executions.read(everything)).map(({ id }) => id)).toEqual(['0', '1', '2']);
});
