import { createAgentCards, createMemoryStore, type Store } from '@agentcards/core';
import { createEngine } from '@agentcards/graphrag';
import { expect, onTestFinished, test } from 'vitest';
import { refundExecution, shop } from './fixtures.js';
import { createOlderStore } from './older-store.js';

// The growth rule of the contract: what came after an adapter was written is optional, so that it needs no change.

async function open(store: Store) {
  const cards = await createAgentCards({ store, createEngine });
  onTestFinished(() => cards.close());
  await cards.tools.sync(shop);
  return cards;
}

test('AgentCards works over an adapter of the first release, and says what it cannot do', async () => {
  const cards = await open(createOlderStore());
  const newest = await open(createMemoryStore());
  for (const each of [cards, newest]) {
    for (let turn = 0; turn < 3; turn++)
      await each.record(refundExecution(`execution ${turn}`, 'refund the last order'));
    await each.rebuild();
  }
  const query = { executed: ['shop:find_customer'] };
  const { suggestionId, ...prediction } = await cards.predictNext(query);
  const { suggestionId: _other, ...expected } = await newest.predictNext(query);
  expect(prediction).toEqual(expected);
  expect(await cards.dependencies.list()).toEqual(await newest.dependencies.list());
  expect(await cards.search('give the money back')).toEqual(await newest.search('give the money back'));
  expect(await cards.record({ ...refundExecution('followed', 'refund the last order'), suggestionId })).toMatchObject({
    suggestion: 'followed',
  });
  await expect(cards.forget({ executions: ['followed'] })).rejects.toMatchObject({ code: 'STORE_CANNOT_FORGET' });
  expect(await cards.health()).toMatchObject({ status: 'ok' });
});

test('what waits can be aborted, though the adapter knows no signals', async () => {
  const cards = await open(createOlderStore());
  await cards.record(refundExecution('one', 'refund the last order'));
  const before = await cards.dependencies.list();
  const reason = new Error('no longer wanted');
  const rebuilt = cards.rebuild({ signal: AbortSignal.abort(reason) });
  await expect(rebuilt).rejects.toMatchObject({ code: 'ABORTED', cause: reason });
  expect(await cards.dependencies.list()).toEqual(before);
  expect(await cards.rebuild()).toMatchObject({ executions: 1 });
});

test('an adapter of another specification is refused', async () => {
  const store = { ...createOlderStore(), specificationVersion: 2 as unknown as 1 };
  await expect(createAgentCards({ store, createEngine })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('specification version 2'),
  });
});
