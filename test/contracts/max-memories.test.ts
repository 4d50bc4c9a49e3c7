import { type AgentCards, createMemoryStore, type Store } from '@agentcards/core';
import { createAgentCards } from 'agentcards';
import { expect, onTestFinished, test } from 'vitest';
import { keepOld, shop } from './fixtures.js';

async function open(store: Store, maxMemories: number | undefined): Promise<AgentCards> {
  const cards = await createAgentCards({ store, embedder: null, maxMemories, retention: keepOld });
  onTestFinished(() => cards.close());
  return cards;
}

const toolIds = shop.tools.map(({ name }) => `shop:${name}`);
const day = 86_400_000;

async function record(cards: AgentCards, index: number): Promise<void> {
  await cards.record({
    id: `e${index}`,
    intent: index < 4 ? 'the old way' : `the new way, number ${index}`,
    success: true,
    executedAt: day * (index + 1),
    tasks: [toolIds[index < 4 ? 0 : 1]!, toolIds[2]!].map((toolId, place) => ({
      id: `t${place}`,
      toolId,
      success: true,
    })),
  });
}

const next = async (cards: AgentCards, intent: string) =>
  (await cards.predictNext({ intent, executed: [], topK: 1 })).predictions[0]?.toolId;

test('with a maximum the newest are learned from, also after the next start; the store has them all', async () => {
  const store = createMemoryStore();
  const cards = await open(store, 3);
  await cards.tools.sync(shop);
  for (let index = 0; index < 4; index += 1) await record(cards, index);
  expect(await next(cards, 'the old way')).toBe(toolIds[0]);
  for (let index = 4; index < 8; index += 1) await record(cards, index);
  // Recorded once more: it is known to the store, though no longer to the engine.
  await record(cards, 0);
  expect((await cards.metrics()).executions).toBe(3);
  expect((await store.executions.read({ limit: 100 })).map(({ id }) => id)).toHaveLength(8);
  const answer = await cards.predictNext({ intent: 'the new way', executed: [], topK: 9 });
  expect(answer.predictions[0]?.toolId).toBe(toolIds[1]);

  const again = await open(store, 3);
  const { suggestionId: _, ...expected } = answer;
  expect(await again.predictNext({ intent: 'the new way', executed: [], topK: 9 })).toMatchObject(expected);
  expect((await (await open(store, undefined)).metrics()).executions).toBe(8);
});

test('forgetting what is kept brings back what had gone for it', async () => {
  const store = createMemoryStore();
  const cards = await open(store, 2);
  await cards.tools.sync(shop);
  for (const index of [3, 6, 7]) await record(cards, index);
  expect(await cards.forget({ executions: ['e6', 'e7'] })).toMatchObject({ executions: 2 });
  expect((await cards.metrics()).executions).toBe(1);
  expect(await next(cards, 'the old way')).toBe(toolIds[0]);
});

test.each([0, -1, 1.5, Number.NaN, '3' as never])('a maximum of %s is refused', async (maxMemories) => {
  await expect(createAgentCards({ store: createMemoryStore(), maxMemories })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('maxMemories'),
  });
});
