// Runs where there is node:crypto: what core answers with engine, static embedder and memory store, as a text.
import { createAgentCards, createMemoryStore } from '@agentcards/core';
import { createStaticEmbedder } from '@agentcards/embedder-static';
import { createEngine } from '@agentcards/graphrag';
import { rounded } from './rounded.mjs';

/** @param options Of the embedder. */
export async function agentAnswers(options) {
  const embedder = await createStaticEmbedder(options);
  const clock = { now: () => Date.UTC(2026, 0, 1) };
  const cards = await createAgentCards({ store: createMemoryStore(), createEngine, embedder, clock });
  const find = { name: 'find_order', description: 'List the orders of a customer, newest first' };
  const refund = { name: 'refund_order', description: 'Give the money of an order back' };
  await cards.tools.sync({ server: 'shop', tools: [find, refund] });
  await cards.tools.embedded();
  const first = { id: 'find', toolId: 'shop:find_order', success: true };
  const second = { id: 'refund', toolId: 'shop:refund_order', dependsOn: ['find'], success: true };
  await cards.record({ id: 'one', intent: 'refund the last order of Ada', success: true, tasks: [first, second] });
  const { results } = await cards.search('reimburse a customer', { explain: true });
  const { dag } = await cards.suggest('refund the order of Bob', { explain: true });
  const { search } = await cards.health();
  await cards.close();
  return JSON.stringify({ search, results, dag }, rounded);
}
