import { type AgentCards, createMemoryStore, type ExecutionRecord, type Store } from '@agentcards/core';
import { openPGliteStore } from '@agentcards/store-pglite';
import { createAgentCards } from 'agentcards';
import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { keepOld, refundExecution, shop } from './fixtures.js';

type Options = NonNullable<Parameters<typeof createAgentCards>[0]>;
type Selector = Parameters<AgentCards['forget']>[0];

async function open(options: Options): Promise<AgentCards> {
  const cards = await createAgentCards({ embedder: null, retention: keepOld, ...options });
  onTestFinished(() => cards.close());
  return cards;
}

const everything = { limit: 10_000 };
const toolIds = shop.tools.map(({ name }) => `shop:${name}`);
const intents = ['refund an order', 'cancel the order', 'where is my parcel'];

/** All that a user sees of what was learned. */
async function answers(cards: AgentCards) {
  const unnamed = <Answer extends object>(answer: Answer) => ({ ...answer, suggestionId: '' });
  return {
    stats: await cards.stats(),
    dependencies: await cards.dependencies.list(),
    searches: await Promise.all(intents.map((intent) => cards.search(intent, { explain: true, minScore: 0 }))),
    plans: await Promise.all(intents.map(async (intent) => unnamed(await cards.suggest(intent)))),
    next: await Promise.all(
      [[], toolIds.slice(0, 1), toolIds.slice(0, 2)].map(async (executed) =>
        unnamed(await cards.predictNext({ intent: intents[0], executed, topK: 10 })),
      ),
    ),
  };
}

/** Answers of an instance over a store that never had more than these executions. */
async function answersWithout(executions: readonly ExecutionRecord[]) {
  const store = createMemoryStore();
  const cards = await createAgentCards({ store, embedder: null, halfLife: Number.POSITIVE_INFINITY });
  await cards.tools.sync(shop);
  await cards.dependencies.add(declared);
  for (const execution of executions) await store.executions.record(execution, [], () => 0.5);
  await cards.rebuild();
  const result = { answers: await answers(cards), edges: await store.edges.read(everything) };
  await cards.close();
  return result;
}

const declared = [{ from: 'shop:find_order', to: 'shop:track_parcel' }];

const step = fc.record({
  intent: fc.option(fc.constantFrom(...intents), { nil: undefined }),
  success: fc.boolean(),
  executedAt: fc.nat({ max: 9 }),
  tools: fc.array(fc.record({ tool: fc.nat({ max: 4 }), success: fc.boolean() }), { minLength: 1, maxLength: 4 }),
  follows: fc.constantFrom('nothing', 'plan', 'prediction'),
});
const selector: fc.Arbitrary<Selector> = fc.oneof(
  fc.record({ executions: fc.uniqueArray(fc.constantFrom('e0', 'e1', 'e2', 'e3', 'e4', 'unknown')) }),
  fc.record({ intent: fc.constantFrom(...intents, 'never asked') }),
  fc.record({ tool: fc.constantFrom(...toolIds) }),
  fc.record({ before: fc.nat({ max: 10 }) }),
);

async function live(cards: AgentCards, history: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[]) {
  await cards.tools.sync(shop);
  await cards.dependencies.add(declared);
  for (const [index, { intent, success, executedAt, tools, follows }] of history.entries()) {
    const proposed =
      follows === 'plan'
        ? await cards.suggest(intent ?? intents[0]!)
        : follows === 'prediction'
          ? await cards.predictNext({ intent, executed: [] })
          : undefined;
    await cards.record({
      id: `e${index}`,
      intent,
      success,
      executedAt,
      suggestionId: proposed?.suggestionId,
      tasks: tools.map((call, place) => ({
        id: `t${place}`,
        toolId: toolIds[call.tool]!,
        dependsOn: place === 0 ? [] : [`t${place - 1}`],
        success: call.success,
      })),
    });
  }
  // One that nobody followed.
  await cards.suggest(intents[1]!);
}

/** Written a second time, from the documentation: what a selector means. */
function isForgotten(what: Selector, execution: ExecutionRecord): boolean {
  if (what.executions) return what.executions.includes(execution.id);
  if (what.intent !== undefined) return execution.intent === what.intent;
  if (what.before !== undefined) return execution.executedAt.getTime() < Number(what.before);
  return [...execution.tasks.map(({ toolId }) => toolId), ...(execution.proposedTools ?? [])].some(
    (toolId) => toolId === what.tool,
  );
}

