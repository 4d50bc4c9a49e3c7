import {
  type AgentCards,
  AgentCardsError,
  createMemoryStore,
  type EngineSettings,
  type ExecutionRecord,
  type RetirementStore,
  type ScoringEngine,
  type Store,
} from '@agentcards/core';
import { createEngine } from '@agentcards/graphrag';
import { openPGliteStore } from '@agentcards/store-pglite';
import { createAgentCards } from 'agentcards';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { refundExecution, shop } from './fixtures.js';

type Options = NonNullable<Parameters<typeof createAgentCards>[0]>;

const day = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const everything = { limit: 10_000 };
const names = ['find', 'check', 'refund', 'mail'] as const;
const toolId = fc.constantFrom(...names.map((name) => `shop:${name}`));
const pair = fc.record({ from: toolId, to: toolId }).filter(({ from, to }) => from !== to);

interface World {
  readonly cards: AgentCards;
  readonly clock: { time: number };
}
type Step = (world: World) => unknown;

const executionStep = fc
  .record({
    id: fc.option(fc.nat(9), { nil: undefined }),
    intent: fc.constantFrom('refund an order', 'Refund  an order', 'mail the customer', undefined),
    age: fc.nat(12 * day),
    calls: fc.array(fc.record({ toolId, success: fc.boolean(), isNeeded: fc.boolean() }), {
      minLength: 1,
      maxLength: 4,
    }),
  })
  .map(({ id, intent, age, calls }): Step => {
    const tasks = calls.map(({ toolId, success, isNeeded }, place) => ({
      id: `t${place}`,
      toolId,
      success,
      startedAt: start + 2 * place,
      endedAt: start + 2 * place + 1,
      ...(isNeeded && place > 0 && { dependsOn: [`t${place - 1}`] }),
    }));
    return ({ cards, clock }) =>
      cards.record({
        ...(id !== undefined && { id: `execution ${id}` }),
        intent,
        success: calls.every(({ success }) => success),
        executedAt: clock.time - age,
        tasks,
      });
  });
const passing = fc.nat(6 * day).map(
  (passed): Step =>
    ({ clock }) => {
      clock.time += passed;
    },
);
const maintaining = fc.constant<Step>(({ cards }) => cards.maintenance.run());
const rebuilding = fc.constant<Step>(({ cards }) => cards.rebuild());
const otherStep = fc.oneof(
  fc.subarray([...names, 'give_back', 'look']).map(
    (listed): Step =>
      ({ cards }) =>
        cards.tools.sync(listOf(listed)),
  ),
  fc.tuple(toolId, fc.constantFrom('shop:give_back', 'shop:look')).map(
    ([from, to]): Step =>
      ({ cards }) =>
        cards.tools.acceptRename({ from, to }),
  ),
  fc.tuple(toolId, fc.constantFrom('shop:give_back', 'shop:look')).map(
    ([from, to]): Step =>
      ({ cards }) =>
        cards.tools.dismissRename({ from, to }),
  ),
  fc.tuple(pair, fc.constantFrom('user' as const, 'schema' as const)).map(
    ([edge, source]): Step =>
      ({ cards }) =>
        cards.dependencies.add([{ ...edge, source }]),
  ),
  pair.map(
    (edge): Step =>
      ({ cards }) =>
        cards.dependencies.remove([edge]),
  ),
  fc
    .oneof(
      toolId.map((tool) => ({ tool })),
      fc.nat(12 * day).map((after) => ({ before: start + after })),
    )
    .map(
      (what): Step =>
        ({ cards }) =>
          cards.forget(what),
    ),
);
const history = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: executionStep },
    { weight: 3, arbitrary: passing },
    { weight: 3, arbitrary: maintaining },
    { weight: 1, arbitrary: rebuilding },
    { weight: 4, arbitrary: otherStep },
  ),
  { maxLength: 30 },
);

function listOf(listed: readonly string[]) {
  return {
    server: 'shop',
    tools: listed.map((name) => ({ name, description: `${name} of an order`, inputSchema: { type: 'object' } })),
  };
}

