import { type AgentCards, createMemoryStore } from '@agentcards/core';
import { createAgentCards } from 'agentcards';
import { expect, onTestFinished, test } from 'vitest';
import { refundExecution, shop, weather } from './fixtures.js';

/** A shop that has refunded an order: find_customer → find_order → refund_order, and tools without edges. */
async function shopWithHistory(): Promise<AgentCards> {
  const cards = await createAgentCards({ store: createMemoryStore(), embedder: null });
  onTestFinished(() => cards.close());
  await cards.tools.sync([shop, weather]);
  await cards.record(refundExecution('e1', 'refund the order of ada'));
  return cards;
}

const refunded = ['shop:find_customer', 'shop:find_order', 'shop:refund_order'];

test('metrics rank all active tools, and say which belong together', async () => {
  const cards = await shopWithHistory();
  const { tools, edges, pageRank, communityStructure } = await cards.metrics();
  expect({ tools, edges }).toEqual({ tools: 6, edges: 2 });
  expect(pageRank.map(({ toolId }) => toolId).sort()).toEqual(
    cards.tools
      .list()
      .map(({ toolId }) => toolId)
      .sort(),
  );
  // The first of the three is one of the many to which nothing leads.
  expect(pageRank.slice(0, 2).map(({ toolId }) => toolId)).toEqual(['shop:refund_order', 'shop:find_order']);
  expect(pageRank.reduce((sum, { rank }) => sum + rank, 0)).toBeCloseTo(1, 12);
  expect(communityStructure.communities).toEqual([
    refunded,
    ['shop:cancel_order'],
    ['shop:track_parcel'],
    ['weather:forecast'],
  ]);
});

test('metrics follow what is recorded, declared and removed', async () => {
  const cards = await shopWithHistory();
  const before = await cards.metrics();
  expect(await cards.metrics()).toEqual(before);
  await cards.dependencies.add([{ from: 'shop:refund_order', to: 'weather:forecast' }]);
  expect((await cards.metrics()).pageRank[0]?.toolId).toBe('weather:forecast');
  await cards.tools.remove(['weather:forecast']);
  expect((await cards.metrics()).pageRank[0]?.toolId).toBe('shop:refund_order');
  expect((await cards.metrics()).pageRank).toHaveLength(5);
});

test('metrics after a rebuild are those before', async () => {
  const cards = await shopWithHistory();
  const before = await cards.metrics();
  await cards.rebuild();
  expect(await cards.metrics()).toEqual(before);
});

test('a path costs 1 / confidence an edge, as dependencies.list() shows it', async () => {
  const cards = await shopWithHistory();
  const edges = await cards.dependencies.list();
  const path = await cards.dependencies.path('shop:find_customer', 'shop:refund_order');
  expect(path?.toolIds).toEqual(refunded);
  expect(path?.cost).toBeCloseTo(
    edges.reduce((sum, { confidence }) => sum + 1 / confidence, 0),
    12,
  );
  expect(await cards.dependencies.path('shop:refund_order', 'shop:find_customer')).toBeUndefined();
});

test('related tools share neighbours with the tool', async () => {
  const cards = await shopWithHistory();
  await cards.dependencies.add([{ from: 'shop:find_order', to: 'shop:cancel_order', source: 'hint' }]);
  const related = await cards.dependencies.related('shop:refund_order', { weighted: false });
  expect(related.map(({ toolId }) => toolId)).toEqual(['shop:cancel_order', 'shop:find_customer']);
  expect(related[0]?.score).toBeCloseTo(1 / Math.log(3), 12);
  // A hint is believed more than one execution.
  const [first, ...others] = await cards.dependencies.related('shop:refund_order', { limit: 1 });
  expect([first?.toolId, others]).toEqual(['shop:cancel_order', []]);
});

test('a renamed tool is found under both names, a removed one nowhere', async () => {
  const cards = await shopWithHistory();
  const give = { name: 'give_back', description: 'Give the money of an order back' };
  await cards.tools.sync({ ...shop, tools: [...shop.tools.filter(({ name }) => name !== 'refund_order'), give] });
  expect(await cards.dependencies.path('shop:find_customer', 'shop:refund_order')).toBeUndefined();
  expect(await cards.dependencies.related('shop:refund_order')).toEqual([]);
  await cards.tools.acceptRename({ from: 'shop:refund_order', to: 'shop:give_back' });
  for (const end of ['shop:refund_order', 'shop:give_back']) {
    const path = await cards.dependencies.path('shop:find_customer', end);
    expect(path?.toolIds).toEqual(['shop:find_customer', 'shop:find_order', 'shop:give_back']);
    expect((await cards.dependencies.related(end)).map(({ toolId }) => toolId)).toEqual(['shop:find_customer']);
  }
});

const nonsense: [string, (cards: AgentCards) => Promise<unknown>, string][] = [
  ['a path from the unknown', (cards) => cards.dependencies.path('shop:nope', 'shop:find_order'), 'TOOL_UNKNOWN'],
  ['a path to the unknown', (cards) => cards.dependencies.path('shop:find_order', '__proto__'), 'TOOL_UNKNOWN'],
  ['a path to no text', (cards) => cards.dependencies.path('shop:find_order', null as never), 'INVALID_INPUT'],
  ['tools related to the unknown', (cards) => cards.dependencies.related('shop:nope'), 'TOOL_UNKNOWN'],
  ['tools related to no text', (cards) => cards.dependencies.related(1 as never), 'INVALID_INPUT'],
  ['limit 0', (cards) => cards.dependencies.related('shop:find_order', { limit: 0 }), 'INVALID_INPUT'],
  [
    'an option nobody knows',
    (cards) => cards.dependencies.related('shop:find_order', { top: 1 } as never),
    'INVALID_INPUT',
  ],
];

test.each(nonsense)('%s is refused with a code', async (_name, call, code) => {
  await expect(call(await shopWithHistory())).rejects.toMatchObject({ code });
});
