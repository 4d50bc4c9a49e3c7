import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AgentCards,
  createMemoryStore,
  type ExecutionInput,
  type ScoringEngine,
  type Store,
} from '@agentcards/core';
import { createEngine } from '@agentcards/graphrag';
import { openPGliteStore } from '@agentcards/store-pglite';
import { createAgentCards } from 'agentcards';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { keepOld, shop, temporaryDirectory } from './fixtures.js';

type Options = NonNullable<Parameters<typeof createAgentCards>[0]>;

/** Where instances follow each other over one store, as processes would. */
interface Place {
  /** The store as another process finds it: what an instance closes is only its own. */
  open(): Promise<Store>;
}

// Creating a database takes seconds, copying an empty one does not.
let emptyDatabase: string;
beforeAll(async () => {
  emptyDatabase = await mkdtemp(join(tmpdir(), 'agentcards-empty-'));
  await (await createAgentCards({ dataDir: join(emptyDatabase, 'data'), embedder: null })).close();
});
afterAll(() => rm(emptyDatabase, { recursive: true, force: true }));

const places: Record<string, () => Promise<Place>> = {
  memory: async () => {
    const store = createMemoryStore();
    return { open: async () => ({ ...store, close: async () => {} }) };
  },
  pglite: async () => {
    const directory = await temporaryDirectory();
    await cp(emptyDatabase, directory, { recursive: true });
    return { open: () => openPGliteStore({ dataDir: join(directory, 'data') }) };
  },
};

/** Has what an instance's engines learn counted. */
function countingEngines() {
  const counts = { begun: 0, finished: 0 };
  const create = (settings: Parameters<typeof createEngine>[0]): ScoringEngine => {
    const engine = createEngine(settings);
    return {
      ...engine,
      *learnWeights() {
        counts.begun++;
        const pieces = engine.learnWeights();
        while (pieces.next().done !== true) yield undefined;
        counts.finished++;
      },
    };
  };
  return { counts, create };
}

async function start(store: Store, options: Options = {}) {
  const { counts, create } = countingEngines();
  const cards = await createAgentCards({ embedder: null, store, createEngine: create, retention: keepOld, ...options });
  onTestFinished(() => cards.close());
  return { cards, counts };
}

const chains = [
  ['find_customer', 'find_order', 'refund_order'],
  ['find_order', 'cancel_order'],
  ['find_customer', 'find_order', 'track_parcel'],
];
const words = ['give ada her money back', 'she does not want it any more', 'where is it', 'do what has to be done'];

/** Executions of a few habits, some of which fail; the same for the same number. */
function execution(number: number): ExecutionInput {
  const tools = chains[(number * 5) % 3]!;
  const succeeds = number % 7 !== 0;
  return {
    id: `e${String(number).padStart(3, '0')}`,
    intent: words[number % 5 === 0 ? 3 : (number * 5) % 3]!,
    success: succeeds,
    executedAt: Date.UTC(2026, 0, 1) + number * 60_000,
    tasks: tools.map((name, place) => ({
      id: `t${place}`,
      toolId: `shop:${name}`,
      success: succeeds || place < tools.length - 1,
      ...(place > 0 && { dependsOn: [`t${place - 1}`] }),
    })),
  };
}

async function record(cards: AgentCards, from: number, to: number): Promise<void> {
  for (let number = from; number < to; number++) await cards.record(execution(number));
}

/** What users see of the weights. */
async function predictions(cards: AgentCards) {
  const queries = [
    { intent: words[0], executed: [] },
    { intent: words[3], executed: ['shop:find_order'] },
    { executed: ['shop:find_customer', 'shop:find_order'] },
  ];
  return Promise.all(
    queries.map(async (query) => ({ ...(await cards.predictNext({ ...query, topK: 5 })), suggestionId: '' })),
  );
}

const weightsOf = async (store: Store) =>
  (await store.adaptiveConfig!.read('weight.'))
    .map(({ key, value, samples }) => ({ key, value, samples }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));

