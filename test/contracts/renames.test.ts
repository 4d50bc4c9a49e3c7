import { type AgentCards, createMemoryStore, type Store } from '@agentcards/core';
import { createAgentCards } from 'agentcards';
import { expect, onTestFinished, test } from 'vitest';
import { keepOld, refundExecution, shop } from './fixtures.js';

type Options = NonNullable<Parameters<typeof createAgentCards>[0]>;

async function open(options: Options): Promise<AgentCards> {
  const cards = await createAgentCards({ embedder: null, retention: keepOld, ...options });
  onTestFinished(() => cards.close());
  return cards;
}

const old = 'shop:refund_order';
const present = 'shop:give_back';
const rename = { from: old, to: present };
const [refund] = shop.tools.filter(({ name }) => name === 'refund_order');
const others = shop.tools.filter(({ name }) => name !== 'refund_order');
const renamed = { ...shop, tools: [...others, { ...refund!, name: 'give_back' }] };
const both = { ...shop, tools: [...shop.tools, { ...refund!, name: 'give_back' }] };

/** A shop that ran its refund once, and renamed it after that. */
async function renamedShop(store: Store, options: Omit<Options, 'store'> = {}): Promise<AgentCards> {
  const cards = await open({ store, ...options });
  await cards.tools.sync(shop);
  await cards.record(refundExecution('e1', 'refund the order of ada'));
  await cards.tools.sync(renamed);
  await cards.tools.acceptRename(rename);
  return cards;
}

const edge = async (cards: AgentCards, to: string) =>
  (await cards.dependencies.list()).find((each) => each.from === 'shop:find_order' && each.to === to);
const targets = async (cards: AgentCards, options: Parameters<AgentCards['search']>[1]) =>
  (await cards.search('give the money of an order back', options)).results
    .filter(({ role }) => role === 'target')
    .map(({ toolId }) => toolId);
const next = async (cards: AgentCards) => {
  const executed = ['shop:find_customer', 'shop:find_order'];
  return (await cards.predictNext({ executed, topK: 1 })).predictions[0]?.toolId;
};

test('while the old name is active again it counts for itself, and for the new one once it is gone again', async () => {
  const store = createMemoryStore();
  let cards = await renamedShop(store);
  await cards.record(refundExecution('e2', 'refund'));
  expect(await edge(cards, present)).toMatchObject({ observedCount: 2 });

  await cards.tools.sync(both);
  for (const reopens of [false, true]) {
    if (reopens) cards = await open({ store });
    expect(await edge(cards, old)).toMatchObject({ observedCount: 2 });
    expect(await edge(cards, present)).toBeUndefined();
    expect(await next(cards)).toBe(old);
    expect(await targets(cards, { topK: 1, alwaysInclude: [old] })).toContain(old);
    expect(await targets(cards, { topK: 1, alwaysInclude: [present] })).toContain(present);
  }
  // What it runs from now on is its own, and so is what is declared of it.
  await cards.record(refundExecution('e3', 'refund'));
  expect(await edge(cards, old)).toMatchObject({ observedCount: 3 });
  expect(await edge(cards, present)).toBeUndefined();
  await cards.dependencies.add([{ from: old, to: 'shop:track_parcel' }]);
  expect(await cards.dependencies.remove([{ from: present, to: 'shop:track_parcel' }])).toBe(0);

  await cards.tools.sync(renamed);
  for (const reopens of [false, true]) {
    if (reopens) cards = await open({ store });
    expect(await edge(cards, present)).toMatchObject({ observedCount: 3 });
    expect(await edge(cards, old)).toBeUndefined();
    expect(await next(cards)).toBe(present);
    expect(await targets(cards, { topK: 1, alwaysInclude: [old] })).toContain(present);
  }
  const edges = await cards.dependencies.list();
  await cards.rebuild();
  expect(await cards.dependencies.list()).toEqual(edges);
});

test('a rename back is proposed, and whichever of the two names its server lists has what was learned under both', async () => {
  const store = createMemoryStore();
  let cards = await renamedShop(store);
  await cards.record(refundExecution('e2', 'refund'));
  const back = { from: present, to: old };
  const events: unknown[] = [];
  cards.on('tools.renamed', ({ renames }) => events.push(...renames));
  expect((await cards.tools.sync(shop)).renames).toEqual([back]);
  expect(events).toEqual([back]);
  expect(cards.tools.renames()).toMatchObject([back]);
  await cards.tools.acceptRename(back);
  expect(await edge(cards, old)).toMatchObject({ observedCount: 2 });

  for (const [listed, name] of [
    [renamed, present],
    [shop, old],
  ] as const) {
    // Both were decided.
    expect((await cards.tools.sync(listed)).renames).toEqual([]);
    for (const reopens of [false, true]) {
      if (reopens) cards = await open({ store });
      expect(await edge(cards, name)).toMatchObject({ observedCount: 2 });
      expect(await next(cards)).toBe(name);
      expect(await targets(cards, { topK: 100, minScore: 0, exclude: [old] })).not.toContain(name);
    }
  }
  await cards.tools.remove([old]);
  expect(await edge(cards, old)).toMatchObject({ observedCount: 2 });
  expect(await edge(cards, present)).toBeUndefined();

  const other = await open({ store: createMemoryStore() });
  await other.import(cards.export() as never);
  expect(await other.dependencies.list()).toEqual(await cards.dependencies.list());
});