/** All that is stored, and what answers are made of it. */
async function stateOf(cards: AgentCards, store: Store) {
  return {
    edges: await store.edges.read(everything),
    sums: await store.retirement!.read(everything),
    executions: await store.executions.read(everything),
    listed: await cards.dependencies.list(),
    predicted: (await cards.predictNext({ intent: 'mail', executed: ['shop:find'], topK: 9 })).predictions,
    suggested: { ...(await cards.suggest('refund an order')), suggestionId: '' },
    found: await cards.search('refund of an order', { topK: 9, context: ['shop:check'], explain: true }),
    stats: await cards.stats(),
  };
}

/** A step that a person could take and the library refuses changes nothing. */
async function tried(step: () => unknown): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (!AgentCardsError.isInstance(error)) throw error;
    expect(['TOOL_UNKNOWN', 'INVALID_INPUT', 'RENAME_CYCLE', 'DEPENDENCY_SELF']).toContain(error.code);
  }
}

const policy = { executions: 8 * day, removedTools: 20 * day };
const forgetless = (settings: EngineSettings): ScoringEngine => {
  const { forget: _, ...engine } = createEngine(settings);
  return engine;
};
/** What retires waits while weights are being learned, which takes seconds for hundreds of executions. */
const learningNothing = (settings: EngineSettings): ScoringEngine => ({
  ...createEngine(settings),
  learnWeights: () => ({ next: () => ({ done: true, value: undefined }) }),
});
const stores: Record<string, { readonly open: () => Promise<Store>; readonly runs: number }> = {
  memory: { open: async () => createMemoryStore(), runs: 80 },
  pglite: { open: () => openPGliteStore({ dataDir: 'memory://', dimensions: 3 }), runs: 2 },
};

describe.each(Object.entries(stores))('over the store in %s', (_name, { open, runs }) => {
  test('a rebuild changes nothing, nor does a new start, whatever was retired, renamed and forgotten', async () => {
    const engines = fc.constantFrom(createEngine, forgetless);
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.constantFrom(undefined, 5 * day, 1_000),
        engines,
        async (steps, halfLife, createEngine) => {
          const store = await open();
          const clock = { time: start, now: () => clock.time };
          const options = { store, clock, halfLife, createEngine, embedder: null, retention: policy };
          await using cards = await createAgentCards(options);
          await cards.tools.sync(listOf(names));
          for (const step of steps) await tried(() => step({ cards, clock }));
          // What goes on in the background is over then.
          await cards.maintenance.run({ dryRun: true });
          const promised = await cards.maintenance.run({ dryRun: true });
          expect(await cards.maintenance.run()).toEqual({ ...promised, dryRun: false });
          const before = await stateOf(cards, store);
          expect(before.executions.every(({ executedAt }) => executedAt.getTime() >= clock.time - 8 * day)).toBe(true);
          expect(before.stats.executions).toBe(before.executions.length);
          await cards.rebuild();
          expect(await stateOf(cards, store)).toEqual(before);
          const again = await createAgentCards(options);
          expect(await stateOf(again, store)).toEqual(before);
        },
      ),
      { numRuns: runs, endOnFailure: runs < 10 },
    );
  });

  test('edges keep their counts; answers are those of what is kept', async () => {
    const store = await open();
    const clock = { time: start, now: () => clock.time };
    const cards = await openShop({ store, clock });
    await cards.record(refundExecution('old', 'refund the order of ada'));
    clock.time += 183 * day;
    await cards.record({ ...refundExecution('new', 'refund the order of bob'), executedAt: clock.time });
    await cards.maintenance.run();
    expect((await store.executions.read(everything)).map(({ id }) => id)).toEqual(['new']);
    const edges = await store.edges.read(everything);
    expect(edges.map(({ observedCount }) => observedCount)).toEqual([2, 2]);
    const other = await openShop({ store: createMemoryStore(), clock });
    await other.record({ ...refundExecution('new', 'refund the order of bob'), executedAt: clock.time });
    expect(edges.map(({ confidence }) => confidence)).toEqual(
      (await other.dependencies.list()).map(({ confidence }) => confidence),
    );
    const intent = 'refund the order of ada';
    expect({ ...(await cards.suggest(intent)), suggestionId: '' }).toEqual({
      ...(await other.suggest(intent)),
      suggestionId: '',
    });
  });
});

