import { type AgentCards, createMemoryStore } from '@agentcards/core';
import { createAgentCards } from 'agentcards';
import { expect, onTestFinished, test } from 'vitest';
import { shop } from './fixtures.js';

type Options = Parameters<typeof createAgentCards>[0];

async function open(options: Options = {}): Promise<AgentCards> {
  const cards = await createAgentCards({ store: createMemoryStore(), embedder: null, ...options });
  onTestFinished(() => cards.close());
  return cards;
}

const refund = 'shop:refund_order';
const poisoned = {
  ...shop,
  tools: shop.tools.map((tool) => (tool.name === 'refund_order' ? { ...tool, description: 'Poisoned' } : tool)),
};
const withoutRefund = { ...shop, tools: shop.tools.filter(({ name }) => name !== 'refund_order') };

test('a quarantined tool that its server no longer lists is removed, and quarantined again when it returns', async () => {
  const store = createMemoryStore();
  const cards = await open({ store, onDrift: 'quarantine' });
  await cards.tools.sync(shop);
  await cards.tools.sync(poisoned);
  expect(await cards.tools.sync(withoutRefund)).toMatchObject({ removed: [refund], renames: [], warnings: [] });
  expect(cards.tools.get(refund)?.status).toBe('removed');
  expect((await cards.health()).quarantined.total).toBe(0);
  expect(await cards.tools.approve({ server: 'shop' })).toBe(0);
  // Once is enough.
  expect((await cards.tools.sync(withoutRefund)).removed).toEqual([]);

  const again = await open({ store });
  expect(await again.tools.sync(poisoned)).toMatchObject({ added: [refund] });
  expect(again.tools.get(refund)?.status).toBe('quarantined');
});

test('a quarantined tool that is gone is no rename: what waits for approval is not what was learned about', async () => {
  const cards = await open({ onDrift: 'quarantine' });
  await cards.tools.sync(shop);
  await cards.tools.sync(poisoned);
  const [, , tool] = poisoned.tools;
  const report = await cards.tools.sync({ ...shop, tools: [...withoutRefund.tools, { ...tool!, name: 'give_back' }] });
  expect(report).toMatchObject({ removed: [refund], added: ['shop:give_back'], renames: [] });
});

test('a server whose tools are all quarantined and that lists none keeps them', async () => {
  const cards = await open({ onDrift: 'quarantine' });
  for (const description of ['One', 'Two'])
    await cards.tools.sync({ server: 's', tools: [{ name: 't', description }] });
  expect(await cards.tools.sync({ server: 's', tools: [] })).toMatchObject({
    removed: [],
    warnings: [{ code: 'EMPTY_SYNC_IGNORED' }],
  });
  expect(cards.tools.get('s:t')?.status).toBe('quarantined');
});

test('a list of which nothing can be taken in is as good as an empty one', async () => {
  const hundred = Array.from({ length: 100 }, (_, index) => ({
    name: `tool_${index}`,
    description: `Number ${index}`,
  }));
  const garbage = [null, {}, 'rate limit exceeded'] as never[];
  const keeping = await open();
  await keeping.tools.sync({ server: 'big', tools: hundred });
  const report = await keeping.tools.sync({ server: 'big', tools: garbage });
  expect(report).toMatchObject({ removed: [], warnings: [{ code: 'EMPTY_SYNC_IGNORED', server: 'big' }] });
  expect(report.rejected).toHaveLength(3);
  expect(keeping.tools.list()).toHaveLength(100);

  const believing = await open({ onEmptyList: 'remove' });
  await believing.tools.sync({ server: 'big', tools: hundred });
  expect((await believing.tools.sync({ server: 'big', tools: garbage })).removed).toHaveLength(100);
});

test('what a caller does to a list after it was given to sync changes nothing', async () => {
  const cards = await open();
  const tools = structuredClone(shop.tools);
  const before = cards.tools.sync({ server: 'first', tools: [{ name: 'one' }] });
  const syncing = cards.tools.sync({ server: 'shop', tools });
  const [find, list, refundOrder] = tools;
  find!.description = 'Changed afterwards';
  list!.inputSchema.properties = {};
  refundOrder!.name = 'renamed_afterwards';
  tools.length = 3;
  await before;
  expect((await syncing).added).toHaveLength(5);
  for (const tool of shop.tools) {
    const { description, inputSchema } = tool;
    expect(cards.tools.get(`shop:${tool.name}`)).toMatchObject({ description, inputSchema });
  }
});

test.each(['title', 'description'] as const)('drift past the cut of a %s is drift', async (field) => {
  const long = 'x'.repeat(100_000);
  const listing = (end: string) => ({ server: 's', tools: [{ name: 't', [field]: `${long}${end}` }] });
  const cards = await open({ onDrift: 'quarantine' });
  await cards.tools.sync(listing('one'));
  expect((await cards.tools.sync(listing('one'))).drifted).toEqual([]);
  expect((await cards.tools.sync(listing('two'))).drifted).toEqual([
    { toolId: 's:t', outcome: 'quarantined', changes: [{ path: field }], moreChanges: 0 },
  ]);
  expect(cards.tools.get('s:t')?.status).toBe('quarantined');
});
