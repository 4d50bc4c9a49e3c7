import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AgentCardsEvents, createMemoryStore, type EngineSearchQuery } from '@agentcards/core';
import { createEngine } from '@agentcards/graphrag';
import { type AgentCards, createAgentCards, type Embedder } from 'agentcards';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { shop, temporaryDirectory, weather } from './fixtures.js';

// Creating a database takes seconds, copying an empty one does not.
let emptyDatabase: string;
beforeAll(async () => {
  emptyDatabase = await mkdtemp(join(tmpdir(), 'agentcards-empty-'));
  await (await createAgentCards({ dataDir: join(emptyDatabase, 'data'), embedder: null })).close();
});
afterAll(() => rm(emptyDatabase, { recursive: true, force: true }));

async function freshDatabase(): Promise<string> {
  const directory = await temporaryDirectory();
  await cp(emptyDatabase, directory, { recursive: true });
  return join(directory, 'data');
}

type Options = NonNullable<Parameters<typeof createAgentCards>[0]>;

async function open(options: Options): Promise<AgentCards> {
  const cards = await createAgentCards(options);
  onTestFinished(() => cards.close());
  return cards;
}

/** Two directions: what has to do with money, and everything else. The other dimensions say which model it is. */
function moneyEmbedder(modelId: string, dimensions: number) {
  const documents: string[] = [];
  const queries: (readonly string[])[] = [];
  const state = { hold: Promise.resolve(), isBroken: false };
  const embedder: Embedder = {
    modelId,
    dimensions,
    embed: async (texts, { kind }) => {
      if (kind === 'query') queries.push(texts);
      else {
        await state.hold;
        if (state.isBroken) throw new Error('out of order');
        documents.push(...texts);
      }
      return texts.map((text) => {
        const vector = new Float32Array(dimensions);
        vector[/money|reimburse/i.test(text) ? 0 : 1] = 1;
        return vector;
      });
    },
  };
  return { embedder, documents, queries, state };
}

/** An engine whose search queries are written down. */
function listeningEngine() {
  const heard: EngineSearchQuery[] = [];
  const create = () => {
    const engine = createEngine();
    return {
      ...engine,
      search(query: EngineSearchQuery) {
        heard.push(query);
        return engine.search(query);
      },
    };
  };
  return { heard, create };
}

const firstFor = async (cards: AgentCards, intent: string) => (await cards.search(intent)).results[0]?.toolId;
const listen = (cards: AgentCards) => {
  const heard: { name: keyof AgentCardsEvents; event: unknown }[] = [];
  for (const name of ['embedding.progress', 'embedding.failed', 'embedding.completed'] as const) {
    cards.on(name, (event) => heard.push({ name, event }));
  }
  return heard;
};

test('search answers lexically right after sync, and by meaning once the vectors are there', async () => {
  const { embedder, state } = moneyEmbedder('money', 2);
  let release = () => {};
  state.hold = new Promise((resolve) => {
    release = resolve;
  });
  const cards = await open({ store: createMemoryStore(), embedder });
  const heard = listen(cards);
  await cards.tools.sync([shop, weather]);
  expect(await firstFor(cards, 'weather forecast')).toBe('weather:forecast');
  expect(await firstFor(cards, 'reimburse')).toBeUndefined();
  expect(await cards.health()).toMatchObject({
    search: 'lexical',
    embeddings: { stored: 0, pending: 6, vectors: 'none' },
  });
  release();
  await cards.tools.embedded();
  expect(await firstFor(cards, 'reimburse')).toBe('shop:refund_order');
  expect(await cards.health()).toMatchObject({ search: 'hybrid', embeddings: { pending: 0, vectors: 'exact' } });
  expect(heard).toEqual([
    { name: 'embedding.progress', event: { modelId: 'money', done: 6, total: 6, perSecond: expect.any(Number) } },
    { name: 'embedding.completed', event: { modelId: 'money', embedded: 6, reused: 0, failed: 0 } },
  ]);
});