async function forgetsAsIfNever(store: Store, cards: AgentCards, what: Selector): Promise<void> {
  const before = await store.executions.read(everything);
  const suggested = await store.suggestions!.read(everything);
  const kept = before.filter((execution) => !isForgotten(what, execution));
  const gone = new Set(before.filter((execution) => isForgotten(what, execution)).map((each) => each.suggestionId));
  const keptSuggestions = suggested.filter(
    ({ id, intent, toolIds, madeAt }) =>
      !gone.has(id) &&
      (what.intent === undefined || intent !== what.intent) &&
      !toolIds.some((toolId) => toolId === what.tool) &&
      (what.before === undefined || madeAt.getTime() >= Number(what.before)),
  );

  expect(await cards.forget(what)).toEqual({
    executions: before.length - kept.length,
    suggestions: suggested.length - keptSuggestions.length,
  });
  expect(await store.executions.read(everything)).toEqual(kept);
  expect(await store.suggestions!.read(everything)).toEqual(keptSuggestions);
  const expected = await answersWithout(kept);
  expect(await store.edges.read(everything)).toEqual(expected.edges);
  expect(await answers(cards)).toEqual(expected.answers);
}

/** Resolves when what was suggested before is written: suggestions are, in their order, in the background. */
async function suggestionsWritten(store: Store, cards: AgentCards): Promise<void> {
  const { suggestionId } = await cards.suggest('the last one');
  await vi.waitFor(async () => expect(await store.suggestions!.get(suggestionId)).toBeDefined(), { timeout: 20_000 });
}

test('what is forgotten was never there: truth, edges, answers and suggestions', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 6 }), selector, async (history, what) => {
      let now = 0;
      const store = createMemoryStore();
      // Nothing ages: the clock of the one that it is compared with is another.
      const halfLife = Number.POSITIVE_INFINITY;
      const cards = await createAgentCards({ store, embedder: null, halfLife, clock: { now: () => now++ } });
      await live(cards, history);
      await suggestionsWritten(store, cards);
      await forgetsAsIfNever(store, cards, what);
      await cards.close();
    }),
    { numRuns: 60 },
  );
});

test('the same in a database, and after it is rebuilt', async () => {
  const store = await openPGliteStore({ dataDir: 'memory://' });
  const cards = await open({ store });
  await live(cards, fc.sample(fc.array(step, { minLength: 8, maxLength: 8 }), { numRuns: 1, seed: 11 })[0]!);
  // Each takes some more away.
  for (const what of [{ executions: ['e0', 'e3'] }, { before: 2 }, { intent: intents[2] }, { tool: toolIds[3] }]) {
    await suggestionsWritten(store, cards);
    await forgetsAsIfNever(store, cards, what);
    const after = await answers(cards);
    await cards.rebuild();
    expect(await answers(cards)).toEqual(after);
  }
});

/** A shop with three executions: two refunds, of which the first followed a plan, and a search for a parcel. */
async function busyShop(options: Options): Promise<AgentCards> {
  const cards = await open(options);
  await cards.tools.sync(shop);
  await cards.record(refundExecution('first', 'refund the order of ada'));
  const { suggestionId } = await cards.suggest('refund the order of ada');
  await cards.record({ ...refundExecution('second', 'refund the order of ada'), suggestionId });
  await cards.record({
    id: 'parcel',
    intent: 'where is my parcel',
    success: true,
    tasks: [{ id: 't1', toolId: 'shop:track_parcel', success: true }],
  });
  return cards;
}

const executionsOf = async (store: Store) => (await store.executions.read(everything)).map(({ id }) => id);
const suggestionsOf = async (store: Store) => store.suggestions!.read(everything);

test('what was forgotten can be recorded again', async () => {
  const store = createMemoryStore();
  const cards = await busyShop({ store });
  expect(await cards.forget({ executions: ['first'] })).toEqual({ executions: 1, suggestions: 0 });
  expect(await cards.forget({ executions: ['first'] })).toEqual({ executions: 0, suggestions: 0 });
  expect(await cards.record(refundExecution('first', 'refund'))).toMatchObject({ status: 'recorded' });
  expect(await executionsOf(store)).toEqual(['first', 'parcel', 'second']);
});

