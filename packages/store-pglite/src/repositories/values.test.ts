import type { ConfidenceOf, ExecutionRecord, JsonObject, JsonValue, Store, ToolId, ToolRecord } from '@agentcards/core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPGliteStore } from '../open.js';

let store: Store;
beforeAll(async () => {
  store = await openPGliteStore({ dataDir: 'memory://', dimensions: 3 });
  await store.migrate();
});
afterAll(() => store.close());

/** UTF-16 code units of any kind, with NUL, lone surrogates and the escapes of `encodeText` often among them. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0, 1, 0xd83d, 0xde00, 0xe000, 0x22, 0x5c)), {
    maxLength: 40,
  })
  .map((units) => String.fromCharCode(...units));
const anyDate = fc.date({ min: new Date('-004700-01-01T00:00:00Z'), noInvalidDate: true });
const anyJson: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.boolean(),
    // JSON.stringify writes -0 as 0.
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    anyText,
    fc.constantFrom('123', 'null', '{"a":1}'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(anyText, fc.constantFrom('__proto__', 'constructor')), tie('value'), { maxKeys: 4 }),
  ),
})).value;
const anyObject = anyJson.map((value) => ({ value }) as JsonObject);
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });

const anyTool: fc.Arbitrary<ToolRecord> = fc.record({
  toolId: anyText.map((text) => `server:${text}` as ToolId),
  serverId: anyText,
  name: anyText,
  title: maybe(anyText),
  description: maybe(anyText),
  inputSchema: anyObject,
  outputSchema: maybe(anyObject),
  annotations: maybe(anyObject),
  fingerprint: anyText,
  status: fc.constantFrom('active', 'removed', 'quarantined'),
  firstSeen: anyDate,
  updatedAt: anyDate,
});

test('a tool of any texts, JSON and dates comes back equal', async () => {
  const written = new Map<string, ToolRecord>();
  await fc.assert(
    fc.asyncProperty(anyTool, async (tool) => {
      await store.tools.apply({ upsert: [tool], remove: [], at: tool.updatedAt });
      written.set(tool.toolId, { ...tool, firstSeen: written.get(tool.toolId)?.firstSeen ?? tool.firstSeen });
      const tools = await store.tools.read({ limit: 1_000 });
      expect(tools.find(({ toolId }) => toolId === tool.toolId)).toEqual(written.get(tool.toolId));
    }),
    { numRuns: 60 },
  );
});

test('keys come by code point, on pages that join up', async () => {
  const all = (await store.tools.read({ limit: 1_000 })).map(({ toolId }) => toolId);
  expect(all.length).toBeGreaterThan(20);
  expect(all).toEqual([...all].sort(byCodePoint));
  const paged: ToolId[] = [];
  for (let after: ToolId | undefined; ; after = paged.at(-1)) {
    const page = await store.tools.read({ after, limit: 7 });
    paged.push(...page.map(({ toolId }) => toolId));
    if (page.length < 7) break;
  }
  expect(paged).toEqual(all);
});

const anyTask = fc.record({
  id: anyText,
  toolId: anyText.map((text) => text as ToolId),
  dependsOn: fc.array(anyText, { maxLength: 3 }),
  layer: fc.nat(),
  success: fc.boolean(),
  startedAt: maybe(anyDate),
  endedAt: maybe(anyDate),
  errorType: maybe(anyText),
  argumentsDigest: maybe(anyText),
  argumentValues: maybe(fc.array(anyText, { maxLength: 3 })),
  outputValues: maybe(fc.array(anyText, { maxLength: 3 })),
  argumentPlaces: maybe(fc.array(fc.record({ value: anyText, path: anyText }), { maxLength: 2 })),
});
const anyExecution: fc.Arbitrary<ExecutionRecord> = fc.record({
  id: anyText,
  executedAt: anyDate,
  intent: maybe(anyText),
  success: fc.boolean(),
  durationMs: fc.maxSafeNat(),
  errorMessage: maybe(anyText),
  suggestionId: maybe(anyText),
  proposedTools: maybe(
    fc.array(
      anyText.map((text) => text as ToolId),
      { maxLength: 3 },
    ),
  ),
  codeSnippet: maybe(anyText),
  codeHash: maybe(anyText),
  tasks: fc.array(anyTask, { maxLength: 4 }),
});
const half: ConfidenceOf = () => 0.5;

test('an execution of any contents comes back equal', async () => {
  const written = new Map<string, ExecutionRecord>();
  await fc.assert(
    fc.asyncProperty(anyExecution, async (execution) => {
      const answer = await store.executions.record(execution, [], half);
      expect(answer).toBe(written.has(execution.id) ? 'duplicate' : 'recorded');
      if (answer === 'recorded') written.set(execution.id, execution);
      const executions = await store.executions.read({ limit: 1_000 });
      expect(executions.find(({ id }) => id === execution.id)).toEqual(written.get(execution.id));
    }),
    { numRuns: 60 },
  );
});

test('a setting of any JSON comes back equal, also a text that reads as JSON', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, anyJson, async (key, value) => {
      await store.config.set(key, value);
      const listed = await store.config.list(key);
      expect(await store.config.get(key)).toEqual(value);
      expect(listed).toContainEqual({ key, value });
    }),
    { numRuns: 60 },
  );
});

test('an error of any texts comes back equal', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, anyText, maybe(anyObject), anyDate, async (message, stack, context, timestamp) => {
      await store.errors.append({ errorType: 'test', message, stack, context, timestamp });
      const [newest] = await store.errors.recent(1);
      expect(newest).toEqual({ errorType: 'test', message, stack, context, timestamp });
    }),
    { numRuns: 30 },
  );
});

test('an edge between any ids keeps its increments', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, anyText, anyDate, async (from, to, observedAt) => {
      const pair = { from: from as ToolId, to: to as ToolId };
      const counters = {
        observedCount: 2,
        successCount: 1,
        failureCount: 1,
        dataFlowCount: 3,
        declaredCount: 4,
        sequenceCount: 5,
      };
      await store.edges.replaceObserved([{ ...pair, ...counters, observedAt }], half);
      const edge = { ...pair, ...counters, source: 'learned', confidence: 0.5, lastObserved: observedAt };
      expect(await store.edges.read({ limit: 10 })).toEqual([edge]);
    }),
    { numRuns: 30 },
  );
});

test('names as long as core takes them fit the keys, also in pairs', async () => {
  const id = (digit: string) => `${'服'.repeat(128)}:${'務'.repeat(255)}${digit}` as ToolId;
  await store.edges.declare([{ from: id('1'), to: id('2'), source: 'user' }], half);
  expect(await store.edges.withdraw([{ from: id('1'), to: id('2') }], half)).toBe(1);
});

function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (const [index, character] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (character !== other) return character.codePointAt(0)! - other.codePointAt(0)!;
  }
  return left.length - right.length;
}