test('a listener that throws is in the error log and disturbs nothing; one that ended hears nothing', async () => {
  const cards = await open({ store: createMemoryStore(), embedder: moneyEmbedder('money', 2).embedder });
  let heard = 0;
  cards.on('embedding.completed', () => {
    throw new Error('listener is out of order');
  });
  const end = cards.on('embedding.completed', () => {
    heard += 1;
  });
  await cards.tools.sync(shop);
  await cards.tools.embedded();
  end();
  await cards.tools.sync(weather);
  await cards.tools.embedded();
  expect(heard).toBe(1);
  expect((await cards.health()).errors).toMatchObject({
    total: 2,
    recent: [{ errorType: 'listener', message: 'listener is out of order' }, {}],
  });
});

test('an intent goes through the embedder once, whoever asks', async () => {
  const { embedder, queries } = moneyEmbedder('money', 2);
  const { heard, create } = listeningEngine();
  const cards = await open({ store: createMemoryStore(), embedder, createEngine: create });
  await cards.tools.sync([shop, weather]);
  await cards.tools.embedded();
  const intent = 'find the order of the customer, then give the money back and write an email to them';
  await cards.search(intent);
  await cards.suggest(intent);
  await cards.predictNext({ intent, executed: [] });
  await cards.search(intent);
  expect(queries).toEqual([[intent]]);
  expect(heard[0]!.embedding).toEqual(Float32Array.from([1, 0]));
  expect(heard[1]!.embedding).toEqual(heard[0]!.embedding);
});

test('a server that is renamed keeps its vectors, also after reopening', async () => {
  const { embedder, documents } = moneyEmbedder('money', 2);
  const dataDir = await freshDatabase();
  const first = await open({ dataDir, embedder });
  await first.tools.sync(shop);
  await first.tools.embedded();
  await first.tools.remove(first.tools.list().map(({ toolId }) => toolId));
  await first.close();
  expect(documents).toHaveLength(5);
  const second = await open({ dataDir, embedder });
  await second.tools.sync({ ...shop, server: 'store' });
  await second.tools.embedded();
  expect(documents).toHaveLength(5);
  expect(await firstFor(second, 'reimburse')).toBe('store:refund_order');
});

test.each([
  ['in memory', async () => ({ store: createMemoryStore() })],
  ['in real PGlite, also after reopening', async () => ({ dataDir: await freshDatabase() })],
])('a text that comes back is not embedded again, %s', async (_, place) => {
  const { embedder, documents } = moneyEmbedder('one', 4);
  const options = await place();
  let cards = await open({ ...options, embedder });
  const version = async (description: string) => {
    await cards.tools.sync({ server: 'shop', tools: [{ name: 'pay', description, inputSchema: { type: 'object' } }] });
    await cards.tools.embedded();
  };
  for (const description of ['hand out money', 'feed the cat', 'walk the dog']) await version(description);
  expect(documents).toHaveLength(3);
  if ('dataDir' in options) {
    await cards.close();
    cards = await open({ ...options, embedder });
  }
  for (const description of ['feed the cat', 'hand out money']) await version(description);
  expect(documents).toHaveLength(3);
  expect(await firstFor(cards, 'reimburse')).toBe('shop:pay');
  // Bounded: of a text that changes for ever, the oldest versions are forgotten.
  for (let index = 0; index < 12; index++) await version(`version ${index}`);
  await version('hand out money');
  expect(documents).toHaveLength(3 + 12 + 1);
});

