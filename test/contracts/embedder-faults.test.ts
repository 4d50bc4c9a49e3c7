import { type AgentCards, createMemoryStore, type Embedder } from '@agentcards/core';
import { createAgentCards } from 'agentcards';
import { expect, onTestFinished, test, vi } from 'vitest';
import { shop } from './fixtures.js';

type Options = NonNullable<Parameters<typeof createAgentCards>[0]>;

async function open(options: Options): Promise<AgentCards> {
  const cards = await createAgentCards({ store: createMemoryStore(), embedding: { backoffMs: 0 }, ...options });
  onTestFinished(() => cards.close());
  return cards;
}

type Vectors = Awaited<ReturnType<Embedder['embed']>>;

function embedderOf(embed: (texts: string[]) => Vectors, modelId = 'model'): Embedder {
  return { modelId, dimensions: 2, embed: async (texts) => embed(texts as string[]) };
}

const good = (texts: readonly string[]): number[][] => texts.map((text) => [text.length, 1]);

test('an embedder may use the list of texts up', async () => {
  const consuming = (texts: string[]) => good(texts.splice(0));
  const cards = await open({ embedder: embedderOf(consuming) });
  await cards.tools.sync(shop);
  await cards.tools.embedded();
  expect((await cards.stats()).embedded).toBe(5);
  // One that fails at first leaves the texts for the next attempt.
  let attempts = 0;
  const failing = embedderOf((texts) => {
    const taken = texts.splice(0);
    attempts += 1;
    if (attempts === 1) throw new Error('busy');
    return good(taken);
  }, 'other');
  expect(await cards.tools.reembed(failing)).toMatchObject({ embedded: 5, skipped: [] });
  expect(attempts).toBe(2);
});

test.each<[string, (texts: readonly string[]) => Vectors]>([
  ['a list of holes', (texts) => new Array<number[]>(texts.length)],
  ['no list', () => undefined as unknown as Vectors],
  ['a list that only looks like one', (texts) => ({ length: texts.length, 0: [1, 1] }) as unknown as Vectors],
  ['vectors with holes', (texts) => texts.map(() => new Array<number>(2))],
  ['vectors of texts', (texts) => texts.map(() => ['1', 'x'] as unknown as number[])],
  ['numbers that no float of 32 bits holds', (texts) => texts.map(() => [1e300, 1])],
])('an embedder that answers with %s has failed', async (_what, embed) => {
  const cards = await open({ embedder: embedderOf(embed) });
  await cards.tools.sync(shop);
  // Found where it was made, and not by a store that was to keep it.
  const cause = { code: 'EMBEDDER_FAILED', message: expect.stringContaining('The embedder model returned') };
  await expect(cards.tools.embedded()).rejects.toMatchObject({ code: 'EMBEDDER_FAILED', cause });
  expect(await cards.health()).toMatchObject({ status: 'degraded', search: 'lexical', embeddings: { failed: 5 } });
  expect((await cards.search('give the money back')).results[0]?.toolId).toBe('shop:refund_order');
});

test('embedding anew by the model that is in use counts the tools that are there', async () => {
  const cards = await open({ embedder: embedderOf(good) });
  await cards.tools.sync(shop);
  await cards.tools.embedded();
  await cards.tools.remove(['shop:refund_order']);
  expect(await cards.tools.reembed(embedderOf(good))).toEqual({
    modelId: 'model',
    embedded: 4,
    reused: 4,
    skipped: [],
  });
});

test.each<[string, (texts: readonly string[]) => string, string]>([
  ['a reason', () => '401 quota exceeded', 'The embedder model failed: 401 quota exceeded.'],
  ['what was to be embedded', ([text]) => `cannot read "${text}"`, 'The embedder model failed.'],
])('health tells what the embedder failed with: %s', async (_what, say, message) => {
  const failing = embedderOf((texts) => {
    throw new Error(say(texts));
  });
  const cards = await open({ embedder: failing });
  await cards.tools.sync(shop);
  await expect(cards.tools.embedded()).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
  expect((await cards.health()).errors.recent[0]?.message).toBe(message);
});

test.each([
  ['in use', false],
  ['that takes over', true],
])('health says with the first call that fails that an embedder %s is down, and why', async (_what, reembed) => {
  const store = createMemoryStore();
  if (reembed) {
    const kept = { ...store, close: async () => {} };
    const before = await createAgentCards({ store: kept, embedder: embedderOf(good, 'before') });
    await before.tools.sync(shop);
    await before.tools.embedded();
    await before.close();
  }
  const hanging: Embedder = { modelId: 'model', dimensions: 2, embed: () => new Promise(() => {}) };
  const cards = await open({ store, embedder: hanging, reembed, embedding: { timeoutMs: 50, backoffMs: 2 ** 30 } });
  await cards.tools.sync(shop);
  expect(await cards.health()).toMatchObject({ status: 'ok', errors: { total: 0 } });
  await vi.waitFor(async () => expect((await cards.health()).status).toBe('degraded'));
  const { embeddings, errors } = await cards.health();
  if (!reembed) expect(embeddings).toMatchObject({ pending: 5, failed: 0, failure: 'EMBEDDER_FAILED' });
  const message = 'The embedder model failed: No answer within 50 ms.';
  expect(errors).toMatchObject({ total: 1, recent: [{ errorType: 'embedding', message }] });
});

test('many searches at once, with one signal or none, warn of no leak', async () => {
  const warned = vi.fn();
  process.on('warning', warned);
  onTestFinished(() => void process.off('warning', warned));
  const cards = await open({ embedder: embedderOf(good) });
  await cards.tools.sync(shop);
  await cards.tools.embedded();
  const { signal } = new AbortController();
  for (const options of [{}, { signal }]) {
    await Promise.all(Array.from({ length: 30 }, (_, number) => cards.search(`refund ${number}`, options)));
  }
  await new Promise((resolve) => setImmediate(resolve));
  expect(warned).not.toHaveBeenCalled();
});
