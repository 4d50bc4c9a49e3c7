import { inspect } from 'node:util';
import type { ConfidenceOf, DependencyIncrement, ExecutionRecord, Store, ToolId, ToolRecord } from '@agentcards/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operationFailed, safeCause } from './failures.js';
import { openPGliteStore } from './open.js';

const secret = 'sk-planted-7f3a9c';
const at = new Date('2026-11-23T06:00:00.000Z');
const half: ConfidenceOf = () => 0.5;

let store: Store;
beforeAll(async () => {
  store = await openPGliteStore({ dataDir: 'memory://', dimensions: 3 });
  await store.migrate();
});
afterAll(() => store.close());

const tool: ToolRecord = {
  toolId: `server:${secret}` as ToolId,
  serverId: secret,
  name: secret,
  description: secret,
  inputSchema: { secret },
  fingerprint: secret,
  status: 'active',
  firstSeen: at,
  updatedAt: at,
};
const execution: ExecutionRecord = {
  id: secret,
  executedAt: at,
  intent: secret,
  success: true,
  durationMs: 1,
  codeSnippet: secret,
  tasks: [{ id: secret, toolId: tool.toolId, dependsOn: [], layer: 0, success: true, argumentValues: [secret] }],
};
const increment: DependencyIncrement = {
  from: tool.toolId,
  to: `server:${secret} too` as ToolId,
  observedCount: 1,
  successCount: 1,
  failureCount: 0,
  dataFlowCount: 0,
  declaredCount: 0,
  sequenceCount: 0,
  observedAt: at,
};
const tooLongForAKey = secret + Array.from({ length: 9_000 }, (_, index) => Math.sin(index).toString(36)).join('');

/** Refused by a CHECK, a foreign key, NOT NULL, an index, and JavaScript. */
const refused: Record<string, () => Promise<unknown>> = {
  'tools.apply': () => store.tools.apply({ upsert: [{ ...tool, status: secret as 'active' }], remove: [], at }),
  'tools.apply of a key without end': () =>
    store.tools.apply({ upsert: [{ ...tool, toolId: tooLongForAKey as ToolId }], remove: [], at }),
  'tools.apply without a name': () =>
    store.tools.apply({ upsert: [{ ...tool, name: null as unknown as string }], remove: [], at }),
  'embeddings.put': () =>
    store.embeddings.put([
      {
        toolId: tool.toolId,
        modelId: secret,
        contentHash: secret,
        embedding: Float32Array.of(1, 2, 3),
        updatedAt: at,
      },
    ]),
  'edges.declare': () => store.edges.declare([{ ...increment, source: secret as 'user' }], half),
  'edges.replaceObserved': () => store.edges.replaceObserved([{ ...increment, successCount: 7 }], half),
  'executions.record': () => store.executions.record({ ...execution, durationMs: -1 }, [], half),
  'executions.record of a broken date': () =>
    store.executions.record({ ...execution, executedAt: new Date(Number.NaN) }, [], half),
  'executions.record of an edge out of bounds': () => store.executions.record(execution, [increment], () => 1.5),
  'errors.append': () =>
    store.errors.append({ errorType: secret, message: null as unknown as string, stack: secret, timestamp: at }),
  'config.set': () => store.config.set(secret, undefined as unknown as string),
};

test.each(Object.entries(refused))('%s: no parameter in message, details or causes', async (_operation, refuse) => {
  const error = await refuse().then(
    () => expect.fail('was not refused'),
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ code: 'STORE_OPERATION_FAILED', cause: expect.any(Error) });
  const everything = inspect(error, { depth: 20, showHidden: true, getters: true });
  expect(everything).toContain('STORE_OPERATION_FAILED');
  expect(everything).not.toContain(secret);
});

test('what was refused has changed nothing', async () => {
  expect(await store.tools.read({ limit: 9 })).toEqual([]);
  expect(await store.edges.read({ limit: 9 })).toEqual([]);
  expect(await store.executions.read({ limit: 9 })).toEqual([]);
  expect(await store.executions.record(execution, [increment], half)).toBe('recorded');
});

test('the cause names the rule of the database and where it was hit', async () => {
  await expect(refused['tools.apply']!()).rejects.toMatchObject({
    message: expect.stringContaining('SQLSTATE 23514 constraint tool_schema_status_check table tool_schema'),
    cause: { code: '23514', stack: expect.stringMatching(/\n {4}at /) },
  });
});

test('an error that is not of the database stays the cause', () => {
  const error = new RangeError('unreachable');
  expect(safeCause(error)).toBe(error);
  expect(safeCause('text').message).toBe('text');
  // As Emscripten throws it.
  expect(safeCause({ name: 'ErrnoError', errno: 44 }).message).toBe('ErrnoError 44');
  expect(safeCause({}).message).toBe('[object Object]');
});

test('a full disk is called one', () => {
  const error = Object.assign(new Error(secret), { severity: 'ERROR', code: '53100', routine: 'mdzeroextend' });
  expect(operationFailed('tools.apply', error)).toMatchObject({
    message: 'tools.apply failed and has changed nothing: the disk is full (SQLSTATE 53100 routine mdzeroextend)',
    hint: expect.stringContaining('Free space'),
  });
});
