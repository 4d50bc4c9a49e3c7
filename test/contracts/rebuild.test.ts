import { type AgentCards, createMemoryStore, type ExecutionInput, type Store } from '@agentcards/core';
import { openPGliteStore } from '@agentcards/store-pglite';
import { createAgentCards } from 'agentcards';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const day = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const names = ['find', 'check', 'refund', 'mail', '__proto__'] as const;
const toolId = fc.constantFrom(...names.map((name) => `shop:${name}`));
const pair = fc.record({ from: toolId, to: toolId }).filter(({ from, to }) => from !== to);

/** Calls that fail, are tried again, overlap, use what others returned, or say nothing of each other. */
const tasks = fc
  .array(
    fc.record({
      toolId,
      success: fc.boolean(),
      needsPrevious: fc.boolean(),
      time: fc.option(fc.record({ at: fc.nat(9), lasts: fc.nat(4) }), { nil: undefined }),
      value: fc.constantFrom('order-1001', 'order-1002'),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((calls) =>
    calls.map(({ toolId, success, needsPrevious, time, value }, index) => ({
      id: `t${index}`,
      toolId,
      success,
      ...(needsPrevious && index > 0 && { dependsOn: [`t${index - 1}`] }),
      ...(time && { startedAt: start + time.at, endedAt: start + time.at + time.lasts }),
      ...(index % 2 === 0 ? { output: { value } } : { arguments: { value } }),
    })),
  );

const execution = fc.record({
  intent: fc.constantFrom('refund an order', 'Refund  an order', 'mail the customer', undefined),
  success: fc.boolean(),
  executedAt: fc.integer({ min: -3, max: 3 }).map((days) => start + (days * day) / 2),
  tasks,
});

type Step = (cards: AgentCards, clock: { time: number }) => unknown;

/** Few ids, so that some come again, with another content: what came first under an id is the truth. */
const recordStep = fc.tuple(fc.nat(12), execution).map(
  ([id, execution]): Step =>
    (cards) =>
      cards.record({ ...execution, id: `execution ${id}` }),
);
const otherStep = fc.oneof(
  fc.tuple(fc.subarray([...names]), fc.constantFrom('string', 'number')).map(
    ([listed, type]): Step =>
      (cards) =>
        cards.tools.sync(shop(listed, type)),
  ),
  toolId.map(
    (id): Step =>
      (cards) =>
        cards.tools.remove([id]),
  ),
  fc.tuple(pair, fc.constantFrom('user' as const, 'hint' as const, 'schema' as const)).map(
    ([edge, source]): Step =>
      (cards) =>
        cards.dependencies.add([{ ...edge, source }]),
  ),
  pair.map(
    (edge): Step =>
      (cards) =>
        cards.dependencies.remove([edge]),
  ),
  fc.nat(2 * day).map(
    (passed): Step =>
      (_cards, clock) => {
        clock.time += passed;
      },
  ),
);
const history = fc.array(fc.oneof({ weight: 3, arbitrary: recordStep }, { weight: 1, arbitrary: otherStep }), {
  maxLength: 20,
});

function shop(listed: readonly string[] = names, type = 'string') {
  const tools = listed.map((name) => ({
    name,
    description: `${name} of an order`,
    inputSchema: { type: 'object', properties: { order: { type } } },
  }));
  return { server: 'shop', tools };
}

/** What is stored of edges, and whatever answers depend on them. */
async function stateOf(cards: AgentCards, store: Store) {
  const suggestion = await cards.suggest('refund an order');
  return {
    stored: await store.edges.read({ limit: 1_000 }),
    listed: await cards.dependencies.list(),
    predicted: (await cards.predictNext({ intent: 'mail', executed: ['shop:find'], topK: 9 })).predictions,
    suggested: { ...suggestion, suggestionId: '' },
    found: await cards.search('refund of an order', { topK: 9, context: ['shop:check'], explain: true }),
    stats: await cards.stats(),
  };
}

const halfLives = [undefined, 5 * day, 1_000] as const;
const stores: Record<string, { readonly open: () => Promise<Store>; readonly runs: number }> = {
  memory: { open: async () => createMemoryStore(), runs: 60 },
  pglite: { open: () => openPGliteStore({ dataDir: 'memory://', dimensions: 3 }), runs: 2 },
};

describe.each(Object.entries(stores))('over the store in %s', (_name, { open, runs }) => {
  test('a rebuild changes nothing, nor does a new start, whatever happened before', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.constantFrom(...halfLives), async (steps, halfLife) => {
        const store = await open();
        const clock = { time: start, now: () => clock.time };
        const options = { store, clock, halfLife, embedder: null };
        await using cards = await createAgentCards(options);
        await cards.tools.sync(shop());
        for (const step of steps) await step(cards, clock);
        const before = await stateOf(cards, store);
        clock.time += day;
        const later = await stateOf(cards, store);
        expect(later.stored).toEqual(before.stored);
        await cards.rebuild();
        expect(await stateOf(cards, store)).toEqual(later);
        const again = await createAgentCards(options);
        expect(await stateOf(again, store)).toEqual(later);
      }),
      // Shrinking takes a fresh store for every try.
      { numRuns: runs, endOnFailure: runs < 10 },
    );
  });

  test('executions leave the same in whatever order they come, however often', async () => {
    const executions = fc
      .array(execution, { maxLength: 10 })
      .map((drawn) => drawn.map((each, index): ExecutionInput => ({ ...each, id: `execution ${index}` })));
    const ways = executions.chain((each) =>
      fc.tuple(fc.constant(each), fc.shuffledSubarray([...each, ...each], { minLength: 2 * each.length })),
    );
    await fc.assert(
      fc.asyncProperty(ways, fc.constantFrom(...halfLives), async ([inOrder, shuffled], halfLife) => {
        const states = [];
        for (const executions of [inOrder, shuffled]) {
          const store = await open();
          await using cards = await createAgentCards({
            store,
            clock: { now: () => start + day },
            halfLife,
            embedder: null,
          });
          await cards.tools.sync(shop());
          for (const each of executions) await cards.record(each);
          states.push(await stateOf(cards, store));
        }
        expect(states[1]).toEqual(states[0]);
      }),
      { numRuns: Math.ceil(runs / 2), endOnFailure: runs < 10 },
    );
  });
});
