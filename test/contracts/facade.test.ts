import { join } from 'node:path';
import { type AgentCards, AgentCardsError, createMemoryStore, type ExecutionInput } from '@agentcards/core';
import { createStaticEmbedder } from '@agentcards/embedder-static';
import { createAgentCards } from 'agentcards';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { refundExecution, shop, temporaryDirectory, weather } from './fixtures.js';

async function open(options: Parameters<typeof createAgentCards>[0] = {}): Promise<AgentCards> {
  const cards = await createAgentCards({ store: createMemoryStore(), ...options });
  onTestFinished(() => cards.close());
  return cards;
}

test('a second sync of the same tools writes nothing', async () => {
  const cards = await open();
  const first = await cards.tools.sync([shop, weather]);
  expect(first).toMatchObject({ changed: [], unchanged: [], removed: [], rejected: [], warnings: [] });
  expect(first.added).toHaveLength(6);
  const second = await cards.tools.sync([shop, weather]);
  expect(second).toMatchObject({ added: [], changed: [], removed: [] });
  expect(second.unchanged).toHaveLength(6);
});

test('a sync reports what changed and what is gone, and touches no other server', async () => {
  const cards = await open();
  await cards.tools.sync([shop, weather]);
  const [first, second, ...others] = shop.tools;
  const report = await cards.tools.sync({
    server: 'shop',
    tools: [{ ...first!, description: 'New text' }, { name: 'new_tool' }, ...others],
  });
  expect(report).toMatchObject({
    added: ['shop:new_tool'],
    changed: ['shop:find_customer'],
    removed: [`shop:${second!.name}`],
  });
  expect(report.unchanged).toHaveLength(others.length);
  expect(cards.tools.list({ server: 'weather' })).toHaveLength(1);
});

test('a server that suddenly lists nothing loses nothing', async () => {
  const cards = await open();
  await cards.tools.sync(shop);
  const report = await cards.tools.sync({ ...shop, tools: [] });
  expect(report.removed).toEqual([]);
  expect(report.warnings).toMatchObject([{ code: 'EMPTY_SYNC_IGNORED', server: 'shop' }]);
  expect(cards.tools.list()).toHaveLength(5);
});

test('a quarantined tool stays so when its server lists it again, changed or not', async () => {
  const store = createMemoryStore();
  const cards = await open({ store });
  await cards.tools.sync(weather);
  const forecast = cards.tools.get('weather:forecast')!;
  await store.tools.apply({ upsert: [{ ...forecast, status: 'quarantined' }], remove: [], at: new Date() });
  const again = await createAgentCards({ store });
  expect(await again.tools.sync(weather)).toMatchObject({ unchanged: ['weather:forecast'] });
  await again.tools.sync({ server: 'weather', tools: [{ name: 'forecast', description: 'Another forecast' }] });
  expect(again.tools.get('weather:forecast')).toMatchObject({ status: 'quarantined', description: 'Another forecast' });
  expect((await again.search('forecast')).results).toEqual([]);
});

