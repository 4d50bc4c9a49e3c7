import { type AgentCards, createMemoryStore } from '@agentcards/core';
import { createAgentCards } from 'agentcards';
import { expect, onTestFinished, test } from 'vitest';
import { refundExecution, shop } from './fixtures.js';

const day = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const [customer, order, refund] = ['shop:find_customer', 'shop:find_order', 'shop:refund_order'] as const;

async function open(options: Parameters<typeof createAgentCards>[0] = {}): Promise<AgentCards> {
  const cards = await createAgentCards({ store: createMemoryStore(), embedder: null, ...options });
  onTestFinished(() => cards.close());
  await cards.tools.sync(shop);
  return cards;
}

const edge = async (cards: AgentCards, from: string, to: string) =>
  (await cards.dependencies.list()).find((each) => each.from === from && each.to === to);

let executions = 0;
/** One tool after the other, by declaration. */
function chain(toolIds: readonly string[], more: { intent?: string; success?: boolean; executedAt?: number } = {}) {
  const { success = true } = more;
  executions += 1;
  return {
    id: `chain ${executions}`,
    executedAt: start,
    ...more,
    success,
    tasks: toolIds.map((toolId, index) => ({
      id: `t${index}`,
      toolId,
      dependsOn: index === 0 ? [] : [`t${index - 1}`],
      success: success || index + 1 < toolIds.length,
    })),
  };
}

test('the kinds of evidence, successes and failures are counted apart; calls at one time prove nothing', async () => {
  const cards = await open();
  await cards.record(refundExecution('e1', 'refund'));
  await cards.record(refundExecution('e2', 'refund', { success: false }));
  await cards.record(chain([order, refund]));
  const call = (toolId: string, startedAt: number, endedAt: number, success = true) => ({
    id: `${toolId} ${startedAt}`,
    toolId,
    success,
    startedAt: start + startedAt,
    endedAt: start + endedAt,
  });
  // Two calls at one time, then three tries of one tool.
  const tasks = [call(customer, 0, 9), call('shop:track_parcel', 1, 8)];
  const tries = [10, 20, 30].map((at) => call('shop:cancel_order', at, at + 5, at === 30));
  await cards.record({ id: 'parallel', success: true, tasks: [...tasks, ...tries] });

  expect(await edge(cards, order, refund)).toMatchObject({
    observedCount: 3,
    successCount: 2,
    failureCount: 1,
    dataFlowCount: 2,
    declaredCount: 3,
    sequenceCount: 2,
  });
  expect(await edge(cards, customer, 'shop:track_parcel')).toBeUndefined();
  expect(await edge(cards, 'shop:track_parcel', customer)).toBeUndefined();
  expect(await edge(cards, 'shop:cancel_order', 'shop:cancel_order')).toBeUndefined();
});

test('one execution repeated a thousand times weighs less than four of different intents', async () => {
  const [repeated, varied] = [await open(), await open()];
  for (let index = 0; index < 1_000; index += 1) await repeated.record(chain([order, refund], { intent: 'refund' }));
  for (const intent of ['one', 'two', 'three', 'four']) await varied.record(chain([order, refund], { intent }));
  const [once, four] = [await edge(repeated, order, refund), await edge(varied, order, refund)];
  expect(once).toMatchObject({ successCount: 1_000 });
  expect(once!.confidence).toBeLessThan(four!.confidence);
  // Beta(5, 1): the bound that is documented.
  expect(once!.confidence).toBeLessThan((1 / 3) ** (1 / 5));
  for (let index = 0; index < 1_000; index += 1) {
    await varied.record(chain([order, refund], { intent: 'spoil it', success: false }));
  }
  const spoilt = await edge(varied, order, refund);
  expect(spoilt!.confidence).toBeLessThan(four!.confidence);
  // More than Beta(5, 5) gives, which is what four failures of four intents leave.
  for (const intent of ['five', 'six', 'seven', 'eight']) {
    await repeated.record(chain([order, refund], { intent, success: false }));
  }
  expect(spoilt!.confidence).toBeGreaterThan((await edge(repeated, order, refund))!.confidence);
});

test('what was observed fades with the half-life, and only with one', async () => {
  let now = start;
  const clock = { now: () => now };
  const [fading, lasting] = [await open({ clock, halfLife: 30 * day }), await open({ clock })];
  for (const cards of [fading, lasting]) await cards.record(chain([order, refund]));
  const fresh = await edge(fading, order, refund);
  expect(await edge(lasting, order, refund)).toEqual(fresh);
  now += 30 * day;
  const faded = await edge(fading, order, refund);
  expect(faded!.confidence).toBeCloseTo((1 / 3) ** (1 / 1.5), 2);
  expect(await edge(lasting, order, refund)).toEqual(fresh);
  await expect(open({ halfLife: 0 })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

test('a declaration stands against what was observed, which is shown beside it', async () => {
  const cards = await open();
  await cards.dependencies.add([{ from: refund, to: order }]);
  await cards.record(chain([order, refund]));
  const [declared, observed] = [await edge(cards, refund, order), await edge(cards, order, refund)];
  expect(declared).toMatchObject({ source: 'user', confidence: 0.95, contradicted: true });
  expect(declared?.reverse).toMatchObject({ source: 'learned', successCount: 1, confidence: observed!.confidence });
  expect(observed).toMatchObject({ source: 'learned', contradicted: true, reverse: { source: 'user' } });

  await cards.record(chain([refund, order]));
  expect(await edge(cards, refund, order)).toMatchObject({ source: 'user', contradicted: false, successCount: 1 });
  for (const intent of ['one', 'two']) await cards.record(chain([refund, order], { intent, success: false }));
  const failing = await edge(cards, refund, order);
  expect(failing).toMatchObject({ source: 'user', confidence: 0.95, contradicted: true, failureCount: 2 });
  expect(await edge(cards, customer, order)).toBeUndefined();
});

test('a weaker declaration does not replace a stronger one, until that is withdrawn', async () => {
  const store = createMemoryStore();
  const cards = await open({ store });
  const pair = { from: order, to: refund };
  await cards.dependencies.add([{ ...pair, source: 'user' }]);
  await cards.dependencies.add([{ ...pair, source: 'schema' }]);
  expect(await edge(cards, order, refund)).toMatchObject({ source: 'user', confidence: 0.95 });
  const found = async () => (await cards.search('give the money of an order back', { topK: 1 })).results[1]?.evidence;
  expect(await found()).toEqual([{ requiredBy: refund, source: 'user', confidence: 0.95 }]);
  await cards.dependencies.remove([pair]);
  await cards.dependencies.add([{ ...pair, source: 'schema' }]);
  expect(await edge(cards, order, refund)).toMatchObject({ source: 'schema' });
});