async function openShop(options: Options): Promise<AgentCards> {
  const cards = await createAgentCards({ embedder: null, ...options });
  onTestFinished(() => cards.close());
  await cards.tools.sync(shop);
  return cards;
}

function report(counts: object, dryRun = false) {
  return { dryRun, executions: 0, errors: 0, removedTools: 0, unsupported: [], ...counts };
}

function execution(id: string, executedAt: number, toolIds = ['shop:find_order', 'shop:refund_order']) {
  return {
    id,
    intent: 'refund',
    success: true,
    executedAt,
    tasks: toolIds.map((toolId, place) => ({
      id: `t${place}`,
      toolId,
      success: true,
      dependsOn: place > 0 ? ['t0'] : [],
    })),
  };
}

test('who records or imports what is too old is told so', async () => {
  const clock = { time: start, now: () => clock.time };
  const cards = await openShop({ store: createMemoryStore(), clock });
  // What the start began is over.
  await cards.maintenance.run();
  const old = start - 400 * day;
  expect(await cards.record(execution('new', start))).toEqual({ id: 'new', status: 'recorded' });
  expect(await cards.record(execution('edge', start - 182 * day))).toEqual({ id: 'edge', status: 'recorded' });
  expect(await cards.record(execution('old', old))).toEqual({ id: 'old', status: 'recorded', expired: true });
  expect(await cards.record(execution('old', old))).toEqual({ id: 'old', status: 'duplicate' });
  // Seconds for milliseconds.
  expect(await cards.record(execution('seconds', start / 1_000))).toMatchObject({ expired: true });
  const lines: string[] = [];
  for await (const line of cards.export()) lines.push(line);
  const target = await openShop({ store: createMemoryStore(), clock });
  await target.maintenance.run();
  expect(await target.import(lines)).toMatchObject({ imported: { execution: 4 }, expired: 2 });
  expect((await target.maintenance.run()).executions).toBe(2);
  const keeping = await openShop({ store: createMemoryStore(), clock, retention: { executions: false } });
  expect(await keeping.record(execution('old', old))).toEqual({ id: 'old', status: 'recorded' });
  expect((await keeping.import(lines)).expired).toBe(0);
  const { retirement: _without, ...store } = createMemoryStore();
  expect(await (await openShop({ store, clock })).record(execution('old', old))).not.toHaveProperty('expired');
});

test('what was learned of executions that are gone is in force after a new start just as before it', async () => {
  for (const kept of [0, 20, 35, 60]) {
    const store: Store = { ...createMemoryStore(), close: async () => {} };
    const clock = { time: start, now: () => clock.time };
    const before = await openShop({ store, clock });
    const record = async (age: number, from: number, to: number) => {
      for (let index = from; index < to; index += 1) {
        await before.record({ ...refundExecution(`e${index}`, 'refund the order'), executedAt: start - age });
      }
    };
    await record(20 * day, 0, 50);
    await before.learned();
    await record(0, 50, 50 + kept);
    await before.learned();
    clock.time += 170 * day;
    expect((await before.maintenance.run()).executions).toBe(50);
    await before.learned();
    const answers = async (cards: AgentCards) => {
      const { weights } = await cards.health();
      const { predictions, stop } = await cards.predictNext({
        intent: 'refund an order',
        executed: ['shop:find_customer'],
      });
      return { weights, predictions, stop };
    };
    const last = await answers(before);
    await before.close();
    const after = await openShop({ store, clock });
    await after.learned();
    expect(await answers(after)).toEqual(last);
    expect(last.weights.learnedAt).toBeDefined();
  }
});