test('hostile definitions are refused with a code or bounded; the rest is indexed', async () => {
  const cards = await open();
  const cyclic: Record<string, unknown> = { type: 'object' };
  cyclic.properties = { self: cyclic };
  let deep: unknown = {};
  for (let level = 0; level < 100_000; level += 1) deep = { properties: { next: deep } };
  const tools = [
    { name: 'good', description: 'Reads a file' },
    { name: 'good', description: 'A second one of the same name' },
    { name: 'x'.repeat(500) },
    { name: '' },
    { name: 'no\nline' },
    { name: 42 },
    null,
    'text',
    {
      get name() {
        throw new Error('no name for you');
      },
    },
    { name: 'cyclic', inputSchema: cyclic },
    { name: 'deep', inputSchema: deep },
    { name: '__proto__', description: 'prototype' },
    { name: 'constructor', inputSchema: JSON.parse('{"properties":{"__proto__":{"type":"string"}}}') },
    { name: 'empty', description: '' },
    { name: 'wide', description: 'lorem ipsum '.repeat(100_000) },
    { name: 'múltiple', description: 'Übersetzt Texte 翻译文本 ترجمة النصوص 🌍 \u0000' },
  ];
  const report = await cards.tools.sync({ server: 'hostile', tools: tools as never });
  expect(report.added).toEqual(
    ['good', '__proto__', 'constructor', 'empty', 'wide', 'múltiple'].map((name) => `hostile:${name}`),
  );
  expect(report.rejected.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(report.rejected.map(({ code }) => code)).toEqual([
    'TOOL_DUPLICATE',
    'TOOL_NAME_INVALID',
    'TOOL_NAME_INVALID',
    'TOOL_NAME_INVALID',
    'TOOL_DEFINITION_INVALID',
    'TOOL_DEFINITION_INVALID',
    'TOOL_DEFINITION_INVALID',
    'TOOL_DEFINITION_INVALID',
    'TOOL_DEFINITION_TOO_LARGE',
    'TOOL_DEFINITION_TOO_LARGE',
  ]);
  expect(report.warnings).toMatchObject([{ tool: 'wide', code: 'DESCRIPTION_TRUNCATED' }]);
  expect((await cards.search('read a file', { topK: 1 })).results[0]?.toolId).toBe('hostile:good');
  expect((await cards.search('翻译', { topK: 1 })).results[0]?.toolId).toBe('hostile:múltiple');
  expect((await cards.search('prototype', { topK: 1 })).results[0]?.toolId).toBe('hostile:__proto__');
});

test('ten thousand tools of one server', async () => {
  const cards = await open();
  const tools = Array.from({ length: 10_000 }, (_, index) => ({
    name: `tool_${index}`,
    description: `Handles case number ${index} of the big register`,
  }));
  expect((await cards.tools.sync({ server: 'big', tools })).added).toHaveLength(10_000);
  expect((await cards.search('case number 7777', { topK: 1 })).results[0]?.toolId).toBe('big:tool_7777');
  expect((await cards.tools.sync({ server: 'big', tools })).unchanged).toHaveLength(10_000);
});

const nonsense: [string, (cards: AgentCards) => Promise<unknown>, string][] = [
  ['a source without tools', (cards) => cards.tools.sync({ server: 's' } as never), 'INVALID_INPUT'],
  ['a server with a colon', (cards) => cards.tools.sync({ server: 'a:b', tools: [] }), 'TOOL_ID_INVALID'],
  [
    'a bad server after a good one',
    (cards) => cards.tools.sync([weather, { server: '', tools: [] }]),
    'TOOL_ID_INVALID',
  ],
  ['one server twice', (cards) => cards.tools.sync([shop, shop]), 'INVALID_INPUT'],
  ['removal of the unknown', (cards) => cards.tools.remove(['shop:nope']), 'TOOL_UNKNOWN'],
  ['an intent that is no text', (cards) => cards.search(null as never), 'INVALID_INPUT'],
  ['an endless intent', (cards) => cards.search('x'.repeat(100_001)), 'INVALID_INPUT'],
  ['topK 0', (cards) => cards.search('a', { topK: 0 }), 'INVALID_INPUT'],
  ['topK NaN', (cards) => cards.search('a', { topK: Number.NaN }), 'INVALID_INPUT'],
  ['minScore 2', (cards) => cards.search('a', { minScore: 2 }), 'INVALID_INPUT'],
  ['an option nobody knows', (cards) => cards.search('a', { topk: 1 } as never), 'INVALID_INPUT'],
  [
    'a dependency on itself',
    (cards) => cards.dependencies.add([{ from: 'shop:find_order', to: 'shop:find_order' }]),
    'DEPENDENCY_SELF',
  ],
  [
    'a dependency of the unknown',
    (cards) => cards.dependencies.add([{ from: 'shop:find_order', to: '__proto__' }]),
    'TOOL_UNKNOWN',
  ],
  ['executed that is no list', (cards) => cards.predictNext({ executed: 'a' as never }), 'INVALID_INPUT'],
];

test.each(nonsense)('%s is refused with a code', async (_name, call, code) => {
  const cards = await open();
  await cards.tools.sync(shop);
  await expect(call(cards)).rejects.toMatchObject({ code });
  expect(cards.tools.list()).toHaveLength(5);
});

const task = { id: 'a', toolId: 'shop:find_order', success: true };
const wrongExecutions: [string, unknown, string][] = [
  ['nothing', undefined, 'INVALID_INPUT'],
  ['no tasks', { success: true, tasks: [] }, 'INVALID_INPUT'],
  ['no outcome', { tasks: [task] }, 'INVALID_INPUT'],
  ['unknown tool', { success: true, tasks: [{ ...task, toolId: 'shop:nope' }] }, 'TOOL_UNKNOWN'],
  ['duplicate task', { success: true, tasks: [task, task] }, 'TASK_DUPLICATE'],
  ['dangling dependency', { success: true, tasks: [{ ...task, dependsOn: ['b'] }] }, 'TASK_DEPENDENCY_UNKNOWN'],
  ['cycle', { success: true, tasks: [{ ...task, dependsOn: ['a'] }] }, 'DAG_CYCLE'],
  ['time without sense', { success: true, executedAt: 'yesterday', tasks: [task] }, 'INVALID_INPUT'],
  ['a day that there is not', { success: true, executedAt: '2026-02-31', tasks: [task] }, 'INVALID_INPUT'],
  ['a time without an offset', { success: true, tasks: [{ ...task, endedAt: '2026-02-01T09:00' }] }, 'INVALID_INPUT'],
  ['end before start', { success: true, tasks: [{ ...task, startedAt: 2, endedAt: 1 }] }, 'INVALID_INPUT'],
];

test.each(wrongExecutions)('recording %s is refused and writes nothing', async (_name, execution, code) => {
  const store = createMemoryStore();
  const cards = await open({ store });
  await cards.tools.sync(shop);
  await expect(cards.record(execution as ExecutionInput)).rejects.toMatchObject({ code });
  expect(await store.executions.read({ limit: 1 })).toEqual([]);
  expect(await store.edges.read({ limit: 1 })).toEqual([]);
  expect((await cards.stats()).executions).toBe(0);
});

test('recording is idempotent by id, also when 32 calls race', async () => {
  const cards = await open();
  await cards.tools.sync(shop);
  const receipts = await Promise.all(Array.from({ length: 32 }, () => cards.record(refundExecution('same', 'refund'))));
  expect(receipts.filter(({ status }) => status === 'recorded')).toHaveLength(1);
  expect(await cards.stats()).toMatchObject({ executions: 1 });
  const edges = await cards.dependencies.list();
  expect(edges.map(({ observedCount }) => observedCount)).toEqual([1, 1]);
});

test('calls without times ran in the order in which they were given, whatever depends on what', async () => {
  const cards = await open();
  const calls = ['find_slot', 'create_event', 'list_rooms', 'book_room'];
  await cards.tools.sync({ server: 'calendar', tools: calls.map((name) => ({ name })) });
  const needs: Record<string, string[]> = { create_event: ['find_slot'], book_room: ['create_event', 'list_rooms'] };
  for (let run = 0; run < 3; run++) {
    const task = (name: string) => ({
      id: name,
      toolId: `calendar:${name}`,
      success: true,
      dependsOn: needs[name] ?? [],
    });
    await cards.record({ intent: 'meet in a room', success: true, tasks: calls.map(task) });
  }
  for (const [place, name] of calls.entries()) {
    const executed = calls.slice(0, place).map((call) => `calendar:${call}`);
    const { predictions } = await cards.predictNext({ intent: 'meet in a room', executed });
    expect(predictions[0]?.toolId).toBe(`calendar:${name}`);
  }
});

test('what the caller does to an object after the call changes nothing', async () => {
  const cards = await open();
  await cards.tools.sync(shop);
  const execution = { ...refundExecution('first', 'refund') };
  const receipts = [cards.record(execution)];
  execution.id = 'second';
  receipts.push(cards.record(execution));
  expect(await Promise.all(receipts)).toMatchObject([
    { id: 'first', status: 'recorded' },
    { id: 'second', status: 'recorded' },
  ]);
});

test('a sync that the store refuses can be tried again', async () => {
  const store = createMemoryStore();
  const { apply } = store.tools;
  const cards = await open({ store, embedder: null });
  await cards.tools.sync(weather);
  store.tools.apply = () => Promise.reject(new Error('disk full'));
  const next = { ...weather, description: 'meteorology', tools: [...weather.tools, { name: 'radar' }] };
  await expect(cards.tools.sync(next)).rejects.toThrow('disk full');
  expect((await cards.search('meteorology')).results).toEqual([]);
  store.tools.apply = apply;
  await cards.tools.sync(next);
  expect((await cards.search('meteorology')).results).toHaveLength(2);
});

test('vectors that come while it rebuilds are used afterwards', async () => {
  const store = createMemoryStore();
  let embed = () => {};
  const cards = await open({
    store,
    embedder: {
      modelId: 'late',
      dimensions: 1,
      embed: async (texts, { kind }) => {
        if (kind === 'document') {
          await new Promise<void>((resolve) => {
            embed = resolve;
          });
        }
        return texts.map(() => [1]);
      },
    },
  });
  await cards.tools.sync(weather);
  const { read } = store.executions;
  store.executions.read = async (page) => {
    embed();
    await cards.tools.embedded();
    return read(page);
  };
  await cards.rebuild();
  expect((await cards.search('reimbursement')).results.map(({ toolId }) => toolId)).toEqual(['weather:forecast']);
});

test('raw arguments and outputs are not stored', async () => {
  const store = createMemoryStore();
  const cards = await open({ store });
  await cards.tools.sync(shop);
  await cards.record(refundExecution('private', 'refund'));
  const [stored] = await store.executions.read({ limit: 1 });
  const text = JSON.stringify(stored);
  for (const secret of ['ada@example.com', 'customer-8841', 'order-10077']) expect(text).not.toContain(secret);
  expect(stored?.tasks[1]?.argumentValues?.some((digest) => stored.tasks[0]?.outputValues?.includes(digest))).toBe(
    true,
  );
});

test('after closing every verb fails with CLOSED, and closing again is harmless', async () => {
  const cards = await open();
  await cards.tools.sync(shop);
  await Promise.all([cards.close(), cards.close()]);
  await cards[Symbol.asyncDispose]();
  const calls: (() => unknown)[] = [
    () => cards.tools.sync(shop),
    () => cards.tools.embedded(),
    () => cards.tools.reembed({ modelId: 'late', dimensions: 1, embed: async () => [] }),
    async () => cards.on('embedding.completed', () => {}),
    () => cards.tools.remove([]),
    () => cards.tools.approve([]),
    () => cards.tools.acceptRename({ from: 'a', to: 'b' }),
    () => cards.tools.dismissRename({ from: 'a', to: 'b' }),
    () => cards.search('a'),
    () => cards.dependencies.add([]),
    () => cards.dependencies.list(),
    () => cards.dependencies.remove([]),
    () => cards.dependencies.path('a', 'b'),
    () => cards.dependencies.related('a'),
    () => cards.record(refundExecution('late', 'late')),
    () => cards.predictNext({ executed: [] }),
    () => cards.suggest('a'),
    () => cards.stats(),
    () => cards.metrics(),
    () => cards.health(),
    () => cards.rebuild(),
    async () => cards.tools.get('a'),
    async () => cards.tools.list(),
    async () => cards.tools.renames(),
  ];
  for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'CLOSED' });
});