test('an old name that waits for approval changes nothing until it is approved', async () => {
  const cards = await renamedShop(createMemoryStore(), { onDrift: 'quarantine' });
  await cards.tools.sync({ ...renamed, tools: [...renamed.tools, { ...refund!, description: 'Poisoned' }] });
  expect(cards.tools.get(old)?.status).toBe('quarantined');
  expect(await edge(cards, present)).toMatchObject({ observedCount: 1 });
  await cards.tools.approve([old]);
  expect(await edge(cards, old)).toMatchObject({ observedCount: 1 });
  expect(await edge(cards, present)).toBeUndefined();
  await cards.tools.remove([old]);
  expect(await edge(cards, present)).toMatchObject({ observedCount: 1 });
});

test('who excludes an old name excludes the tool under every name that it has, also when it is active again', async () => {
  const cards = await renamedShop(createMemoryStore());
  const all = { topK: 100, minScore: 0, alwaysInclude: [old, present] };
  expect(await targets(cards, all)).toContain(present);
  expect(await targets(cards, { ...all, exclude: [old] })).not.toContain(present);
  await cards.tools.sync(both);
  expect(await targets(cards, all)).toEqual(expect.arrayContaining([old, present]));
  const excluded = await targets(cards, { ...all, exclude: [old] });
  expect(excluded).not.toContain(old);
  expect(excluded).not.toContain(present);
  // The other way round they are two tools.
  expect(await targets(cards, { ...all, exclude: [present] })).toContain(old);

  // A name in the middle of two renames, too.
  await cards.tools.sync({ ...shop, tools: [...others, { ...refund!, name: 'pay_back' }] });
  await cards.tools.acceptRename({ from: present, to: 'shop:pay_back' });
  await cards.tools.sync({
    ...shop,
    tools: [...others, ...['give_back', 'pay_back'].map((name) => ({ ...refund!, name }))],
  });
  const none = await targets(cards, { ...all, exclude: [old], alwaysInclude: [present, 'shop:pay_back'] });
  expect(none).not.toContain(present);
  expect(none).not.toContain('shop:pay_back');
});

test('a process that dies between a change of renames and the projection is whole at the next start', async () => {
  const store = createMemoryStore();
  await renamedShop(store);
  const failing: Store = {
    ...store,
    edges: { ...store.edges, replaceObserved: () => Promise.reject(new Error('killed')) },
    close: async () => {},
  };
  const dying = await open({ store: failing });
  await expect(dying.tools.dismissRename(rename)).rejects.toThrow('killed');
  let again = await open({ store });
  expect(await edge(again, old)).toMatchObject({ observedCount: 1 });
  expect(await edge(again, present)).toBeUndefined();

  await again.tools.acceptRename(rename);
  await expect((await open({ store: failing })).tools.sync(both)).rejects.toThrow('killed');
  again = await open({ store });
  expect(await edge(again, old)).toMatchObject({ observedCount: 1 });
  expect(await edge(again, present)).toBeUndefined();
});

test('a projection that failed is made up for by the next sync', async () => {
  const store = createMemoryStore();
  let isFull = false;
  const cards = await renamedShop({
    ...store,
    edges: {
      ...store.edges,
      replaceObserved: async (increments, confidenceOf) => {
        if (isFull) throw new Error('disk full');
        await store.edges.replaceObserved(increments, confidenceOf);
      },
    },
  });
  isFull = true;
  await expect(cards.tools.sync(both)).rejects.toThrow('disk full');
  isFull = false;
  expect((await cards.tools.sync(both)).unchanged).toContain(old);
  expect(await edge(cards, old)).toMatchObject({ observedCount: 1 });
  expect(await next(cards)).toBe(old);
});

const typed = (type: string) => ({ type: 'object', properties: { order_id: { type } } });

test('what counts less because of a changed contract counts no more under a new name', async () => {
  let now = Date.UTC(2026, 5, 1);
  const store = createMemoryStore();
  const cards = await open({ store, clock: { now: () => now } });
  await cards.tools.sync(shop);
  for (const id of ['e1', 'e2', 'e3', 'e4']) await cards.record(refundExecution(id, 'refund'));
  const full = await edge(cards, old);
  const changed = { ...refund!, inputSchema: typed('number') };
  await cards.tools.sync({ ...shop, tools: [...others, changed] });
  const lowered = await edge(cards, old);
  expect(lowered?.confidence).toBeLessThan(full!.confidence);
  now += 1_000;
  const report = await cards.tools.sync({ ...shop, tools: [...others, { ...changed, name: 'give_back' }] });
  expect(report.renames).toEqual([rename]);
  await cards.tools.acceptRename(rename);
  expect(await edge(cards, present)).toEqual({ ...lowered, to: present });
  const again = await open({ store, clock: { now: () => now } });
  expect(await edge(again, present)).toEqual({ ...lowered, to: present });
});

test('a rename to another contract lowers what was learned under the old one, until it is taken back', async () => {
  const store = createMemoryStore();
  const clock = { now: () => Date.UTC(2026, 5, 1) };
  const cards = await open({ store, clock });
  await cards.tools.sync(shop);
  for (const id of ['e1', 'e2', 'e3', 'e4']) await cards.record(refundExecution(id, 'refund'));
  const full = await edge(cards, old);
  const reworded = { name: 'give_back', description: 'Pay back', inputSchema: typed('number') };
  await cards.tools.sync({ ...shop, tools: [...others, reworded] });
  await cards.tools.acceptRename(rename);
  for (const each of [cards, await open({ store, clock })]) {
    const lowered = await edge(each, present);
    expect(lowered?.observedCount).toBe(full?.observedCount);
    expect(lowered?.confidence).toBeLessThan(full!.confidence);
  }
  await cards.tools.dismissRename(rename);
  expect(await edge(cards, old)).toEqual(full);
});