test('a dry run counts what a run does, and writes nothing', async () => {
  const store = createMemoryStore();
  const clock = { time: start, now: () => clock.time };
  const cards = await openShop({ store, clock, createEngine: learningNothing });
  // What the start began is over.
  await cards.maintenance.run();
  for (let index = 0; index < 450; index += 1) await cards.record(execution(`e${index}`, start + index));
  for (let index = 0; index < 250; index += 1) {
    await store.errors.append({ errorType: 'test', message: 'old', timestamp: new Date(start) });
  }
  clock.time += 182 * day + 440;
  await store.errors.append({ errorType: 'test', message: 'new', timestamp: new Date(clock.time) });
  const before = [await store.executions.read(everything), await store.edges.read(everything)];
  expect(await cards.maintenance.run({ dryRun: true })).toEqual(report({ executions: 440, errors: 250 }, true));
  expect([await store.executions.read(everything), await store.edges.read(everything)]).toEqual(before);
  expect(await cards.maintenance.run()).toEqual(report({ executions: 440, errors: 250 }));
  expect(await cards.maintenance.run()).toEqual(report({}));
  expect((await store.executions.read(everything)).map(({ id }) => id)).toEqual(
    Array.from({ length: 10 }, (_, index) => `e${440 + index}`),
  );
  expect(await store.errors.recent(9)).toMatchObject([{ message: 'new' }]);
});

test('it happens by itself: after a start, after 500 executions, and a day later', async () => {
  const memory = createMemoryStore();
  const store: Store = { ...memory, close: async () => {} };
  const clock = { time: start, now: () => clock.time };
  const cards = await openShop({ store, clock, createEngine: learningNothing });
  const left = async () => (await store.executions.read(everything)).length;
  const old = start - 200 * day;
  for (let index = 0; index < 499; index += 1) await cards.record(execution(`a${index}`, old));
  expect(await left()).toBe(499);
  await cards.record(execution('the 500th', old));
  await vi.waitFor(async () => expect(await left()).toBe(0), { timeout: 20_000 });
  await cards.record(execution('b', old));
  clock.time += day;
  await cards.record(execution('c', old));
  await vi.waitFor(async () => expect(await left()).toBe(0), { timeout: 20_000 });
  await cards.record(execution('d', old));
  await cards.close();
  await openShop({ store, clock });
  await vi.waitFor(async () => expect(await left()).toBe(0), { timeout: 20_000 });
});

test('records that come meanwhile do not wait for all of it, and none is lost', async () => {
  const store = createMemoryStore();
  const clock = { time: start, now: () => clock.time };
  const cards = await openShop({ store, clock, createEngine: learningNothing });
  await cards.maintenance.run();
  for (let index = 0; index < 499; index += 1) await cards.record(execution(`a${index}`, start));
  clock.time += 200 * day;
  const order: string[] = [];
  const run = cards.maintenance.run().then(({ executions }) => order.push(`retired ${executions}`));
  await cards.record(execution('meanwhile', clock.time)).then(({ id }) => order.push(id));
  await run;
  expect(order).toEqual(['meanwhile', 'retired 499']);
  expect((await store.executions.read(everything)).map(({ id }) => id)).toEqual(['meanwhile']);
  expect(await store.edges.read(everything)).toMatchObject([{ observedCount: 500 }]);
});

