import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConfidenceOf, EmbeddingRecord, ExecutionRecord, ToolId, ToolRecord } from '@agentcards/core';
import { expect, onTestFinished, test } from 'vitest';
import { openPGliteDatabase, openPGliteStore, type PGliteTenantStore } from './open.js';

const at = new Date('2026-11-28T06:00:00.000Z');
const half: ConfidenceOf = () => 0.5;
const ids = ['server:one', 'server:two'] as ToolId[];
const [one, two] = ids as [ToolId, ToolId];
const page = { limit: 100 };

const tool = (toolId: ToolId, text: string): ToolRecord => ({
  toolId,
  serverId: 'server',
  name: text,
  inputSchema: { type: 'object' },
  fingerprint: text,
  status: 'active',
  firstSeen: at,
  updatedAt: at,
});
const vector = (toolId: ToolId, length: number, first: number): EmbeddingRecord => ({
  toolId,
  modelId: 'model',
  contentHash: `hash ${first}`,
  embedding: Float32Array.from({ length }, (_, index) => (index === 0 ? first : 1)),
  updatedAt: at,
});
const execution = (id: string, intent: string): ExecutionRecord => ({
  id,
  executedAt: at,
  intent,
  success: true,
  durationMs: 1,
  tasks: [],
});
const increment = (times: number) => ({
  from: one,
  to: two,
  observedCount: times,
  successCount: times,
  failureCount: 0,
  dataFlowCount: 0,
  declaredCount: 0,
  sequenceCount: 0,
  observedAt: at,
});

interface Tenant {
  readonly store: PGliteTenantStore;
  /** In its texts and numbers; the keys are those of every tenant. */
  readonly mark: number;
  readonly dimensions: number;
}

/** Writes through every port. */
async function fill({ store, mark, dimensions }: Tenant): Promise<void> {
  await store.tools.apply({ upsert: ids.map((id) => tool(id, `tool ${mark}`)), remove: [], at });
  await store.embeddings.put(ids.map((id) => vector(id, dimensions, mark)));
  await store.embeddings.put([vector(two, dimensions, mark + 0.5)]);
  await store.embeddings.stage([vector(one, dimensions + 1, mark)]);
  await store.edges.declare([{ from: two, to: one, source: 'user' }], () => mark / 10);
  await store.executions.record(execution('e', `intent ${mark}`), [increment(mark)], half);
  await store.suggestions!.put([{ id: 's', madeAt: at, intent: `intent ${mark}`, toolIds: [] }], {
    atMost: 9,
    notBefore: new Date(0),
  });
  await store.config.set('key', mark);
  await store.config.setIfAbsent('other', mark);
  await store.adaptiveConfig!.replace('', [{ key: 'weight', value: mark, updatedAt: at, samples: mark }]);
  await store.errors.append({ errorType: 'test', message: `error ${mark}`, timestamp: at });
}

/** Reads through every port. */
async function everything({ store, dimensions, mark }: Tenant) {
  const nearest = { vector: new Float32Array(dimensions).fill(1), limit: 9 };
  const contentHashes = [0, 1, 2, 3, 4].flatMap((each) => [`hash ${each}`, `hash ${each + 0.5}`]);
  return {
    tools: await store.tools.read(page),
    embeddings: await store.embeddings.read(page),
    found: await store.embeddings.find({ modelId: 'model', contentHashes }),
    staged: await store.embeddings.readStaged(page),
    nearest: await store.embeddings.nearest!(nearest),
    nearestOfSome: await store.embeddings.nearest!({ ...nearest, toolIds: ids }),
    edges: await store.edges.read(page),
    executions: await store.executions.read(page),
    suggestion: await store.suggestions!.get('s'),
    suggestions: await store.suggestions!.read(page),
    value: await store.config.get('key'),
    kept: await store.config.setIfAbsent('kept', mark),
    config: await store.config.list(''),
    adaptive: await store.adaptiveConfig!.read(''),
    errors: await store.errors.recent(9),
    errorCount: await store.errors.count(),
  };
}

/** Writes through every method that takes away or replaces more than it names. */
async function empty({ store, dimensions }: Tenant): Promise<void> {
  await store.embeddings.promote({ modelId: 'model', dimensions: dimensions + 1 });
  await store.embeddings.discardStaged();
  await store.edges.withdraw([{ from: two, to: one }], half);
  await store.edges.replaceObserved([], half);
  await store.executions.remove!(['e']);
  await store.suggestions!.remove(['s']);
  await store.suggestions!.put([], { atMost: 0, notBefore: at });
  await store.adaptiveConfig!.replace('', []);
  await store.tools.apply({ upsert: [], remove: ids, at });
}

async function temporaryDirectory(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'agentcards-tenants-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'data');
}

