import { type AgentCards, createMemoryStore, type ToolRecord } from '@agentcards/core';
import { createAgentCards } from 'agentcards';
import { expect, onTestFinished, test } from 'vitest';
import { shop } from './fixtures.js';

async function open(options: Parameters<typeof createAgentCards>[0] = {}): Promise<AgentCards> {
  const cards = await createAgentCards({ store: createMemoryStore(), embedder: null, ...options });
  onTestFinished(() => cards.close());
  return cards;
}

const refund = 'shop:refund_order';

test('the dates of a tool are those of whoever asks: changing them changes no other tool, answer or purge', async () => {
  const cards = await open();
  await cards.tools.sync(shop);
  await cards.tools.remove([refund, 'shop:find_order']);
  const before = [...cards.tools.list(), ...cards.tools.list({ status: 'removed' })];
  const tools = () => [...cards.tools.list(), ...cards.tools.list({ status: 'removed' })];
  const seen = structuredClone(before);
  const changeDates = ({ firstSeen, updatedAt }: ToolRecord) => firstSeen.setTime(5) === updatedAt.setTime(5);
  before.forEach(changeDates);
  changeDates(cards.tools.get(refund)!);
  expect((await cards.search('track a parcel', { filter: changeDates })).results).not.toEqual([]);
  const caller = cards.as({ permits: changeDates });
  changeDates(caller.callable('shop:track_parcel'));
  expect(tools()).toEqual(seen);
  expect(await cards.maintenance.run()).toMatchObject({ removedTools: 0 });
});

test('what one listener does to an event is seen by no other, and not by whoever called', async () => {
  const cards = await open({ onDrift: 'quarantine' });
  await cards.tools.sync(shop);
  type Emptied = { pop?(): unknown };
  cards.on('tools.drifted', ({ drifted }) => (drifted as Emptied).pop?.());
  cards.on('tools.drifted', ({ drifted }) => (drifted[0]!.changes as Emptied).pop?.());
  cards.on('tools.quarantined', ({ toolIds }) => (toolIds as Emptied).pop?.());
  const heard: unknown[] = [];
  cards.on('tools.drifted', (event) => heard.push(event));
  cards.on('tools.quarantined', (event) => heard.push(event));
  const { drifted } = await cards.tools.sync({
    ...shop,
    tools: shop.tools.map((tool) => (tool.name === 'refund_order' ? { ...tool, description: 'Horoscope' } : tool)),
  });
  expect(drifted).toMatchObject([{ toolId: refund, changes: [{ path: 'description' }] }]);
  expect(heard).toEqual([{ drifted }, { toolIds: [refund] }]);
});