test('with an execution goes the suggestion that it followed, and the link of others to it', async () => {
  const store = createMemoryStore();
  const cards = await busyShop({ store });
  const [suggestion] = await suggestionsOf(store);
  expect(await cards.forget({ executions: ['second'] })).toEqual({ executions: 1, suggestions: 1 });
  const late = await cards.record({ ...refundExecution('late', 'refund'), suggestionId: suggestion!.id });
  expect(late).toMatchObject({ id: 'late', status: 'recorded', suggestion: 'unknown' });
});

test('a tool is forgotten with suggestions that name it, also under the names that it had', async () => {
  for (const asked of ['shop:refund_order', 'shop:give_back']) {
    const store = createMemoryStore();
    const cards = await busyShop({ store });
    const tools = shop.tools.map((tool) => (tool.name === 'refund_order' ? { ...tool, name: 'give_back' } : tool));
    await cards.tools.sync({ ...shop, tools });
    await cards.tools.acceptRename({ from: 'shop:refund_order', to: 'shop:give_back' });
    const { suggestionId } = await cards.suggest('refund the order of ada');
    await cards.record({
      id: 'refused',
      success: true,
      suggestionId,
      tasks: [{ id: 't1', toolId: 'shop:find_order', success: true }],
    });
    await cards.suggest('where is my parcel');
    await suggestionsWritten(store, cards);
    const named = (await suggestionsOf(store)).filter(({ toolIds }) => toolIds.some((id) => /refund|give/.test(id)));
    expect(named.length).toBeGreaterThan(1);

    const report = await cards.forget({ tool: asked });
    // `refused` did not run the tool, but says that it was proposed.
    expect(report).toEqual({ executions: 3, suggestions: named.length });
    expect(await executionsOf(store)).toEqual(['parcel']);
    expect(JSON.stringify([await suggestionsOf(store), await cards.dependencies.list()])).not.toMatch(/refund_|give_/);
    // The tool itself stays.
    expect(cards.tools.get('shop:give_back')).toMatchObject({ status: 'active' });
  }
});

test('while a rename rests, a tool is forgotten without the one that it became', async () => {
  const store = createMemoryStore();
  const cards = await busyShop({ store });
  const renamed = shop.tools.map((tool) => (tool.name === 'refund_order' ? { ...tool, name: 'give_back' } : tool));
  await cards.tools.sync({ ...shop, tools: renamed });
  await cards.tools.acceptRename({ from: 'shop:refund_order', to: 'shop:give_back' });
  await cards.tools.sync({ ...shop, tools: [...shop.tools, renamed[2]!] });
  expect(await cards.forget({ tool: 'shop:give_back' })).toMatchObject({ executions: 0 });
  expect(await cards.forget({ tool: 'shop:refund_order' })).toMatchObject({ executions: 2 });
});

test('suggestions go by their age, whatever became of them', async () => {
  const store = createMemoryStore();
  let now = Date.UTC(2026, 5, 1);
  const cards = await open({ store, clock: { now: () => now } });
  await cards.tools.sync(shop);
  const old = await cards.suggest('refund');
  now += 1_000;
  const young = await cards.suggest('refund');
  await suggestionsWritten(store, cards);
  expect(await cards.forget({ before: new Date(now) })).toEqual({ executions: 0, suggestions: 1 });
  expect(await store.suggestions!.get(old.suggestionId)).toBeUndefined();
  expect(await store.suggestions!.get(young.suggestionId)).toBeDefined();
  expect(await cards.forget({ before: new Date(now + 1).toISOString() })).toMatchObject({ suggestions: 2 });
});

test('what was just suggested is forgotten too, though it is not written yet', async () => {
  const memory = createMemoryStore();
  let writes = (): void => {};
  const slow = new Promise<void>((resolve) => {
    writes = resolve;
  });
  const put: NonNullable<Store['suggestions']>['put'] = async (...arguments_) => {
    await slow;
    return memory.suggestions!.put(...arguments_);
  };
  const cards = await open({ store: { ...memory, suggestions: { ...memory.suggestions!, put } } });
  await cards.tools.sync(shop);
  await cards.suggest('refund the order of ada');
  const forgetting = cards.forget({ intent: 'refund the order of ada' });
  writes();
  expect(await forgetting).toEqual({ executions: 0, suggestions: 1 });
  expect(await suggestionsOf(memory)).toEqual([]);
});

