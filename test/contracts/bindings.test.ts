import { join } from 'node:path';
import { createMemoryStore, type ExecutionRecord, type Store } from '@agentcards/core';
import { openPGliteStore } from '@agentcards/store-pglite';
import { type AgentCards, createAgentCards, type ExecutionInput } from 'agentcards';
import { describe, expect, onTestFinished, test } from 'vitest';
import { keepOld, shop, temporaryDirectory } from './fixtures.js';

const text = { type: 'string' };
const intent = 'give the customer the money back';

/** What a customer service does, through a server that answers with JSON inside a text. */
function refund(id: string, number: number, more: Partial<ExecutionInput> = {}): ExecutionInput {
  const [customer, order] = [`customer-${number}`, `order-${number}`];
  return {
    id,
    intent,
    success: true,
    executedAt: Date.UTC(2026, 0, 1) + number,
    tasks: [
      {
        id: 'a',
        toolId: 'shop:find_customer',
        success: true,
        arguments: { email: `ada.${number}@example.com` },
        output: { content: [{ type: 'text', text: JSON.stringify({ customer_id: customer, vip: true }) }] },
      },
      {
        id: 'b',
        toolId: 'shop:find_order',
        success: true,
        arguments: { customer_id: customer },
        output: { latest: { order_id: order }, [`secret-${number}`]: order, note: `paid by card-${number}` },
      },
      { id: 'c', toolId: 'shop:refund_order', success: true, arguments: { order_id: order }, output: { ok: true } },
    ],
    ...more,
  };
}

async function bindingsOf(cards: AgentCards) {
  const { dag } = await cards.suggest(intent);
  return dag.tasks.map(({ toolId, dependsOn, bindings, missing }) => ({
    toolId,
    dependsOn,
    bindings: bindings.map(({ argument, from, path, evidence }) => ({ [argument]: `${from} ${path}`, ...evidence })),
    missing: missing.map(({ name }) => name),
  }));
}

const learned = (seen: number) => {
  const evidence = { kind: 'executions', seen, of: seen };
  return [
    { toolId: 'shop:find_customer', dependsOn: [], bindings: [], missing: ['email'] },
    {
      toolId: 'shop:find_order',
      dependsOn: ['t1'],
      bindings: [{ customer_id: 't1 content[].text.customer_id', ...evidence }],
      missing: [],
    },
    {
      toolId: 'shop:refund_order',
      dependsOn: ['t2'],
      bindings: [{ order_id: 't2 latest.order_id', ...evidence }],
      missing: [],
    },
  ];
};

const stores: Record<string, () => Promise<() => Promise<Store>>> = {
  memory: async () => {
    const store = createMemoryStore();
    // One life for every client, as a directory has: closing it would lose what it holds.
    return async () => ({ ...store, close: async () => undefined });
  },
  pglite: async () => {
    const dataDir = join(await temporaryDirectory(), 'data');
    return () => openPGliteStore({ dataDir });
  },
};

describe.each(Object.entries(stores))('bindings in the store: %s', (_, prepare) => {
  test('are learned from what is recorded, and the same after a rebuild and after opening again', async () => {
    const openStore = await prepare();
    const cards = await createAgentCards({ retention: keepOld, store: await openStore(), embedder: null });
    await cards.tools.sync(shop);
    await cards.record(refund('one', 1001));
    await cards.record(refund('two', 1002));
    await cards.record(refund('failed', 1003, { success: false }));
    expect(await bindingsOf(cards)).toEqual(learned(2));
    await cards.rebuild();
    expect(await bindingsOf(cards)).toEqual(learned(2));
    await cards.close();

    const again = await createAgentCards({ retention: keepOld, store: await openStore(), embedder: null });
    onTestFinished(() => again.close());
    expect(await bindingsOf(again)).toEqual(learned(2));
    await again.record(refund('three', 1004));
    expect(await bindingsOf(again)).toEqual(learned(3));
  });

  test('come from places alone: values and what looks like data stay out of the store', async () => {
    const store = await (await prepare())();
    const cards = await createAgentCards({ retention: keepOld, store, embedder: null });
    onTestFinished(() => cards.close());
    await cards.tools.sync(shop);
    await cards.record(refund('one', 1001));
    const [stored] = await store.executions.read({ limit: 1 });
    const places = stored!.tasks.map(({ argumentPlaces, outputPlaces }) =>
      [argumentPlaces, outputPlaces].map((each) => each?.map(({ path }) => path)),
    );
    expect(places).toEqual([
      [[], ['content[].text.customer_id']],
      [['customer_id'], ['latest.order_id', '{}']],
      [['order_id'], []],
    ]);
    const written = JSON.stringify(stored);
    for (const secret of ['ada.1001', 'customer-1001', 'order-1001', 'secret-1001', 'card-1001', 'vip', 'note']) {
      expect(written).not.toContain(secret);
    }
  });

  test('are absent for executions that were stored before places were kept, which still count as history', async () => {
    const store = await (await prepare())();
    const cards = await createAgentCards({ retention: keepOld, store, embedder: null });
    await cards.tools.sync(shop);
    await cards.record(refund('one', 1001));
    const [now] = await store.executions.read({ limit: 1 });
    const before: ExecutionRecord = {
      ...now!,
      id: 'before',
      tasks: now!.tasks.map(({ argumentPlaces: _a, outputPlaces: _o, ...task }) => task),
    };
    await store.executions.record(before, [], () => 0.5);
    await cards.rebuild();
    onTestFinished(() => cards.close());
    expect(await bindingsOf(cards)).toEqual(learned(1));
    expect((await cards.stats()).executions).toBe(2);
  });

  test('are made by output schemas before anything passed a value', async () => {
    const cards = await createAgentCards({ retention: keepOld, store: await (await prepare())(), embedder: null });
    onTestFinished(() => cards.close());
    const [customer, order, ...rest] = shop.tools;
    const outputSchema = { type: 'object', properties: { customer_id: text } };
    await cards.tools.sync({ ...shop, tools: [{ ...customer!, outputSchema }, order!, ...rest] });
    const { tasks, ...execution } = refund('one', 1001);
    await cards.record({
      ...execution,
      tasks: tasks.map(({ id, toolId, success }) => ({ id, toolId, success })),
    });
    const { dag } = await cards.suggest(intent);
    const [found] = dag.tasks.filter(({ toolId }) => toolId === 'shop:find_order');
    const giver = dag.tasks.find(({ toolId }) => toolId === 'shop:find_customer')!;
    expect(found).toMatchObject({
      dependsOn: [giver.id],
      bindings: [{ argument: 'customer_id', from: giver.id, path: 'customer_id', evidence: { kind: 'contract' } }],
      missing: [],
    });
  });
});
