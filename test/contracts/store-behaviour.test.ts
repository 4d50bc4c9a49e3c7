import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ConfidenceOf,
  createMemoryStore,
  type DependencyIncrement,
  type DependencyRecord,
  type EmbeddingRecord,
  type ExecutionRecord,
  type Store,
  type ToolRecord,
  toToolId,
} from '@agentcards/core';
import { openPGliteStore } from '@agentcards/store-pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFileStore } from '../../examples/custom-store/file-store.js';

const directory = mkdtempSync(join(tmpdir(), 'agentcards-test-'));
afterAll(() => rmSync(directory, { recursive: true }));
let files = 0;

/** What the `Store` contract promises, on every store that is in this repository. */
const stores: Record<string, () => Promise<Store>> = {
  memory: async () => createMemoryStore(),
  'the file of examples/custom-store': async () => createFileStore(join(directory, `${files++}.bin`)),
  'pglite in memory': () => openPGliteStore({ dataDir: 'memory://', dimensions: 3 }),
};

const at = new Date('2026-01-02T03:04:05.678Z');
const confidenceOf: ConfidenceOf = ({ source, successCount, observedCount }) =>
  source === 'learned' ? (successCount + 1) / (observedCount + 2) : 1;

function tool(name: string, more: Partial<ToolRecord> = {}): ToolRecord {
  return {
    toolId: toToolId('server', name),
    serverId: 'server',
    name,
    inputSchema: { type: 'object' },
    fingerprint: `fingerprint of ${name}`,
    status: 'active',
    firstSeen: at,
    updatedAt: at,
    ...more,
  };
}

function vectorOf(name: string, embedding: readonly number[], more: Partial<EmbeddingRecord> = {}): EmbeddingRecord {
  return {
    toolId: toToolId('server', name),
    modelId: 'model',
    contentHash: `hash of ${name}`,
    embedding: Float32Array.from(embedding),
    updatedAt: at,
    ...more,
  };
}

function increment(from: string, to: string, more: Partial<DependencyIncrement> = {}): DependencyIncrement {
  return {
    from: toToolId('server', from),
    to: toToolId('server', to),
    observedCount: 1,
    successCount: 1,
    failureCount: 0,
    dataFlowCount: 0,
    declaredCount: 1,
    sequenceCount: 0,
    observedAt: at,
    ...more,
  };
}

function execution(id: string, more: Partial<ExecutionRecord> = {}): ExecutionRecord {
  return {
    id,
    executedAt: at,
    success: true,
    durationMs: 12,
    tasks: [
      { id: 't1', toolId: toToolId('server', 'a'), dependsOn: [], layer: 0, success: true, startedAt: at, endedAt: at },
      { id: 't2', toolId: toToolId('server', 'b'), dependsOn: ['t1'], layer: 1, success: false, errorType: 'timeout' },
    ],
    ...more,
  };
}

async function edgesOf(store: Store): Promise<Record<string, Pick<DependencyRecord, 'source' | 'observedCount'>>> {
  const edges = await store.edges.read({ limit: 1_000 });
  return Object.fromEntries(edges.map((edge) => [`${edge.from}>${edge.to}`, edge]));
}