test('with keepIntents: false, intents that were kept before can still be forgotten', async () => {
  const memory = createMemoryStore();
  const store = { ...memory, close: async () => {} };
  await (await busyShop({ store })).close();
  const cards = await open({ store, keepIntents: false });
  const { suggestionId } = await cards.suggest('refund the order of ada');
  await suggestionsWritten(store, cards);
  expect(await cards.forget({ intent: 'refund the order of ada' })).toEqual({ executions: 2, suggestions: 1 });
  expect(await executionsOf(memory)).toEqual(['parcel']);
  // It was made without an intent, so nothing says that it was for this one.
  expect(await memory.suggestions!.get(suggestionId)).toBeDefined();
  expect((await cards.stats()).executions).toBe(1);
});

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['no selector', {}],
  ['two selectors', { intent: 'a', before: 1 }],
  ['a selector without a value', { intent: undefined }],
  ['another selector', { server: 'shop' }],
  ['a time that is none', { before: 'yesterday' }],
  ['a German date, which an American reads as another', { before: '12.9.2026' }],
  ['an id that is no text', { executions: [1] }],
  ['one id instead of a list', { executions: 'first' }],
])('%s is refused, and nothing forgotten', async (_what, selector) => {
  const store = createMemoryStore();
  const cards = await busyShop({ store });
  await expect(cards.forget(selector as Selector)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  expect(await executionsOf(store)).toHaveLength(3);
});

test('a tool that is not known is refused', async () => {
  const cards = await busyShop({ store: createMemoryStore() });
  await expect(cards.forget({ tool: 'shop:refund_ordr' })).rejects.toMatchObject({ code: 'TOOL_UNKNOWN' });
});

test('a store that cannot delete says so, and keeps its suggestions', async () => {
  const memory = createMemoryStore();
  const { remove: _missing, ...executions } = memory.executions;
  const cards = await busyShop({ store: { ...memory, executions } });
  await expect(cards.forget({ executions: ['second'] })).rejects.toMatchObject({ code: 'STORE_CANNOT_FORGET' });
  expect(await suggestionsOf(memory)).toHaveLength(1);
});

/** A store that fails at the first replacement of its edges, as if the process had died just before. */
function failingOnce(memory: Store): Store {
  let fails = true;
  const edges: Store['edges'] = {
    ...memory.edges,
    replaceObserved: async (...arguments_) => {
      if (fails) {
        fails = false;
        throw new Error('killed');
      }
      return memory.edges.replaceObserved(...arguments_);
    },
  };
  return { ...memory, edges, close: async () => {} };
}

test.each(['the next start', 'the next call'])(
  'what is interrupted after the truth is gone is finished by %s',
  async (by) => {
    const memory = createMemoryStore();
    const cards = await busyShop({ store: failingOnce(memory) });
    const selector = { intent: 'refund the order of ada' };
    await expect(cards.forget(selector)).rejects.toThrow('killed');
    expect(await executionsOf(memory)).toEqual(['parcel']);
    expect(await memory.edges.read(everything)).not.toEqual([]);

    if (by === 'the next call') expect(await cards.forget(selector)).toEqual({ executions: 0, suggestions: 0 });
    const next = by === 'the next call' ? cards : await open({ store: { ...memory, close: async () => {} } });
    expect(await memory.edges.read(everything)).toEqual([]);
    expect((await next.stats()).executions).toBe(1);
    expect(await next.dependencies.list()).toEqual([]);
  },
);

test('records that are made meanwhile are neither lost nor forgotten', async () => {
  const store = createMemoryStore();
  const cards = await busyShop({ store });
  const calls = Array.from({ length: 8 }, (_, index) => cards.record(refundExecution(`later ${index}`, 'refund')));
  const [report] = await Promise.all([cards.forget({ executions: ['first', 'second'] }), ...calls]);
  expect(report.executions).toBe(2);
  expect((await cards.stats()).executions).toBe(9);
  const state = await answers(cards);
  await cards.rebuild();
  expect(await answers(cards)).toEqual(state);
});
