import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createMemoryStore, type Embedder } from '@agentcards/core';
import { openPGliteStore } from '@agentcards/store-pglite';
import { createAgentCards } from 'agentcards';
import { expect, onTestFinished, test, vi } from 'vitest';
import { shop, temporaryDirectory, weather } from './fixtures.js';

const staticModel = 'static-tools-256';
/** Has no word in common with any tool. */
const intent = 'reimburse a client';

const other: Embedder = {
  modelId: 'other',
  dimensions: 2,
  embed: async (texts) => texts.map((text) => (/money/i.test(text) ? [1, 0] : [0, 1])),
};

async function open(options: Parameters<typeof createAgentCards>[0]) {
  const cards = await createAgentCards(options);
  onTestFinished(() => cards.close());
  return cards;
}

const first = async (cards: Awaited<ReturnType<typeof open>>) => (await cards.search(intent)).results[0]?.toolId;

/** The reads of files, as the static embedder sees them; they go through unless a test says otherwise. */
function readFiles() {
  const files: typeof import('node:fs/promises') = createRequire(import.meta.url)('node:fs/promises');
  const spy = vi.spyOn(files, 'readFile');
  onTestFinished(() => spy.mockRestore());
  return { spy, ofModel: () => spy.mock.calls.filter(([path]) => String(path).includes('/model/')) };
}

test('without an option search is by words and meaning, also after opening again, by the same vectors', async () => {
  const dataDir = join(await temporaryDirectory(), 'data');
  const cards = await open({ dataDir });
  await cards.tools.sync([shop, weather]);
  await cards.tools.embedded();
  expect(await first(cards)).toBe('shop:refund_order');
  expect(await cards.health()).toMatchObject({
    status: 'ok',
    search: 'hybrid',
    embeddings: { modelId: staticModel, stored: 6, pending: 0, vectors: 'exact' },
  });
  await cards.close();

  const again = await open({ dataDir, embedder: undefined });
  expect((await again.health()).embeddings).toMatchObject({ stored: 6, pending: 0 });
  expect(await first(again)).toBe('shop:refund_order');
});

test('with null search is by words alone; a store that has only words gets its vectors later', async () => {
  const dataDir = join(await temporaryDirectory(), 'data');
  const words = await open({ dataDir, embedder: null });
  await words.tools.sync([shop, weather]);
  await words.tools.embedded();
  expect(await first(words)).toBeUndefined();
  expect(await words.health()).toMatchObject({ search: 'lexical', embeddings: { modelId: null, stored: 0 } });
  await words.close();

  const meaning = await open({ dataDir });
  await meaning.tools.embedded();
  expect(await first(meaning)).toBe('shop:refund_order');
  expect((await meaning.health()).embeddings).toMatchObject({ modelId: staticModel, stored: 6 });
});

test('a store that is opened by itself, without a word of the embedder, takes its vectors', async () => {
  const store = await openPGliteStore({ dataDir: 'memory://' });
  await using cards = await createAgentCards({ store });
  await cards.tools.sync(shop);
  await cards.tools.embedded();
  expect(await cards.health()).toMatchObject({ status: 'ok', search: 'hybrid' });
});

test('another embedder is an error that names both models, and takes over by reembed', async () => {
  const dataDir = join(await temporaryDirectory(), 'data');
  const cards = await open({ dataDir });
  await cards.tools.sync([shop, weather]);
  await cards.tools.embedded();
  await cards.close();
  await expect(open({ dataDir, embedder: other })).rejects.toMatchObject({
    code: 'EMBEDDER_MISMATCH',
    message: expect.stringMatching(new RegExp(`${staticModel}.*other|other.*${staticModel}`)),
  });

  const changing = await open({ dataDir });
  const broken = { ...other, modelId: 'broken', embed: () => Promise.reject(new Error('model file is gone')) };
  await expect(changing.tools.reembed(broken)).rejects.toMatchObject({
    code: 'EMBEDDER_FAILED',
    cause: { cause: { message: 'model file is gone' } },
  });
  expect(await changing.tools.reembed(other)).toMatchObject({ modelId: 'other', embedded: 6 });
  await changing.close();
  await expect(open({ dataDir })).rejects.toMatchObject({ code: 'EMBEDDER_MISMATCH' });
  const changed = await open({ dataDir, embedder: other });
  expect((await changed.health()).embeddings).toMatchObject({ modelId: 'other', stored: 6 });
});

test('the model is read only where it is used', async () => {
  const { ofModel } = readFiles();
  await open({ store: createMemoryStore(), embedder: null });
  await open({ store: createMemoryStore(), embedder: other });
  expect(ofModel()).toEqual([]);
  await open({ store: createMemoryStore() });
  expect(ofModel().length).toBeGreaterThan(0);
});

test('a model that cannot be read is an error that says what to do, and lets go of the store', async () => {
  const { spy } = readFiles();
  spy.mockRejectedValue(new Error('no such file'));
  const close = vi.fn(async () => {});
  const store = { ...createMemoryStore(), close };
  await expect(createAgentCards({ store })).rejects.toMatchObject({
    code: 'EMBEDDER_MODEL_UNAVAILABLE',
    hint: expect.stringContaining('embedder: null'),
  });
  expect(close).toHaveBeenCalledOnce();
});

test.each([
  ['a promise', Promise.resolve(other), /promise, to be awaited/],
  ['false', false, /modelId, dimensions and embed/],
  ['a name', 'all-MiniLM-L6-v2', /modelId, dimensions and embed/],
  ['of no model', { ...other, modelId: '' }, /modelId, dimensions and embed/],
])('an embedder that is %s is refused', async (_what, embedder, message) => {
  await expect(createAgentCards({ store: createMemoryStore(), embedder: embedder as never })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message,
  });
});