describe.each(Object.entries(places))('over the store in %s', (_name, open) => {
  test('weights are learned when executions have grown, change the answers, and outlive the process', async () => {
    const place = await open();
    const store = await place.open();
    const clock = { now: () => 1_000 };
    const { cards, counts } = await start(store, { clock });
    await cards.tools.sync(shop);
    await record(cards, 0, 29);
    await cards.learned();
    expect(await weightsOf(store)).toEqual([]);
    expect((await cards.health()).weights).toEqual({ executions: 0, isLearning: false });

    await record(cards, 29, 30);
    await cards.learned();
    const weights = await weightsOf(store);
    expect(weights.length).toBeGreaterThan(5);
    expect(new Set(weights.map(({ samples }) => samples))).toEqual(new Set([30]));
    const learned = { executions: 30, learnedAt: new Date(1_000), isLearning: false };
    expect((await cards.health()).weights).toEqual(learned);
    expect(counts).toEqual({ begun: 1, finished: 1 });

    // The same executions without what was learned from them.
    const { cards: unlearned } = await start(createMemoryStore(), { createEngine: withoutLearning });
    await unlearned.tools.sync(shop);
    await record(unlearned, 0, 30);
    const answers = await predictions(cards);
    expect(answers).not.toEqual(await predictions(unlearned));
    await cards.close();

    const later = await place.open();
    const { cards: again, counts: countsAgain } = await start(later, { clock });
    await again.learned();
    expect(await predictions(again)).toEqual(answers);
    expect((await again.health()).weights).toEqual(learned);
    expect(countsAgain).toEqual({ begun: 0, finished: 0 });

    await record(again, 30, 44);
    await again.learned();
    expect(countsAgain).toEqual({ begun: 0, finished: 0 });
    await record(again, 44, 45);
    await again.learned();
    expect(countsAgain).toEqual({ begun: 1, finished: 1 });
    expect(new Set((await weightsOf(later)).map(({ samples }) => samples))).toEqual(new Set([45]));
  });

  test('equal histories have equal weights: rebuilt twice, in another order, and after a forgetting', async () => {
    const store = await (await open()).open();
    const { cards } = await start(store);
    await cards.tools.sync(shop);
    await record(cards, 0, 40);
    await cards.rebuild();
    const weights = await weightsOf(store);
    expect(weights).toMatchObject(weights.map(() => ({ samples: 40 })));
    expect(weights).not.toEqual([]);
    const answers = await predictions(cards);
    await cards.rebuild();
    expect(await weightsOf(store)).toEqual(weights);

    const otherStore = createMemoryStore();
    const { cards: other } = await start(otherStore);
    await other.tools.sync(shop);
    for (let number = 49; number >= 0; number--) await other.record(execution((number * 7) % 50));
    await other.learned();
    expect(await weightsOf(otherStore)).not.toEqual(weights);
    await other.forget({ executions: Array.from({ length: 10 }, (_, index) => execution(40 + index).id!) });
    expect(await weightsOf(otherStore)).toEqual(weights);
    expect(await predictions(other)).toEqual(answers);
  });

  test('with too few executions left, nothing that was learned is left', async () => {
    const store = await (await open()).open();
    const { cards } = await start(store);
    await cards.tools.sync(shop);
    await record(cards, 0, 30);
    await cards.learned();
    await cards.forget({ executions: [execution(0).id!] });
    expect(await weightsOf(store)).toEqual([]);
    expect((await cards.health()).weights).toEqual({ executions: 0, isLearning: false });
    const { cards: never } = await start(createMemoryStore());
    await never.tools.sync(shop);
    await record(never, 1, 30);
    expect(await predictions(cards)).toEqual(await predictions(never));
  });

  test.each(['record', 'rebuild'])('closing stops what %s has begun to learn; the next start learns', async (verb) => {
    const place = await open();
    const store = await place.open();
    const { cards } = await start(store, { createEngine: learningForever });
    await cards.tools.sync(shop);
    await record(cards, 0, 40);
    const waiting = expect(cards.learned()).rejects.toMatchObject({ code: 'CLOSED' });
    const rebuilding = verb === 'rebuild' ? cards.rebuild() : undefined;
    await vi.waitFor(async () => expect((await cards.health()).weights.isLearning).toBe(true));
    await cards.close();
    await waiting;
    expect(await rebuilding).toEqual(rebuilding && { executions: 40, observedEdges: expect.any(Number) });

    const later = await place.open();
    const { cards: again, counts } = await start(later);
    await again.learned();
    expect(counts).toEqual({ begun: 1, finished: 1 });
    expect(new Set((await weightsOf(later)).map(({ samples }) => samples))).toEqual(new Set([40]));
  });
});

/** The engine of graphrag, whose learning does not come to an end. */
function learningForever(settings: Parameters<typeof createEngine>[0]): ScoringEngine {
  return {
    ...createEngine(settings),
    *learnWeights() {
      for (;;) yield undefined;
    },
  };
}

/** The engine of graphrag, which has nothing to learn. */
function withoutLearning(settings: Parameters<typeof createEngine>[0]): ScoringEngine {
  return { ...createEngine(settings), *learnWeights() {} };
}