test('calls in flight end properly when the instance closes', async () => {
  const cards = await open();
  await cards.tools.sync(shop);
  const inFlight = Array.from({ length: 8 }, (_, index) => cards.record(refundExecution(`e${index}`, 'refund')));
  const closing = cards.close();
  expect((await Promise.all(inFlight)).every(({ status }) => status === 'recorded')).toBe(true);
  await closing;
});

test('an aborted call says so', async () => {
  const cards = await open();
  await cards.tools.sync(shop);
  const signal = AbortSignal.abort(new Error('enough'));
  for (const call of [
    cards.search('refund', { signal }),
    cards.suggest('refund', { signal }),
    cards.predictNext({ executed: [], signal }),
  ]) {
    await expect(call).rejects.toMatchObject({ code: 'ABORTED', cause: { message: 'enough' } });
  }
});

test('aborting while the embedder works ends the call', async () => {
  const controller = new AbortController();
  const cards = await open({
    embedder: {
      modelId: 'slow',
      dimensions: 1,
      embed: (texts, { kind, signal }) =>
        kind === 'document'
          ? Promise.resolve(texts.map(() => [1]))
          : new Promise((_resolve, reject) => {
              signal?.addEventListener('abort', () => reject(signal.reason));
              controller.abort(new Error('enough'));
            }),
    },
  });
  await cards.tools.sync(shop);
  await cards.tools.embedded();
  await expect(cards.search('refund', { signal: controller.signal })).rejects.toMatchObject({ code: 'ABORTED' });
});

