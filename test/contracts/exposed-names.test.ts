import { createMemoryStore, exposedToolName, type ToolFilterOption } from '@agentcards/core';
import { type AgentCards, createAgentCards } from 'agentcards';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shop } from './fixtures.js';

const spaced = 'shop:find it';
let cards: AgentCards;
beforeAll(async () => {
  cards = await createAgentCards({ store: createMemoryStore(), embedder: null });
  await cards.tools.sync([{ ...shop, tools: [...shop.tools, { name: 'find it' }, { name: 'gone' }] }]);
  await cards.tools.remove(['shop:gone']);
});
afterAll(() => cards.close());

type Question = (ids: string[], filter?: ToolFilterOption) => Promise<unknown>;
const questions: [string, Question][] = [
  ['executed', (executed, filter) => cards.predictNext({ intent: 'refund', executed, filter })],
  ['context', (context, filter) => cards.predictNext({ executed: [], context, filter })],
  ['candidates', (candidates, filter) => cards.predictNext({ executed: [], candidates, filter })],
  ['context', (context, filter) => cards.suggest('refund', { context, filter })],
  ['context', (context, filter) => cards.search('refund', { context, filter })],
];

test.each(questions)('a name that models see is refused in %s, and the message has the id', async (list, ask) => {
  for (const toolId of ['shop:find_order', spaced]) {
    await expect(ask(['shop:find_customer', exposedToolName(toolId)])).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining(`${list}.1: must be a tool id`),
      hint: expect.stringContaining(`Give ${toolId}.`),
    });
  }
});

test.each(questions)('what names no tool is harmless in %s', async (_list, ask) => {
  const unknown = ['nobody:knows', 'shop__gone', 'shop__nothing', 'find_order', '__', 'shop', 'a-0123456789', ':', ''];
  await expect(ask(unknown)).resolves.toBeDefined();
});

test.each(questions)('the name of a tool that a filter hides is one of no tool in %s', async (_list, ask) => {
  const hidden = exposedToolName('shop:refund_order');
  await expect(ask([hidden], { tools: ['shop:find_order'] })).resolves.toBeDefined();
  await expect(ask([hidden], { tools: ['shop:refund_order'] })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  const view = cards.as({ permits: ({ toolId }) => toolId !== 'shop:refund_order' });
  await expect(view.predictNext({ executed: [hidden] })).resolves.toBeDefined();
});