test('no port of a store sees or changes what is in another schema of its database', async () => {
  await using database = await openPGliteDatabase({ dataDir: 'memory://' });
  const tenants = [undefined, 'acme', 'postgres', '_1'].map((schema, mark): Tenant => {
    const dimensions = mark + 3;
    return { store: database.openStore({ schema, dimensions }), mark, dimensions };
  });
  for (const { store } of tenants) await store.migrate();
  const nothing = await everything(tenants[0]!);

  // At once, so that their transactions take turns.
  await Promise.all(tenants.slice(1).map(fill));
  expect(await everything(tenants[0]!)).toEqual({ ...nothing });
  await fill(tenants[0]!);

  const alone = await Promise.all(tenants.map(everything));
  for (const [mark, all] of alone.entries()) {
    const dimensions = mark + 3;
    expect(all).toMatchObject({
      tools: ids.map((id) => tool(id, `tool ${mark}`)),
      embeddings: [vector(one, dimensions, mark), vector(two, dimensions, mark + 0.5)],
      staged: [vector(one, dimensions + 1, mark)],
      executions: [execution('e', `intent ${mark}`)],
      suggestion: { intent: `intent ${mark}` },
      value: mark,
      kept: mark,
      adaptive: [{ value: mark }],
      errors: [{ message: `error ${mark}` }],
      errorCount: 1,
    });
    expect(all.edges).toMatchObject([
      { from: one, observedCount: mark },
      { from: two, confidence: mark / 10 },
    ]);
    expect(all.nearest.map(({ toolId }) => toolId).sort()).toEqual(ids);
    expect(all.nearestOfSome).toHaveLength(2);
    expect(all.found.every(({ contentHash }) => contentHash.startsWith(`hash ${mark}`))).toBe(true);
  }

  await empty(tenants[1]!);
  for (const [mark, tenant] of tenants.entries()) {
    if (mark !== 1) expect(await everything(tenant)).toEqual(alone[mark]);
  }
  expect(await everything({ ...tenants[1]!, dimensions: 5 })).toMatchObject({ nearest: [], edges: [], executions: [] });
});

test('a failed transaction leaves the next one, of another store, in its own schema', async () => {
  await using database = await openPGliteDatabase({ dataDir: 'memory://' });
  const [a, b] = [database.openStore({ schema: 'a' }), database.openStore()];
  await Promise.all([a.migrate(), b.migrate()]);
  await a.config.set('key', 'of a');
  const refused = a.tools.apply({ upsert: [{ ...tool(one, ''), status: 'x' as 'active' }], remove: [], at });
  const [, ofB, ofA] = await Promise.allSettled([refused, b.config.get('key'), a.config.get('key')]);
  await expect(refused).rejects.toMatchObject({ code: 'STORE_OPERATION_FAILED' });
  expect([ofB, ofA]).toMatchObject([{ value: undefined }, { value: 'of a' }]);
});

test('stores are opened and closed one by one; the directory is free when the database is closed', async () => {
  const dataDir = await temporaryDirectory();
  const database = await openPGliteDatabase({ dataDir });
  const a = database.openStore({ schema: 'a', dimensions: 3 });
  const b = database.openStore({ schema: 'b', dimensions: 4 });
  await a.migrate();
  await expect(b.tools.read(page)).rejects.toMatchObject({ code: 'STORE_OPERATION_FAILED' });
  await b.migrate();
  expect(() => database.openStore({ schema: 'a' })).toThrow(expect.objectContaining({ code: 'STORE_LOCKED' }));
  await expect(openPGliteDatabase({ dataDir })).rejects.toMatchObject({ code: 'STORE_LOCKED' });
  await expect(openPGliteStore({ dataDir, schema: 'c' })).rejects.toMatchObject({ code: 'STORE_LOCKED' });

  await fill({ store: b, mark: 2, dimensions: 4 });
  const last = a.config.set('last', true);
  await Promise.all([a.close(), a.close()]);
  await last;
  await expect(a.config.get('last')).rejects.toMatchObject({ code: 'CLOSED' });
  expect(await b.config.get('key')).toBe(2);

  const again = database.openStore({ schema: 'a' });
  await again.migrate();
  expect(await again.config.get('last')).toBe(true);
  await a.close();
  expect(() => database.openStore({ schema: 'a' })).toThrow(expect.objectContaining({ code: 'STORE_LOCKED' }));

  const late = b.config.set('late', true);
  await Promise.all([database.close(), database.close()]);
  await late;
  await expect(again.config.get('last')).rejects.toMatchObject({ code: 'CLOSED' });
  expect(() => database.openStore()).toThrow(expect.objectContaining({ code: 'CLOSED' }));

  await using onlyB = await openPGliteStore({ dataDir, schema: 'b' });
  await onlyB.migrate();
  expect(await onlyB.config.get('late')).toBe(true);
  expect(await onlyB.embeddings.read(page)).toHaveLength(2);
});

test('a directory that had no other schema gets one beside, and stays what it was', async () => {
  const dataDir = await temporaryDirectory();
  const before: Tenant = { store: await openPGliteStore({ dataDir, dimensions: 3 }), mark: 1, dimensions: 3 };
  await before.store.migrate();
  await fill(before);
  const stored = await everything(before);
  await before.store.close();

  const database = await openPGliteDatabase({ dataDir });
  const [first, beside] = [database.openStore(), database.openStore({ schema: 'beside', dimensions: 3 })];
  await first.migrate();
  await beside.migrate();
  expect(await everything({ ...before, store: first })).toEqual(stored);
  await fill({ store: beside, mark: 3, dimensions: 3 });
  expect(await everything({ ...before, store: first })).toEqual(stored);
  await database.close();

  await using after = await openPGliteStore({ dataDir });
  await after.migrate();
  expect(await everything({ ...before, store: after })).toEqual(stored);
  await empty({ ...before, store: after });
});

test.each([
  '',
  'Acme',
  '1a',
  'a-b',
  'a"; DROP SCHEMA public',
  'pg_catalog',
  'pg_',
  'information_schema',
  'agentcards_vector',
  'a'.repeat(64),
  7,
  null,
])('%j is no schema for a tenant', async (schema) => {
  await expect(openPGliteStore({ dataDir: 'memory://', schema: schema as string })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
});