test('a filter decides before ranking, and one that throws hides', async () => {
  const cards = await open();
  await cards.tools.sync([shop, weather]);
  const ids = async (filter: NonNullable<Parameters<AgentCards['search']>[1]>['filter']) =>
    (await cards.search('order weather forecast', { topK: 10, filter })).results.map(({ toolId }) => toolId);
  expect(await ids({ servers: ['weather'] })).toEqual(['weather:forecast']);
  expect((await ids((tool) => tool.name.startsWith('find'))).sort()).toEqual(['shop:find_customer', 'shop:find_order']);
  expect(
    await ids(() => {
      throw new Error('policy server is down');
    }),
  ).toEqual([]);
  expect((await cards.search('order', { filter: () => false })).abstained).toEqual({ reason: 'nothing_permitted' });
});

test('the same random source gives the same ids', async () => {
  const idOf = async () => {
    let state = 1;
    const random = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const cards = await open({ random, clock: { now: () => 0 } });
    await cards.tools.sync(shop);
    const { id } = await cards.record({ success: true, tasks: [task] });
    return id;
  };
  expect(await idOf()).toBe(await idOf());
  expect(await idOf()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('what cannot start says what is missing', async () => {
  const { createAgentCards: fromParts } = await import('@agentcards/core');
  await expect(fromParts({} as never)).rejects.toMatchObject({ code: 'INVALID_INPUT', message: /store/ });
  await expect(fromParts({ store: createMemoryStore() } as never)).rejects.toMatchObject({ message: /createEngine/ });
  await expect(fromParts(undefined as never)).rejects.toSatisfy(AgentCardsError.isInstance);
});

test('what cannot start lets go of its store', async () => {
  const dataDir = join(await temporaryDirectory(), 'data');
  await expect(createAgentCards({ dataDir, embedder: {} as never })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await (await createAgentCards({ dataDir })).close();
});

const history = fc.array(
  fc.record({
    id: fc.integer({ min: 0, max: 12 }).map(String),
    intent: fc.constantFrom('refund an order', 'cancel the order', 'where is my parcel', undefined),
    success: fc.boolean(),
    executedAt: fc.integer({ min: 0, max: 1e12 }),
    tasks: fc.array(
      fc.record({
        tool: fc.integer({ min: 0, max: 4 }),
        success: fc.boolean(),
        start: fc.integer({ min: 0, max: 50 }),
        length: fc.integer({ min: 0, max: 20 }),
        after: fc.array(fc.nat({ max: 5 }), { maxLength: 2 }),
        value: fc.integer({ min: 0, max: 3 }),
        output: fc.integer({ min: 0, max: 3 }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  }),
  { maxLength: 15 },
);

test('rebuilding gives the edges and the answers that the increments gave', async () => {
  const embedder = await createStaticEmbedder();
  await fc.assert(
    fc.asyncProperty(history, fc.nat(), async (executions, removed) => {
      const cards = await createAgentCards({ store: createMemoryStore(), embedder });
      await cards.tools.sync(shop);
      await cards.dependencies.add([{ from: 'shop:find_order', to: 'shop:cancel_order' }]);
      for (const { tasks, ...rest } of executions) {
        await cards.record({
          ...rest,
          tasks: tasks.map(({ tool, start, length, after, value, output, success }, index) => ({
            id: `t${index}`,
            toolId: `shop:${shop.tools[tool]!.name}`,
            dependsOn: after.filter((other) => other < index).map((other) => `t${other}`),
            success,
            startedAt: start,
            endedAt: start + length,
            arguments: { id: `value-${value}-of-this` },
            output: { id: `value-${output}-of-this` },
          })),
        });
      }
      await cards.tools.embedded();
      if (removed % 2 === 0) await cards.tools.remove([`shop:${shop.tools[removed % 5]!.name}`]);
      const state = async () => ({
        edges: await cards.dependencies.list(),
        stats: await cards.stats(),
        next: (await cards.predictNext({ intent: 'refund', executed: ['shop:find_order'], topK: 5 })).predictions,
        plan: { ...(await cards.suggest('cancel my order')), suggestionId: '' },
        found: await cards.search('order', { topK: 5, context: ['shop:find_customer'] }),
      });
      const incremental = await state();
      await cards.rebuild();
      expect(await state()).toEqual(incremental);
      await cards.close();
    }),
    { numRuns: 60 },
  );
});