describe('another embedder than the one of the store', () => {
  test('is an error with the way out, and changes nothing', async () => {
    const dataDir = await freshDatabase();
    const before = moneyEmbedder('old', 2);
    const first = await open({ dataDir, embedder: before.embedder });
    await first.tools.sync(shop);
    await first.tools.embedded();
    await first.close();
    for (const other of [moneyEmbedder('new', 3), moneyEmbedder('new', 2), moneyEmbedder('old', 3)]) {
      await expect(createAgentCards({ dataDir, embedder: other.embedder })).rejects.toMatchObject({
        code: 'EMBEDDER_MISMATCH',
        hint: expect.stringContaining('reembed'),
        details: { stored: { modelId: 'old', dimensions: 2 } },
      });
    }
    const again = await open({ dataDir, embedder: before.embedder });
    expect(await firstFor(again, 'reimburse')).toBe('shop:refund_order');
    expect(before.documents).toHaveLength(5);
  });

  test('takes over while the old one answers, in real PGlite, for tools that come meanwhile too', async () => {
    const dataDir = await freshDatabase();
    const [before, after] = [moneyEmbedder('old', 2), moneyEmbedder('new', 3)];
    const cards = await open({ dataDir, embedder: before.embedder });
    await cards.tools.sync(shop);
    await cards.tools.embedded();
    let release = () => {};
    after.state.hold = new Promise((resolve) => {
      release = resolve;
    });
    const changing = cards.tools.reembed(after.embedder);
    await expect(cards.tools.reembed(moneyEmbedder('third', 1).embedder)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    await cards.tools.sync({ server: 'bank', tools: [{ name: 'transfer', description: 'Move money elsewhere' }] });
    await cards.tools.embedded();
    expect(before.documents).toHaveLength(6);
    expect(await firstFor(cards, 'reimburse')).toMatch(/refund_order|transfer/);
    expect((await cards.health()).embeddings).toMatchObject({ modelId: 'old', reembedding: { modelId: 'new' } });
    release();
    expect(await changing).toEqual({ modelId: 'new', embedded: 6, reused: 0, skipped: [] });
    expect(after.documents).toHaveLength(6);
    expect((await cards.health()).embeddings).toMatchObject({ modelId: 'new', stored: 6, vectors: 'exact' });
    expect(await firstFor(cards, 'reimburse')).toMatch(/refund_order|transfer/);
    expect(after.queries).toHaveLength(1);
    await cards.close();

    const again = await open({ dataDir, embedder: after.embedder });
    await again.tools.embedded();
    expect(after.documents).toHaveLength(6);
    expect(await firstFor(again, 'reimburse')).toMatch(/refund_order|transfer/);
    await again.close();
    await expect(createAgentCards({ dataDir, embedder: before.embedder })).rejects.toMatchObject({
      code: 'EMBEDDER_MISMATCH',
    });
  });

  test('goes on where it was interrupted; a third one begins anew; the old vectors stay valid', async () => {
    const dataDir = await freshDatabase();
    const embedding = { batchSize: 1, writeIntervalMs: 0 };
    const [before, after, third] = [moneyEmbedder('old', 2), moneyEmbedder('new', 3), moneyEmbedder('third', 4)];
    const interrupt = new AbortController();
    const interrupted: Embedder = {
      ...after.embedder,
      embed: (texts, options) => {
        if (after.documents.length === 3) interrupt.abort(new Error('enough'));
        return after.embedder.embed(texts, options);
      },
    };
    let cards = await open({ dataDir, embedder: before.embedder, embedding });
    await cards.tools.sync(shop);
    await cards.tools.embedded();
    await expect(cards.tools.reembed(interrupted, { signal: interrupt.signal })).rejects.toMatchObject({
      code: 'ABORTED',
      cause: { message: 'enough' },
    });
    expect(await firstFor(cards, 'reimburse')).toBe('shop:refund_order');
    await cards.close();

    after.documents.length = 0;
    cards = await open({ dataDir, embedder: before.embedder, embedding });
    expect(await firstFor(cards, 'reimburse')).toBe('shop:refund_order');
    expect(await cards.tools.reembed(after.embedder)).toMatchObject({ embedded: 5, reused: 3 });
    expect(after.documents).toHaveLength(2);
    expect(await cards.tools.reembed(third.embedder)).toMatchObject({ modelId: 'third', embedded: 5, reused: 0 });
    expect(await firstFor(cards, 'reimburse')).toBe('shop:refund_order');
  });

  test('that fails changes nothing, and may do without some tools only when asked to', async () => {
    const store = createMemoryStore();
    const [before, after] = [moneyEmbedder('old', 2), moneyEmbedder('new', 3)];
    const cards = await open({ store, embedder: before.embedder, embedding: { backoffMs: 0 } });
    await cards.tools.sync(shop);
    await cards.tools.embedded();
    after.state.isBroken = true;
    for (const skipFailed of [false, true]) {
      await expect(cards.tools.reembed(after.embedder, { skipFailed })).rejects.toMatchObject({
        code: 'EMBEDDER_FAILED',
      });
    }
    const squeamish: Embedder = {
      ...moneyEmbedder('new', 3).embedder,
      embed: async (texts, options) => {
        if (texts.some((text) => text.includes('refund'))) throw new Error('not this one');
        return moneyEmbedder('new', 3).embedder.embed(texts, options);
      },
    };
    await expect(cards.tools.reembed(squeamish)).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
    expect(await firstFor(cards, 'reimburse')).toBe('shop:refund_order');
    const report = await cards.tools.reembed(squeamish, { skipFailed: true });
    expect(report).toMatchObject({ embedded: 4, reused: 4, skipped: ['shop:refund_order'] });
    await expect(cards.tools.reembed({} as Embedder)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('takes over without the old one, which is not at hand any more: lexically until then', async () => {
    const dataDir = await freshDatabase();
    const [before, after] = [moneyEmbedder('old', 2), moneyEmbedder('new', 2_100)];
    const first = await open({ dataDir, embedder: before.embedder });
    await first.tools.sync(shop);
    await first.tools.embedded();
    await first.close();

    after.state.isBroken = true;
    const embedding = { backoffMs: 0 };
    let cards = await open({ dataDir, embedder: after.embedder, reembed: true, embedding });
    await expect(cards.tools.embedded()).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
    expect(await firstFor(cards, 'reimburse')).toBeUndefined();
    expect(await firstFor(cards, 'find order')).toBe('shop:find_order');
    expect(await cards.health()).toMatchObject({ status: 'degraded', search: 'lexical' });
    await cards.close();

    after.state.isBroken = false;
    cards = await open({ dataDir, embedder: after.embedder, reembed: true });
    await cards.tools.embedded();
    expect(await firstFor(cards, 'reimburse')).toBe('shop:refund_order');
    expect(await cards.health()).toMatchObject({ status: 'ok', search: 'hybrid', embeddings: { modelId: 'new' } });
    await cards.close();

    cards = await open({ dataDir, embedder: after.embedder });
    await cards.tools.embedded();
    expect(after.documents).toHaveLength(5);
  });
});

describe('above maxExactVectors', () => {
  test('the index of the store says what is near, of active tools and of the permitted ones alone', async () => {
    const dataDir = await freshDatabase();
    const { embedder } = moneyEmbedder('money', 2);
    const { heard, create } = listeningEngine();
    const cards = await open({ dataDir, embedder, createEngine: create, maxExactVectors: 3 });
    await cards.tools.sync(weather);
    await cards.tools.embedded();
    expect((await cards.health()).embeddings.vectors).toBe('exact');
    await cards.tools.sync(shop);
    await cards.tools.embedded();
    expect((await cards.health()).embeddings.vectors).toBe('index');
    expect((await cards.stats()).embedded).toBe(6);

    const similar = async (options: Parameters<AgentCards['search']>[1] = {}) => {
      await cards.search('reimburse', options);
      const query = heard.at(-1)!;
      expect(query.embedding).toBeUndefined();
      return [...query.similarities!].filter(([, similarity]) => similarity > 0.5).map(([toolId]) => toolId);
    };
    expect(await similar()).toEqual(['shop:refund_order']);
    expect(await similar({ filter: { servers: ['weather'] } })).toEqual([]);
    expect(heard.at(-1)!.similarities).toEqual(new Map([['weather:forecast', 0]]));
    expect(await similar({ filter: (tool) => tool.name.startsWith('refund') })).toEqual(['shop:refund_order']);
    await cards.tools.remove(['shop:refund_order']);
    expect(await similar()).toEqual([]);
    await cards.close();

    const again = await open({ dataDir, embedder, maxExactVectors: 3 });
    expect((await again.health()).embeddings).toMatchObject({ vectors: 'index', stored: 5, pending: 0 });
    const exact = await open({ dataDir: await freshDatabase(), embedder, maxExactVectors: 0 });
    await exact.tools.sync([shop, weather]);
    await exact.tools.embedded();
    await exact.tools.reembed(moneyEmbedder('new', 5).embedder);
    expect((await exact.health()).embeddings).toMatchObject({ modelId: 'new', vectors: 'index', stored: 6 });
  });

  test('answers are those of vectors in memory, where the index tells of every tool', async () => {
    const exact = await open({ dataDir: await freshDatabase() });
    const indexed = await open({ dataDir: await freshDatabase(), maxExactVectors: 0 });
    for (const cards of [exact, indexed]) {
      await cards.tools.sync([shop, weather]);
      await cards.tools.embedded();
    }
    const intents = [
      'reimburse',
      'will it rain',
      'which orders were sent',
      'qwertz asdf',
      'the purchases of Ada',
      'refund',
    ];
    for (const intent of intents) {
      const filter = ({ name }: { readonly name: string }) => !name.startsWith('refund');
      for (const options of [{}, { filter }]) {
        const { results, ...rest } = await exact.search(intent, options);
        // The database computes cosines in another precision.
        expect(await indexed.search(intent, options)).toEqual({
          ...rest,
          results: results.map(({ score, ...result }) => ({ ...result, score: expect.closeTo(score, 5) })),
        });
      }
    }
    expect((await indexed.health()).embeddings.vectors).toBe('index');
  });

  test('what words say is compared too, however many tools are nearer', async () => {
    const { heard, create } = listeningEngine();
    const cards = await open({
      dataDir: await freshDatabase(),
      embedder: moneyEmbedder('money', 2).embedder,
      createEngine: create,
      maxExactVectors: 0,
    });
    const payments = Array.from({ length: 250 }, (_, number) => ({
      name: `pay_${number}`,
      description: 'Moves money',
    }));
    await cards.tools.sync({
      server: 'bank',
      tools: [...payments, { name: 'expenses', description: 'Sums up a journey' }],
    });
    await cards.tools.embedded();
    await cards.search('reimburse a journey');
    expect(heard.at(-1)!.similarities!.size).toBe(201);
    expect(heard.at(-1)!.similarities!.get('bank:expenses')).toBe(0);
    // The others are compared to what is excluded, which is left out of the answer alone.
    const { results } = await cards.search('reimburse a journey', { exclude: ['bank:expenses'] });
    expect(heard.at(-1)!.similarities!.get('bank:expenses')).toBe(0);
    expect(results.map(({ toolId }) => toolId)).not.toContain('bank:expenses');
  });

  test('a store without an index is compared in memory', async () => {
    const { embedder } = moneyEmbedder('money', 2);
    const cards = await open({ store: createMemoryStore(), embedder, maxExactVectors: 0 });
    await cards.tools.sync(shop);
    await cards.tools.embedded();
    expect((await cards.health()).embeddings.vectors).toBe('exact');
    expect(await firstFor(cards, 'reimburse')).toBe('shop:refund_order');
  });
});

test('options that cannot be are named', async () => {
  for (const [options, name] of [
    [{ embedding: { batchSize: 0 } }, 'batchSize'],
    [{ embedding: { timeoutMs: Number.NaN } }, 'timeoutMs'],
    [{ embedding: 3 as never }, 'embedding'],
    [{ maxExactVectors: -1 }, 'maxExactVectors'],
    [{ reembed: 'yes' as never }, 'reembed'],
  ] as const) {
    await expect(createAgentCards({ store: createMemoryStore(), ...options })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining(name),
    });
  }
});