describe.each(Object.entries(stores))('%s', (_name, open) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
    await store.migrate();
    await store.tools.apply({ upsert: ['a', 'b', 'c'].map((name) => tool(name)), remove: [], at });
  });
  afterAll(() => store.close());

  test('a tool comes back as it went in, whatever its texts and keys', async () => {
    const hostile = tool('hostile', {
      title: "Robert'); DROP TABLE tool_schema;--",
      description: '😀 مرحبا 漢字 \u200b\t"quotes" \\ $1 %s',
      inputSchema: JSON.parse('{"__proto__":{"a":[1,2.5,-0.1,1e21,null,true]},"constructor":{"":""}}'),
      outputSchema: { type: 'object' },
      annotations: { readOnlyHint: true },
      status: 'quarantined',
    });
    await store.tools.apply({ upsert: [hostile], remove: [], at });
    const [read] = (await store.tools.read({ limit: 100 })).filter(({ name }) => name === 'hostile');
    expect(read).toEqual(hostile);
    expect(Object.keys(read!.inputSchema)).toContain('__proto__');
  });

  test('an upsert replaces everything but the first sight', async () => {
    const later = new Date(at.getTime() + 1);
    await store.tools.apply({ upsert: [tool('again', { title: 'old', description: 'old' })], remove: [], at });
    const next = tool('again', { description: 'new', firstSeen: later, updatedAt: later });
    await store.tools.apply({ upsert: [next], remove: [], at: later });
    const [read] = (await store.tools.read({ limit: 100 })).filter(({ name }) => name === 'again');
    expect(read).toEqual({ ...next, firstSeen: at });
  });

  test('removal keeps the row; unknown ids are ignored', async () => {
    const later = new Date(at.getTime() + 5);
    await store.tools.apply({ upsert: [tool('gone')], remove: [], at });
    await store.tools.apply({ upsert: [], remove: [tool('gone').toolId, toToolId('server', 'never')], at: later });
    const tools = await store.tools.read({ limit: 100 });
    expect(tools.find(({ name }) => name === 'gone')).toMatchObject({ status: 'removed', updatedAt: later });
    expect(tools.some(({ name }) => name === 'never')).toBe(false);
  });

  test('pages join up to everything, once', async () => {
    const all = (await store.tools.read({ limit: 1_000 })).map(({ toolId }) => toolId);
    const paged: string[] = [];
    for (;;) {
      const page = await store.tools.read({ after: paged.at(-1) as ToolRecord['toolId'] | undefined, limit: 2 });
      paged.push(...page.map(({ toolId }) => toolId));
      if (page.length < 2) break;
    }
    expect(paged).toEqual(all);
    expect(new Set(paged).size).toBe(paged.length);
  });

  test('vectors keep every bit, and another length is refused whole', async () => {
    const embedding = Float32Array.of(0.1, -1e-30, 3.4e38);
    const record = (name: string, vector: Float32Array) => ({
      toolId: toToolId('server', name),
      modelId: 'm',
      contentHash: 'h',
      embedding: vector,
      updatedAt: at,
    });
    await store.embeddings.put([record('a', Float32Array.of(1, 2, 3)), record('b', embedding)]);
    await store.embeddings.put([record('a', embedding)]);
    expect(await store.embeddings.read({ limit: 10 })).toEqual([record('a', embedding), record('b', embedding)]);
    await expect(store.embeddings.put([record('c', embedding), record('b', Float32Array.of(1))])).rejects.toMatchObject(
      { code: 'VECTOR_DIMENSION_MISMATCH' },
    );
    expect(await store.embeddings.read({ limit: 10 })).toHaveLength(2);
  });

  test('vectors are found by what they were made from, one a text, whoever has it', async () => {
    const twin = { contentHash: 'twin' };
    await store.embeddings.put([
      vectorOf('a', [1, 0, 0], twin),
      vectorOf('b', [1, 0, 0], twin),
      vectorOf('c', [0, 1, 0]),
    ]);
    const find = async (modelId: string, ...contentHashes: string[]) =>
      (await store.embeddings.find({ modelId, contentHashes })).map(({ contentHash, embedding }) => [
        contentHash,
        ...embedding,
      ]);
    expect(await find('model', 'twin', 'twin', 'unknown')).toEqual([['twin', 1, 0, 0]]);
    expect((await find('model', 'hash of c', 'twin')).sort()).toEqual([
      ['hash of c', 0, 1, 0],
      ['twin', 1, 0, 0],
    ]);
    expect(await find('other model', 'twin')).toEqual([]);
    expect(await find('model')).toEqual([]);
  });

  test('the nearest are those of active tools, and of the permitted ones alone', async (context) => {
    const { nearest } = store.embeddings;
    if (nearest === undefined) return context.skip('this store has no index: vectors are compared in the engine');
    const names = ['a', 'b', 'c', 'gone', 'zero', 'held'];
    await store.tools.apply({
      upsert: names.map((name) => tool(name, name === 'held' ? { status: 'quarantined' } : {})),
      remove: [toToolId('server', 'gone')],
      at,
    });
    await store.embeddings.put([
      vectorOf('a', [2, 0, 0]),
      vectorOf('b', [3, 4, 0]),
      vectorOf('c', [-1, 0, 0]),
      vectorOf('gone', [1, 0, 0]),
      vectorOf('held', [1, 0, 0]),
      vectorOf('zero', [0, 0, 0]),
    ]);
    const vector = Float32Array.of(1, 0, 0);
    const ask = async (limit: number, permitted?: string[]) => {
      const toolIds = permitted?.map((name) => toToolId('server', name));
      return (await nearest({ vector, limit, toolIds })).map(({ toolId, similarity }) => [
        toolId,
        Number(similarity.toFixed(6)),
      ]);
    };
    const all = [
      ['server:a', 1],
      ['server:b', 0.6],
      ['server:c', -1],
    ];
    expect(await ask(10)).toEqual(all);
    expect(await ask(2)).toEqual(all.slice(0, 2));
    expect(await ask(2, ['c', 'b', 'zero', 'unknown'])).toEqual(all.slice(1));
    expect(await ask(10, [])).toEqual([]);
    await expect(nearest({ vector: Float32Array.of(1), limit: 1 })).rejects.toMatchObject({
      code: 'VECTOR_DIMENSION_MISMATCH',
    });
  });

  test('staged vectors wait beside those in use, then replace them all, also by another length', async () => {
    const { embeddings } = store;
    const inUse = await embeddings.read({ limit: 100 });
    const next = { modelId: 'next model' };
    await embeddings.stage([vectorOf('a', [1, 2, 3, 4], next), vectorOf('b', [0, 0, 0, 1], next)]);
    await embeddings.stage([vectorOf('a', [4, 3, 2, 1], next)]);
    await expect(embeddings.stage([vectorOf('c', [1], next)])).rejects.toMatchObject({
      code: 'VECTOR_DIMENSION_MISMATCH',
    });
    const staged = [vectorOf('a', [4, 3, 2, 1], next), vectorOf('b', [0, 0, 0, 1], next)];
    expect(await embeddings.readStaged({ limit: 100 })).toEqual(staged);
    expect(await embeddings.readStaged({ after: staged[0]!.toolId, limit: 100 })).toEqual(staged.slice(1));
    expect(await embeddings.find({ modelId: 'next model', contentHashes: ['hash of b'] })).toEqual(staged.slice(1));
    expect(await embeddings.read({ limit: 100 })).toEqual(inUse);

    await expect(embeddings.promote({ modelId: 'next model', dimensions: 5 })).rejects.toMatchObject({
      code: 'VECTOR_DIMENSION_MISMATCH',
    });
    expect(await embeddings.read({ limit: 100 })).toEqual(inUse);
    expect(await embeddings.readStaged({ limit: 100 })).toEqual(staged);

    await embeddings.promote({ modelId: 'next model', dimensions: 4 });
    expect(await embeddings.read({ limit: 100 })).toEqual(staged);
    expect(await embeddings.readStaged({ limit: 100 })).toEqual([]);
    await embeddings.put([vectorOf('c', [0, 1, 0, 1], next)]);
    await expect(embeddings.put([vectorOf('c', [1, 2, 3], next)])).rejects.toMatchObject({
      code: 'VECTOR_DIMENSION_MISMATCH',
    });
    if (embeddings.nearest) {
      const [first] = await embeddings.nearest({ vector: Float32Array.of(0, 1, 0, 1), limit: 1 });
      expect(first).toEqual({ toolId: 'server:c', similarity: expect.closeTo(1) });
    }
  });

  test('staged vectors of another model are not promoted, and can be discarded', async () => {
    const { embeddings } = store;
    await embeddings.stage([vectorOf('a', [1, 2])]);
    await embeddings.discardStaged();
    expect(await embeddings.readStaged({ limit: 100 })).toEqual([]);
    await embeddings.stage([vectorOf('a', [1, 2], { modelId: 'old' }), vectorOf('b', [2, 1], { modelId: 'new' })]);
    await embeddings.promote({ modelId: 'new', dimensions: 2 });
    expect(await embeddings.read({ limit: 100 })).toEqual([vectorOf('b', [2, 1], { modelId: 'new' })]);
    expect(await embeddings.readStaged({ limit: 100 })).toEqual([]);
  });

  test('an execution is appended with its edges, once for an id, also when 32 callers race', async () => {
    const whole = execution('raced', {
      intent: 'do it',
      errorMessage: 'why not',
      suggestionId: 'suggestion',
      codeSnippet: 'await a()',
      codeHash: 'abc',
      tasks: execution('').tasks.map((task) => ({ ...task, outputPlaces: [{ value: 'digest', path: 'orders[].id' }] })),
    });
    const answers = await Promise.all(
      Array.from({ length: 32 }, () => store.executions.record(whole, [increment('a', 'b')], confidenceOf)),
    );
    expect(answers.filter((answer) => answer === 'recorded')).toHaveLength(1);
    const stored = (await store.executions.read({ limit: 100 })).find(({ id }) => id === 'raced');
    expect(stored).toEqual(whole);
    expect((await edgesOf(store))['server:a>server:b']).toMatchObject({
      source: 'learned',
      observedCount: 1,
      confidence: 2 / 3,
    });
  });

  test('parallel executions lose no increment', async () => {
    const before = (await edgesOf(store))['server:a>server:c']?.observedCount ?? 0;
    await Promise.all(
      Array.from({ length: 32 }, (_, index) =>
        store.executions.record(execution(`parallel ${index}`), [increment('a', 'c')], confidenceOf),
      ),
    );
    expect((await edgesOf(store))['server:a>server:c']?.observedCount).toBe(before + 32);
  });

  test('a declaration keeps the counters; its withdrawal leaves what was observed', async () => {
    const pair = { from: toToolId('server', 'b'), to: toToolId('server', 'c') };
    await store.edges.declare([{ ...pair, source: 'hint' }], confidenceOf);
    await store.executions.record(
      execution('beside'),
      [increment('b', 'c', { successCount: 0, failureCount: 1 })],
      confidenceOf,
    );
    await store.edges.declare([{ ...pair, source: 'user' }], confidenceOf);
    expect((await edgesOf(store))['server:b>server:c']).toMatchObject({
      source: 'user',
      failureCount: 1,
      confidence: 1,
      lastObserved: at,
    });
    expect(await store.edges.withdraw([pair], confidenceOf)).toBe(1);
    expect((await edgesOf(store))['server:b>server:c']).toMatchObject({ source: 'learned', confidence: 1 / 3 });
    expect(await store.edges.withdraw([pair], confidenceOf)).toBe(0);
  });

  test('a stronger declaration stands, in whatever order they come', async () => {
    const pair = { from: toToolId('server', 'c'), to: toToolId('server', 'd') };
    const declare = (...sources: ('user' | 'hint' | 'schema')[]) =>
      store.edges.declare(
        sources.map((source) => ({ ...pair, source })),
        confidenceOf,
      );
    const source = async () => (await edgesOf(store))['server:c>server:d']?.source;
    await declare('hint', 'schema');
    expect(await source()).toBe('hint');
    await declare('schema');
    expect(await source()).toBe('hint');
    await declare('schema', 'user', 'hint');
    await declare('hint');
    expect(await source()).toBe('user');
    await store.edges.withdraw([pair], confidenceOf);
    await declare('schema');
    expect(await source()).toBe('schema');
    await store.edges.withdraw([pair], confidenceOf);
  });

  test('a declaration that nothing was observed of vanishes with its withdrawal', async () => {
    const pair = { from: toToolId('server', 'c'), to: toToolId('server', 'a') };
    await store.edges.declare([{ ...pair, source: 'user' }], confidenceOf);
    expect(await edgesOf(store)).toHaveProperty('server:c>server:a');
    await store.edges.withdraw([pair], confidenceOf);
    expect(await edgesOf(store)).not.toHaveProperty('server:c>server:a');
  });

  test('replacing what was observed keeps declarations and nothing else', async () => {
    const declared = { from: toToolId('server', 'c'), to: toToolId('server', 'b') };
    await store.edges.declare([{ ...declared, source: 'user' }], confidenceOf);
    await store.edges.replaceObserved([increment('c', 'a', { observedCount: 7, successCount: 7 })], confidenceOf);
    expect(await edgesOf(store)).toEqual({
      'server:c>server:a': expect.objectContaining({ source: 'learned', observedCount: 7, confidence: 8 / 9 }),
      'server:c>server:b': expect.objectContaining({ source: 'user', observedCount: 0 }),
    });
  });

  test('settings are set, listed by prefix, and set once where asked', async () => {
    await store.config.set('p/b', { deep: [1, null] });
    await store.config.set('p/a', 'text');
    await store.config.set('p_other', true);
    expect(await store.config.get('p/b')).toEqual({ deep: [1, null] });
    expect(await store.config.get('absent')).toBeUndefined();
    expect(await store.config.list('p/')).toEqual([
      { key: 'p/a', value: 'text' },
      { key: 'p/b', value: { deep: [1, null] } },
    ]);
    const winners = await Promise.all(
      Array.from({ length: 32 }, (_, index) => store.config.setIfAbsent('once', index)),
    );
    expect(new Set(winners).size).toBe(1);
    expect(await store.config.get('once')).toBe(winners[0]);
  });

  test('the newest errors come first', async () => {
    for (const message of ['first', 'second', 'third']) {
      await store.errors.append({ errorType: 'test', message, context: { message }, timestamp: at });
    }
    expect((await store.errors.recent(2)).map(({ message }) => message)).toEqual(['third', 'second']);
    expect(await store.errors.count()).toBe(3);
  });

  test('what is handed over or handed out can be changed without changing the store', async () => {
    const tasks = execution('mine').tasks.map((task) => ({ ...task, dependsOn: [...task.dependsOn] }));
    const mine = { ...execution('mine'), tasks };
    const find = async () => (await store.executions.read({ limit: 1_000 })).find(({ id }) => id === 'mine')!;
    await store.executions.record(mine, [], confidenceOf);
    tasks[0]!.dependsOn.push('changed');
    (await find()).executedAt.setTime(0);
    expect(await find()).toEqual(execution('mine'));
  });

  test('after closing every method says so', async () => {
    const closed = await open();
    await closed.migrate();
    await closed.close();
    await closed.close();
    const calls = [
      () => closed.tools.apply({ upsert: [], remove: [], at }),
      () => closed.tools.read({ limit: 1 }),
      () => closed.embeddings.put([]),
      () => closed.embeddings.read({ limit: 1 }),
      () => closed.embeddings.find({ modelId: 'a', contentHashes: [] }),
      () => closed.embeddings.stage([]),
      () => closed.embeddings.readStaged({ limit: 1 }),
      () => closed.embeddings.promote({ modelId: 'a', dimensions: 1 }),
      () => closed.embeddings.discardStaged(),
      async () => closed.embeddings.nearest?.({ vector: Float32Array.of(1, 2, 3), limit: 1 }) ?? closed.migrate(),
      () => closed.edges.declare([], confidenceOf),
      () => closed.edges.withdraw([], confidenceOf),
      () => closed.edges.replaceObserved([], confidenceOf),
      () => closed.edges.read({ limit: 1 }),
      () => closed.executions.record(execution('late'), [], confidenceOf),
      () => closed.executions.read({ limit: 1 }),
      async () => closed.executions.remove?.([]) ?? closed.migrate(),
      async () => closed.suggestions?.put([], { atMost: 1, notBefore: at }) ?? closed.migrate(),
      async () => closed.suggestions?.get('a') ?? closed.migrate(),
      async () => closed.suggestions?.read({ limit: 1 }) ?? closed.migrate(),
      async () => closed.suggestions?.remove([]) ?? closed.migrate(),
      async () => closed.adaptiveConfig?.read('') ?? closed.migrate(),
      async () => closed.adaptiveConfig?.replace('', []) ?? closed.migrate(),
      () => closed.config.get('a'),
      () => closed.config.set('a', 1),
      () => closed.config.setIfAbsent('a', 1),
      () => closed.config.list(''),
      () => closed.errors.append({ errorType: 'a', message: 'a', timestamp: at }),
      () => closed.errors.recent(1),
      () => closed.errors.count(),
      () => closed.migrate(),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'CLOSED' });
  });
});