test('a signal ends it after a step, and so does closing; what was done is whole', async () => {
  const memory = createMemoryStore();
  let closing: Promise<void> | undefined;
  const retire: RetirementStore['retire'] = (...given) => {
    closing ??= cards.close();
    return memory.retirement!.retire(...given);
  };
  const store: Store = { ...memory, retirement: { ...memory.retirement!, retire }, close: async () => {} };
  const clock = { time: start, now: () => clock.time };
  const cards = await openShop({ store, clock, createEngine: learningNothing });
  await cards.maintenance.run();
  for (let index = 0; index < 499; index += 1) await cards.record(execution(`a${index}`, start));
  clock.time += 200 * day;
  await expect(cards.maintenance.run({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
  expect(await store.executions.read(everything)).toHaveLength(499);
  await expect(cards.maintenance.run()).rejects.toMatchObject({ code: 'CLOSED' });
  await closing;
  expect(await store.executions.read(everything)).toHaveLength(299);
  expect(await store.retirement!.read(everything)).toMatchObject([{ observedCount: 200 }]);
  const again = await openShop({ store, clock, retention: { executions: false } });
  expect(await again.dependencies.list()).toMatchObject([{ observedCount: 499 }]);
});

test('a signal that is aborted ends a run that has nothing to do, also a dry one', async () => {
  for (const retention of [undefined, { executions: false, errors: false, removedTools: false } as const]) {
    const cards = await openShop({ store: createMemoryStore(), retention });
    for (const dryRun of [false, true]) {
      const run = cards.maintenance.run({ dryRun, signal: AbortSignal.abort('enough') });
      await expect(run).rejects.toMatchObject({ code: 'ABORTED', cause: 'enough' });
    }
  }
});

test('what the store refuses leaves engine and store as they were, and is in the error log', async () => {
  const memory = createMemoryStore();
  let refuses = true;
  const retire: RetirementStore['retire'] = async (...arguments_) => {
    if (refuses) throw new Error('disk full');
    return memory.retirement!.retire(...arguments_);
  };
  const store: Store = { ...memory, retirement: { ...memory.retirement!, retire } };
  const clock = { time: start, now: () => clock.time };
  const cards = await openShop({ store, clock });
  await cards.record(execution('old', start));
  clock.time += 200 * day;
  const before = await stateOf(cards, store);
  await expect(cards.maintenance.run()).rejects.toThrow('disk full');
  expect(await stateOf(cards, store)).toEqual(before);
  await cards.record(execution('new', clock.time));
  await vi.waitFor(async () => expect(await store.errors.recent(1)).toMatchObject([{ errorType: 'retention' }]), {
    timeout: 20_000,
  });
  refuses = false;
  await cards.maintenance.run();
  expect((await cards.stats()).executions).toBe(1);
});

test('a store that cannot is left as it is, and the report says so', async () => {
  const { retirement: _, ...memory } = createMemoryStore();
  const { purge: _purge, ...tools } = memory.tools;
  const { prune: _prune, ...errors } = memory.errors;
  const clock = { time: start, now: () => clock.time };
  const cards = await openShop({ store: { ...memory, tools, errors }, clock });
  await cards.record(execution('old', start));
  await cards.tools.remove(['shop:track_parcel']);
  await errors.append({ errorType: 'test', message: 'old', timestamp: new Date(start) });
  clock.time += 1_000 * day;
  const unsupported = ['executions', 'errors', 'removedTools'];
  for (const dryRun of [true, false]) {
    expect(await cards.maintenance.run({ dryRun })).toEqual(report({ unsupported }, dryRun));
  }
  expect(await memory.executions.read(everything)).toHaveLength(1);
  expect(cards.tools.get('shop:track_parcel')).toMatchObject({ status: 'removed' });
  const asked = await openShop({
    store: { ...createMemoryStore(), retirement: undefined },
    retention: { executions: false },
  });
  expect(await asked.maintenance.run()).toEqual(report({}));
});

test('a removed tool goes when nothing names it any more', async () => {
  const store = createMemoryStore();
  const clock = { time: start, now: () => clock.time };
  const cards = await openShop({ store, clock, retention: { executions: 500 * day } });
  await cards.maintenance.run();
  await cards.record(execution('kept', start, ['shop:find_customer']));
  await cards.record(execution('edge', start));
  await cards.dependencies.add([{ from: 'shop:cancel_order', to: 'shop:track_parcel' }]);
  const renamed = { ...shop.tools[0]!, name: 'look_up' };
  await cards.tools.sync({ ...shop, tools: [renamed, { name: 'extra' }, { name: 'later' }] });
  await cards.tools.sync({ ...shop, tools: [renamed] });
  clock.time += 366 * day;
  await cards.tools.remove(['shop:look_up']);
  const gone = () => cards.tools.list({ status: 'removed' }).map(({ name }) => name);
  const all = ['cancel_order', 'extra', 'find_customer', 'find_order', 'later', 'look_up', 'refund_order'];
  expect(gone()).toEqual([...all, 'track_parcel']);
  expect(await cards.maintenance.run({ dryRun: true })).toEqual(report({ removedTools: 2 }, true));
  expect(await cards.maintenance.run()).toEqual(report({ removedTools: 2 }));
  expect(gone()).toEqual([...all.filter((name) => name !== 'extra' && name !== 'later'), 'track_parcel']);
  expect(cards.tools.get('shop:extra')).toBeUndefined();
  await expect(cards.forget({ tool: 'shop:extra' })).rejects.toMatchObject({ code: 'TOOL_UNKNOWN' });
  // Neither withdrawn nor retired edges name them now; the rename and the young removal do.
  await cards.dependencies.remove([{ from: 'shop:cancel_order', to: 'shop:track_parcel' }]);
  await cards.forget({ tool: 'shop:find_order' });
  expect(await cards.maintenance.run()).toMatchObject({ removedTools: 4 });
  expect(gone()).toEqual(['find_customer', 'look_up']);
  expect((await store.tools.read(everything)).map(({ name }) => name)).toEqual(gone());
  const { added } = await cards.tools.sync({ ...shop, tools: [{ name: 'extra' }, renamed] });
  expect(added).toEqual(['shop:extra', 'shop:look_up']);
});

test('what is left of retired executions is forgotten with a tool and by its time', async () => {
  const store = createMemoryStore();
  const clock = { time: start, now: () => clock.time };
  const cards = await openShop({ store, clock });
  await cards.record(refundExecution('old', 'refund'));
  await cards.record(execution('older', start - day, ['shop:cancel_order', 'shop:track_parcel']));
  clock.time += 200 * day;
  await cards.maintenance.run();
  const edges = async () => (await store.edges.read(everything)).map(({ from, to }) => `${from} ${to}`);
  expect(await edges()).toHaveLength(3);
  expect(await cards.forget({ before: start })).toEqual({ executions: 0, suggestions: 0 });
  expect(await edges()).toEqual(['shop:find_customer shop:find_order', 'shop:find_order shop:refund_order']);
  await cards.forget({ tool: 'shop:refund_order' });
  expect(await edges()).toEqual(['shop:find_customer shop:find_order']);
  await cards.rebuild();
  expect(await edges()).toEqual(['shop:find_customer shop:find_order']);
});

test('what was learned of the weights outlives the executions, and is learned anew of others', async () => {
  const clock = { time: start, now: () => clock.time };
  const cards = await openShop({ store: createMemoryStore(), clock });
  const weights = async () => (await cards.health()).weights;
  for (let index = 0; index < 40; index += 1) await cards.record(execution(`a${index}`, start + index));
  await cards.learned();
  expect(await weights()).toMatchObject({ executions: 30 });
  clock.time += 182 * day + 20;
  expect(await cards.maintenance.run()).toMatchObject({ executions: 20 });
  expect(await weights()).toMatchObject({ executions: 10, learnedAt: new Date(start) });
  for (let index = 0; index < 10; index += 1) await cards.record(execution(`b${index}`, clock.time));
  await cards.learned();
  expect(await weights()).toMatchObject({ executions: 30, learnedAt: new Date(clock.time) });
});

test.each<[string, unknown]>([
  ['a text', '30 days'],
  ['a negative age', { executions: -1 }],
  ['an age without end', { errors: Infinity }],
  ['true', { removedTools: true }],
])('%s is no policy', async (_what, retention) => {
  await expect(createAgentCards({ store: createMemoryStore(), retention: retention as never })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('retention'),
  });
});

test('an execution whose id was retired is a new one', async () => {
  const store = createMemoryStore();
  const clock = { time: start, now: () => clock.time };
  const cards = await openShop({ store, clock });
  await cards.record(execution('one', start));
  clock.time += 200 * day;
  await cards.maintenance.run();
  expect(await cards.record(execution('one', clock.time))).toMatchObject({ status: 'recorded' });
  const [kept]: readonly ExecutionRecord[] = await store.executions.read(everything);
  expect(kept).toMatchObject({ id: 'one', executedAt: new Date(clock.time) });
});
