import { existsSync } from 'node:fs';
import { createMemoryStore } from '@agentcards/core';
import { createHttpEmbedder } from '@agentcards/core/http-embedder';
import { createTransformersEmbedder } from '@agentcards/core/transformers';
import { createStaticEmbedder } from '@agentcards/embedder-static';
import { type AgentCards, createAgentCards } from 'agentcards';
import { expect, test, vi } from 'vitest';
import { shop } from './fixtures.js';

const noEmbedder = { embedder: null } as const;
const task = { id: 'a', toolId: 'shop:refund_order', success: true };

async function open() {
  const cards = await createAgentCards({ ...noEmbedder, store: createMemoryStore() });
  await cards.tools.sync(shop);
  return cards;
}

test.each<[string, object]>([
  ['keepIntent', { keepIntent: false }],
  ['execution', { retention: { execution: false } }],
  ['atmost', { suggestions: { atmost: 1 } }],
  ['batchsize', { embedding: { batchsize: 1 } }],
])('an option of the name %s is refused, and the store let go', async (name, options) => {
  const store = createMemoryStore();
  const close = vi.spyOn(store, 'close');
  await expect(createAgentCards({ ...noEmbedder, store, ...options })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringMatching(new RegExp(`unknown option "${name}"`, 'i')),
  });
  expect(close).toHaveBeenCalledOnce();
});

test('what is undefined is not given, whatever its name', async () => {
  const more: object = { ofAnotherVersion: undefined };
  await (await createAgentCards({ ...noEmbedder, store: createMemoryStore(), ...more })).close();
});

test.each<[string, unknown]>([
  ['a misspelt directory', { datadir: 'elsewhere' }],
  ['a misspelt setting', { retention: { execution: false } }],
  ['a setting that makes no sense', { halfLife: -1 }],
  ['a text', './directory'],
  ['null', null],
  ['null as the store', { store: null }],
  ['null as the engine', { createEngine: null }],
  ['null as the directory', { dataDir: null }],
])('no directory is made by default for %s', async (_, options) => {
  const before = existsSync('.agentcards');
  await expect(createAgentCards(options as object)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  expect(existsSync('.agentcards')).toBe(before);
});

test.each([
  'createEngine',
  'embedding',
  'reembed',
  'maxExactVectors',
  'clock',
  'halfLife',
  'maxMemories',
  'random',
  'onDrift',
  'onEmptyList',
  'keepIntents',
  'suggestions',
  'retention',
])('null is no %s', async (name) => {
  const options = { ...noEmbedder, store: createMemoryStore(), [name]: null };
  await expect(createAgentCards(options)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining(name),
  });
});

test.each<[string, unknown, RegExp]>([
  ['null', null, /the option store is no object/],
  ['nothing in it', {}, /the option store is no store, since its member migrate is missing/],
  ['a promise', Promise.resolve(createMemoryStore()), /the option store is a promise/],
  ['one without tools', { ...createMemoryStore(), tools: undefined }, /member tools is missing/],
  ['one of another time', { ...createMemoryStore(), specificationVersion: 9 }, /specification version 9/],
])('what is no store says why: %s', async (_, store, message) => {
  const options: object = { ...noEmbedder, store };
  await expect(createAgentCards(options)).rejects.toMatchObject({ code: 'INVALID_INPUT', message });
});

test('an engine without its methods is refused, one with more is not', async () => {
  const createEngine = (() => ({ search() {} })) as never;
  await expect(createAgentCards({ ...noEmbedder, store: createMemoryStore(), createEngine })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('upsertTools is missing'),
  });
});

const more: object = { signl: AbortSignal.abort() };
const calls: Readonly<Record<string, (cards: AgentCards) => unknown>> = {
  'a source': (cards) => cards.tools.sync({ ...shop, ondrift: 'reject' } as never),
  'tools.embedded': (cards) => cards.tools.embedded(more),
  'tools.reembed': (cards) => cards.tools.reembed({ modelId: 'm', dimensions: 1, embed: async () => [] }, more),
  'tools.list': (cards) => cards.tools.list({ stat: 'removed' } as never),
  'tools.list, status': (cards) => cards.tools.list({ status: 'gone' as never }),
  search: (cards) => cards.search('refund', { topk: 1 } as never),
  'dependencies.add': (cards) =>
    cards.dependencies.add([{ from: 'shop:find_order', to: 'shop:refund_order', sorce: 'hint' } as never]),
  'dependencies.list': (cards) => cards.dependencies.list({ tool: 'shop:find_order' } as never),
  'dependencies.related': (cards) => cards.dependencies.related('shop:find_order', { limits: 1 } as never),
  record: (cards) => cards.record({ intention: 'refund', success: true, tasks: [task] } as never),
  'record, a task': (cards) => cards.record({ success: true, tasks: [{ ...task, depends: ['b'] } as never] }),
  forget: (cards) => cards.forget({ intent: 'refund', tools: 'shop:find_order' } as never),
  learned: (cards) => cards.learned(more),
  predictNext: (cards) => cards.predictNext({ executed: [], topk: 1 } as never),
  suggest: (cards) => cards.suggest('refund', { maxtasks: 1 } as never),
  rebuild: (cards) => cards.rebuild(more),
  'maintenance.run': (cards) => cards.maintenance.run({ dryrun: true } as never),
  export: (cards) => cards.export({ servers: ['shop'] } as never),
  import: (cards) => cards.import([], more),
  'on, an event': (cards) => cards.on('nope' as never, () => {}),
  'on, an event that is no text': (cards) => cards.on(1n as never, () => {}),
  'on, no listener': (cards) => cards.on('embedding.progress', undefined as never),
};

test.each(Object.entries(calls))('a call with an unknown name is refused: %s', async (_, call) => {
  await using cards = await open();
  await expect((async () => call(cards))()).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  expect((await cards.stats()).executions).toBe(0);
  expect(await cards.dependencies.list()).toEqual([]);
});

test('tools may have more members than are read: they come from outside', async () => {
  await using cards = await open();
  const tools = [...shop.tools, { name: 'new', _meta: { from: 'elsewhere' }, icons: [] }];
  expect((await cards.tools.sync({ ...shop, tools })).rejected).toEqual([]);
});

test('embedders refuse options of other names, without their values', async () => {
  const made = { url: 'https://localhost/v1/embeddings', model: 'm', dimensions: 1 };
  const secret: object = { apikey: 'a-secret-key' };
  expect(() => createHttpEmbedder({ ...made, ...secret })).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringMatching(/"apikey"(?!.*a-secret-key)/) }),
  );
  const refused = { code: 'INVALID_INPUT' };
  await expect(createTransformersEmbedder({ model: 'm', ...secret })).rejects.toMatchObject(refused);
  await expect(createTransformersEmbedder(undefined as never)).rejects.toMatchObject(refused);
  await expect(createStaticEmbedder(secret)).rejects.toMatchObject(refused);
  await expect(createStaticEmbedder(null as never)).rejects.toMatchObject(refused);
});
