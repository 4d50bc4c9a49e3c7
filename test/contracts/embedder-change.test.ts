import { type AgentCards, createMemoryStore, type Embedder, type Store, type ToolId } from '@agentcards/core';
import { createEngine } from '@agentcards/graphrag';
import { openPGliteStore } from '@agentcards/store-pglite';
import { createAgentCards } from 'agentcards';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { shop, weather } from './fixtures.js';

type Options = NonNullable<Parameters<typeof createAgentCards>[0]>;

async function open(options: Options): Promise<AgentCards> {
  const cards = await createAgentCards(options);
  onTestFinished(() => cards.close());
  return cards;
}

function latch() {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { held, release };
}

/** The first number of each vector says which model made it; equal lengths, so that nothing else tells them apart. */
function markedEmbedder(mark: number) {
  const state = { query: Promise.resolve(), broken: undefined as Error | undefined };
  const embedder: Embedder = {
    modelId: `model-${mark}`,
    dimensions: 2,
    embed: async (texts, { kind }) => {
      if (kind === 'query') await state.query;
      if (state.broken) throw state.broken;
      return texts.map(() => [mark, 1]);
    },
  };
  return { embedder, state };
}

const shortVectors = (store: Store): Store => ({ ...store, embeddings: { ...store.embeddings, maxDimensions: 2 } });
const keptOpen = (store: Store): Store => ({ ...store, close: async () => {} });

/** Writes down by which model the engine's tools were embedded, and by which the query that is compared with them. */
function watchedEngine() {
  const pairs: { readonly tools: number | undefined; readonly query: number | undefined }[] = [];
  const state = { tools: undefined as number | undefined };
  const similarities: (ReadonlyMap<string, number> | undefined)[] = [];
  const create = () => {
    const engine = createEngine();
    const compare = ({ embedding }: { readonly embedding?: ArrayLike<number> | undefined }) => {
      if (embedding) pairs.push({ tools: state.tools, query: embedding[0] });
    };
    return {
      ...engine,
      upsertTools(tools: Parameters<typeof engine.upsertTools>[0]) {
        for (const { embedding } of tools) state.tools = embedding?.[0] ?? state.tools;
        engine.upsertTools(tools);
      },
      setEmbeddings(vectors: Parameters<typeof engine.setEmbeddings>[0]) {
        for (const { embedding } of vectors) state.tools = embedding[0];
        engine.setEmbeddings(vectors);
      },
      search(query: Parameters<typeof engine.search>[0]) {
        compare(query);
        similarities.push(query.similarities);
        return engine.search(query);
      },
      predictNext(query: Parameters<typeof engine.predictNext>[0]) {
        compare(query);
        return engine.predictNext(query);
      },
      suggest(query: Parameters<typeof engine.suggest>[0]) {
        compare(query);
        return engine.suggest(query);
      },
    };
  };
  return { pairs, similarities, create };
}

/** The memory store with an index: every vector in use, compared one by one. */
function indexedStore(): Store {
  const store = createMemoryStore();
  return {
    ...store,
    embeddings: {
      ...store.embeddings,
      nearest: async ({ vector, limit, toolIds }) => {
        const records = await store.embeddings.read({ limit: 1_000 });
        return records
          .filter(({ toolId }) => toolIds?.includes(toolId) ?? true)
          .map(({ toolId, embedding }) => ({
            toolId,
            similarity: embedding.reduce((sum, value, index) => sum + value * vector[index]!, 0),
          }))
          .slice(0, limit);
      },
    },
  };
}

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
};

test.each(['search', 'predictNext', 'suggest'] as const)(
  'whenever %s is asked and however the turns fall, vectors of one model are compared with each other alone',
  async (verb) => {
    for (let delay = 0; delay < 40; delay += 1) {
      const [before, after] = [markedEmbedder(1), markedEmbedder(2)];
      const { pairs, create } = watchedEngine();
      const store = createMemoryStore();
      const [promotion, reached] = [latch(), latch()];
      const cards = await open({
        createEngine: create,
        embedder: before.embedder,
        store: {
          ...store,
          embeddings: {
            ...store.embeddings,
            promote: async (model) => {
              reached.release();
              await promotion.held;
              await store.embeddings.promote(model);
            },
          },
        },
      });
      await cards.tools.sync(shop);
      await cards.tools.embedded();
      const query = latch();
      before.state.query = query.held;
      const ask = () =>
        verb === 'predictNext'
          ? cards.predictNext({ intent: 'refund', executed: [] })
          : verb === 'search'
            ? cards.search('refund')
            : cards.suggest('refund');
      // Under way before the switch begins, and ending somewhere in the middle of it.
      const early = ask();
      const changing = cards.tools.reembed(after.embedder);
      await reached.held;
      if (delay % 2 === 0) query.release();
      promotion.release();
      await turns(delay);
      query.release();
      const late = ask();
      await Promise.all([early, late, changing]);
      await ask();
      for (const { tools, query: asked } of pairs) expect(asked).toBe(tools);
      expect(pairs.at(-1)).toEqual({ tools: 2, query: 2 });
    }
  },
);