test('predictions say how probable it is that nothing follows', async () => {
  const { cards } = await start(createMemoryStore());
  await cards.tools.sync(shop);
  await record(cards, 0, 20);
  const midway = await cards.predictNext({ executed: ['shop:find_order'], topK: 5 });
  const atTheEnd = await cards.predictNext({ executed: ['shop:find_order', 'shop:cancel_order'], topK: 5 });
  expect(atTheEnd.stop).toBeGreaterThan(midway.stop);
  for (const { predictions: tools, stop } of [midway, atTheEnd]) {
    expect(stop).toBeGreaterThan(0);
    expect(tools.reduce((sum, { probability }) => sum + probability, stop)).toBeLessThanOrEqual(1 + 1e-9);
  }
});

test('a store without adaptiveConfig works, and is learned from after each start', async () => {
  const { adaptiveConfig: _missing, ...memory } = createMemoryStore();
  const store: Store = { ...memory, close: async () => {} };
  const first = await start(store);
  await first.cards.tools.sync(shop);
  await record(first.cards, 0, 30);
  await first.cards.learned();
  const answers = await predictions(first.cards);
  await first.cards.close();
  const second = await start(store);
  await second.cards.learned();
  expect(second.counts.finished).toBe(1);
  expect(await predictions(second.cards)).toEqual(answers);
  await second.cards.rebuild();
  expect(await predictions(second.cards)).toEqual(answers);
});

test('a failure breaks no record: it is in the error log, and what was learned before stays', async () => {
  const memory = createMemoryStore();
  const failing: Store = {
    ...memory,
    adaptiveConfig: { read: memory.adaptiveConfig!.read, replace: () => Promise.reject(new Error('disk full')) },
  };
  const { cards } = await start(failing);
  await cards.tools.sync(shop);
  await record(cards, 0, 31);
  await cards.learned();
  expect((await cards.stats()).executions).toBe(31);
  expect((await cards.health()).errors.recent).toMatchObject([{ errorType: 'learning', message: 'disk full' }]);
  expect((await cards.health()).weights).toMatchObject({ executions: 30 });

  const { cards: others } = await start(createMemoryStore(), {
    createEngine: (settings) => ({
      ...createEngine(settings),
      // biome-ignore lint/correctness/useYield: it fails before there is anything to yield
      *learnWeights() {
        throw new Error('no memory');
      },
    }),
  });
  await others.tools.sync(shop);
  await record(others, 0, 31);
  await others.rebuild();
  expect(await predictions(others)).toHaveLength(3);
  expect((await others.health()).errors.recent[0]).toMatchObject({ errorType: 'learning', message: 'no memory' });
});

test('a forgetting whose weights cannot be forgotten fails, and is finished by the next start', async () => {
  const memory = createMemoryStore();
  let fails = false;
  const store: Store = {
    ...memory,
    adaptiveConfig: {
      read: memory.adaptiveConfig!.read,
      replace: (...arguments_) =>
        fails ? Promise.reject(new Error('killed')) : memory.adaptiveConfig!.replace(...arguments_),
    },
    close: async () => {},
  };
  const { cards } = await start(store);
  await cards.tools.sync(shop);
  await record(cards, 0, 30);
  await cards.learned();
  fails = true;
  await expect(cards.forget({ executions: [execution(3).id!] })).rejects.toThrow('killed');
  await cards.close();
  expect(await weightsOf(memory)).not.toEqual([]);
  fails = false;
  const { cards: again } = await start(store);
  expect(await weightsOf(memory)).toEqual([]);
  expect((await again.stats()).executions).toBe(29);
});

test('a rename keeps what was learned, and learns it anew in the background', async () => {
  const store = createMemoryStore();
  const { cards, counts } = await start(store);
  await cards.tools.sync(shop);
  await record(cards, 0, 30);
  await cards.learned();
  const tools = shop.tools.map((tool) => (tool.name === 'refund_order' ? { ...tool, name: 'give_back' } : tool));
  await cards.tools.sync({ ...shop, tools });
  await cards.tools.acceptRename({ from: 'shop:refund_order', to: 'shop:give_back' });
  expect((await cards.health()).weights.isLearning).toBe(true);
  await cards.learned();
  expect(counts.finished).toBe(2);
  const weights = await weightsOf(store);
  expect(weights).not.toEqual([]);
  await cards.rebuild();
  expect(await weightsOf(store)).toEqual(weights);
});

test('waiting can be given up', async () => {
  const { cards } = await start(createMemoryStore());
  await cards.tools.sync(shop);
  await record(cards, 0, 30);
  await expect(cards.learned({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
  await cards.learned();
  expect((await cards.health()).weights).toMatchObject({ executions: 30 });
  await cards.close();
  await expect(cards.learned()).rejects.toMatchObject({ code: 'CLOSED' });
});