test('while the store goes over to other vectors its index is not asked, before and after it is', async () => {
  const [before, after] = [markedEmbedder(1), markedEmbedder(2)];
  const { similarities, create } = watchedEngine();
  const store = indexedStore();
  const [promoted, held] = [latch(), latch()];
  const cards = await open({
    createEngine: create,
    maxExactVectors: 0,
    embedder: before.embedder,
    store: {
      ...store,
      embeddings: {
        ...store.embeddings,
        promote: async (model) => {
          await store.embeddings.promote(model);
          promoted.release();
          await held.held;
        },
      },
    },
  });
  await cards.tools.sync(shop);
  await cards.tools.embedded();
  await cards.search('refund');
  expect(similarities.at(-1)!.get('shop:refund_order')).toBe(1 * 1 + 1);
  const changing = cards.tools.reembed(after.embedder);
  onTestFinished(held.release);
  await promoted.held;
  // The store compares with the new vectors by now, and nobody has told the instance.
  expect((await cards.search('refund')).results[0]?.toolId).toBe('shop:refund_order');
  expect(similarities.at(-1)).toBeUndefined();
  expect((await cards.health()).status).toBe('ok');
  held.release();
  await changing;
  await cards.search('refund');
  expect(similarities.at(-1)!.get('shop:refund_order')).toBe(2 * 2 + 1);
});

describe('a switch', () => {
  test('needs nothing of the store once it has been promoted', async () => {
    const [before, after] = [markedEmbedder(1), markedEmbedder(2)];
    const store = createMemoryStore();
    let wasPromoted = false;
    const cards = await open({
      embedder: before.embedder,
      store: {
        ...store,
        embeddings: {
          ...store.embeddings,
          read: (page) => (wasPromoted ? Promise.reject(new Error('out of order')) : store.embeddings.read(page)),
          promote: async (model) => {
            await store.embeddings.promote(model);
            wasPromoted = true;
          },
        },
      },
    });
    await cards.tools.sync(shop);
    await cards.tools.embedded();
    expect(await cards.tools.reembed(after.embedder)).toMatchObject({ modelId: 'model-2', embedded: 5 });
    expect((await cards.health()).embeddings).toMatchObject({ modelId: 'model-2', stored: 5, pending: 0 });
    await cards.tools.sync(weather);
    await cards.tools.embedded();
    expect((await cards.stats()).embedded).toBe(6);
  });

  test.each(['promote', 'readStaged'] as const)(
    'whose %s fails leaves everything to the old embedder, which goes on with new tools',
    async (method) => {
      const [before, after] = [markedEmbedder(1), markedEmbedder(2)];
      const { pairs, create } = watchedEngine();
      const store = createMemoryStore();
      let isReady = false;
      const failing = Promise.reject(new Error('out of order'));
      failing.catch(() => {});
      const cards = await open({
        createEngine: create,
        embedder: before.embedder,
        store: {
          ...store,
          embeddings: {
            ...store.embeddings,
            stage: async (records) => {
              await store.embeddings.stage(records);
              isReady = true;
            },
            readStaged: (page) => (isReady && method === 'readStaged' ? failing : store.embeddings.readStaged(page)),
            promote: (model) => (method === 'promote' ? failing : store.embeddings.promote(model)),
          },
        },
      });
      await cards.tools.sync(shop);
      await cards.tools.embedded();
      await expect(cards.tools.reembed(after.embedder)).rejects.toThrow('out of order');
      await cards.tools.sync(weather);
      await cards.tools.embedded();
      expect(await cards.stats()).toMatchObject({ embedded: 6 });
      await cards.search('refund');
      expect(pairs.at(-1)).toEqual({ tools: 1, query: 1 });
    },
  );
});

test('a vector by another model of a tool that is gone hinders nobody, as long as it has the same length', async () => {
  const store = createMemoryStore();
  const [before, after] = [markedEmbedder(1), markedEmbedder(2)];
  const first = await createAgentCards({ store: { ...store, close: async () => {} }, embedder: before.embedder });
  await first.tools.sync(shop);
  await first.tools.embedded();
  await first.tools.remove(first.tools.list().map(({ toolId }) => toolId));
  await first.close();
  const longer = { ...after.embedder, dimensions: 3 };
  await expect(
    createAgentCards({ store: { ...store, close: async () => {} }, embedder: longer }),
  ).rejects.toMatchObject({ code: 'EMBEDDER_MISMATCH' });
  const second = await open({ store, embedder: after.embedder });
  await second.tools.sync(shop);
  await second.tools.embedded();
  const [record] = await store.embeddings.read({ limit: 1, after: 'shop:cancel' as ToolId });
  expect(record).toMatchObject({ toolId: 'shop:cancel_order', modelId: 'model-2' });
});

test.each([
  ['in memory, with a limit of its own', async () => shortVectors(createMemoryStore()), 3],
  ['in PGlite', () => openPGliteStore({ dataDir: 'memory://' }), 4_001],
  ['in PGlite, by far', () => openPGliteStore({ dataDir: 'memory://' }), 20_001],
])(
  'vectors that are too long for a store %s: refused before the embedder is called',
  async (_where, make, dimensions) => {
    const store = await make();
    const { embedder } = markedEmbedder(1);
    const embed = vi.fn();
    const longer: Embedder = { modelId: 'longer', dimensions, embed };
    const refused = { code: 'INVALID_INPUT', message: expect.stringContaining(`vectors of ${dimensions} numbers`) };
    const cards = await open({ store, embedder });
    await cards.tools.sync(shop);
    await cards.tools.embedded();
    await expect(cards.tools.reembed(longer)).rejects.toMatchObject(refused);
    expect(await cards.health()).toMatchObject({ status: 'ok', embeddings: { modelId: embedder.modelId, stored: 5 } });
    await expect(createAgentCards({ store: keptOpen(store), embedder: longer, reembed: true })).rejects.toMatchObject(
      refused,
    );
    expect(embed).not.toHaveBeenCalled();
  },
);

test('embedding anew that fails says why', async () => {
  const [before, after] = [markedEmbedder(1), markedEmbedder(2)];
  const cards = await open({ store: createMemoryStore(), embedder: before.embedder, embedding: { backoffMs: 0 } });
  await cards.tools.sync(shop);
  await cards.tools.embedded();
  after.state.broken = new Error('model file is gone');
  await expect(cards.tools.reembed(after.embedder)).rejects.toMatchObject({
    code: 'EMBEDDER_FAILED',
    cause: { code: 'EMBEDDER_FAILED', cause: { message: 'model file is gone' } },
  });
});

describe('a query that the embedder or the index fails for', () => {
  /** The log takes nothing until it is released. */
  function hangingLog(store: Store) {
    const { held, release } = latch();
    const errors = {
      ...store.errors,
      append: async (error: Parameters<Store['errors']['append']>[0]) => {
        await held;
        await store.errors.append(error);
      },
    };
    return { store: { ...store, errors }, release };
  }

  test('does not wait for the log, and is in it once in a row', async () => {
    const { embedder, state } = markedEmbedder(1);
    const { store, release } = hangingLog(createMemoryStore());
    const cards = await open({ store, embedder });
    onTestFinished(release);
    await cards.tools.sync(shop);
    await cards.tools.embedded();
    state.broken = new Error('out of order');
    for (const intent of ['refund one', 'refund two', 'refund three']) {
      expect((await cards.search(intent)).results[0]?.toolId).toBe('shop:refund_order');
    }
    await cards.suggest('refund four');
    expect((await cards.health()).status).toBe('degraded');
    release();
    await turns(20);
    expect((await cards.health()).errors.total).toBe(1);
    state.broken = undefined;
    await cards.search('refund five');
    expect((await cards.health()).status).toBe('ok');
    state.broken = new Error('again');
    await cards.search('refund six');
    await turns(20);
    expect((await cards.health()).errors.total).toBe(2);
  });

  test('of an index is told apart from that of an embedder', async () => {
    const { embedder, state } = markedEmbedder(1);
    const indexed = indexedStore();
    let isBroken = true;
    const { store, release } = hangingLog({
      ...indexed,
      embeddings: {
        ...indexed.embeddings,
        nearest: (query) =>
          isBroken ? Promise.reject(new Error('index is gone')) : indexed.embeddings.nearest!(query),
      },
    });
    const cards = await open({ store, embedder, maxExactVectors: 0 });
    onTestFinished(release);
    await cards.tools.sync(shop);
    await cards.tools.embedded();
    for (const intent of ['refund one', 'refund two']) await cards.search(intent);
    expect((await cards.health()).status).toBe('degraded');
    state.broken = new Error('out of order');
    await cards.search('refund three');
    release();
    await turns(20);
    expect((await cards.health()).errors.recent.map(({ message }) => message)).toEqual([
      expect.stringContaining('model-1'),
      'index is gone',
    ]);
    // An embedder that answers again says nothing about the index.
    state.broken = undefined;
    await cards.search('refund four');
    expect((await cards.health()).status).toBe('degraded');
    isBroken = false;
    await cards.search('refund five');
    expect((await cards.health()).status).toBe('ok');
  });
});
