import { type AgentCards, createMemoryStore, type ExecutionRecord, type Store, toToolId } from '@agentcards/core';
import { createAgentCards } from 'agentcards';
import { expect, onTestFinished, test } from 'vitest';
import { keepOld, refundExecution, shop, temporaryDirectory, weather } from './fixtures.js';

type Options = NonNullable<Parameters<typeof createAgentCards>[0]>;

const nothing = { server: 0, tool: 0, vector: 0, rename: 0, dependency: 0, sum: 0, execution: 0, suggestion: 0 };
const everything = { limit: 10_000 };
const day = 86_400_000;

async function open(options: Options = {}): Promise<{ cards: AgentCards; store: Store }> {
  const store = options.store ?? createMemoryStore();
  const cards = await createAgentCards({ embedder: null, clock: { now: () => 10 * day }, ...options, store });
  onTestFinished(() => cards.close());
  return { cards, store };
}

async function collect(lines: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

const valuesOf = (lines: readonly string[], wanted: string) =>
  lines.map((line) => JSON.parse(line)).flatMap(({ kind, value }) => (kind === wanted ? [value] : []));
const idsOf = (lines: readonly string[]) => valuesOf(lines, 'execution').map(({ id }) => id);

/** A shop and a weather service: executions of one of them, of the other, and of both, one a day. */
async function busy(options: Options = {}) {
  const { cards, store } = await open(options);
  await cards.tools.sync([shop, { ...weather, description: 'What it will be like outside' }]);
  await cards.dependencies.add([
    { from: 'shop:find_order', to: 'shop:track_parcel' },
    { from: 'weather:forecast', to: 'shop:track_parcel' },
  ]);
  const call = (toolId: string) => ({ id: toolId, toolId, success: true });
  await cards.record({ ...refundExecution('refund', 'refund the order of ada'), executedAt: day });
  const { suggestionId } = await cards.suggest('refund the order of ada');
  await cards.record({ ...refundExecution('again', 'refund the order of ada'), executedAt: 2 * day, suggestionId });
  await cards.record({ id: 'rain', success: true, executedAt: 3 * day, tasks: [call('weather:forecast')] });
  const both = [call('weather:forecast'), call('shop:track_parcel')];
  await cards.record({ id: 'both', intent: 'will it rain on it', success: true, executedAt: 4 * day, tasks: both });
  return { cards, store };
}

test('of one server goes what names no tool of another', async () => {
  const { cards } = await busy();
  const lines = await collect(cards.export({ server: 'shop' }));
  expect(lines.join('')).not.toContain('weather');
  expect(idsOf(lines)).toEqual(['again', 'refund']);
  expect(valuesOf(lines, 'tool')).toHaveLength(shop.tools.length);
  expect(valuesOf(lines, 'dependency')).toEqual([{ from: 'shop:find_order', to: 'shop:track_parcel', source: 'user' }]);
  expect(valuesOf(lines, 'suggestion')).toHaveLength(1);
  const { cards: other } = await open();
  await other.import(lines);
  expect(await other.stats()).toMatchObject({ servers: 1, executions: 2 });
  // The beginning of a name is the name of nothing.
  expect(await collect(cards.export({ server: 'sho' }))).toHaveLength(2);
});

test('what names no tool at all goes out with everything, and with no server', async () => {
  const { cards } = await busy();
  await cards.suggest('zxqv hepatitis');
  await cards.record({ id: 'declined', intent: 'dismiss bob', success: false, suggestionId: 'yesterday', tasks: [] });
  const toolless = (lines: readonly string[]) =>
    [...valuesOf(lines, 'suggestion').map(({ intent }) => intent), ...idsOf(lines)].filter((name) =>
      ['zxqv hepatitis', 'declined'].includes(name),
    );
  expect(toolless(await collect(cards.export()))).toHaveLength(2);
  for (const server of ['shop', 'weather']) expect(toolless(await collect(cards.export({ server })))).toEqual([]);
});

test('of a server that was renamed goes what ran under its old names, and counts where it is imported', async () => {
  const { cards } = await busy();
  await cards.tools.sync({ ...shop, server: 'store' });
  await cards.tools.remove(shop.tools.map(({ name }) => `shop:${name}`));
  for (const { name } of shop.tools) await cards.tools.acceptRename({ from: `shop:${name}`, to: `store:${name}` });
  const lines = await collect(cards.export({ server: 'store' }));
  expect(lines.join('')).not.toContain('weather');
  expect(idsOf(lines)).toEqual(['again', 'refund']);
  expect(valuesOf(lines, 'rename')).toHaveLength(shop.tools.length);
  expect(valuesOf(lines, 'dependency')).toHaveLength(1);

  const { cards: other } = await open();
  await other.import(lines);
  const known = await cards.dependencies.list();
  const ofStore = known.filter(({ from, to }) => [from, to].every((toolId) => toolId.startsWith('store:')));
  const imported = await other.dependencies.list();
  expect(imported).toEqual(ofStore);
  // Under the old name there is what ran under it, and nothing else.
  const old = await collect(cards.export({ server: 'shop' }));
  expect(idsOf(old)).toEqual(['again', 'refund']);
  expect(valuesOf(old, 'rename')).toEqual([]);
});

test('of a time goes what ran in it, the first moment included and the last one not', async () => {
  const { cards } = await busy();
  expect(idsOf(await collect(cards.export({ since: 2 * day, until: new Date(4 * day) })))).toEqual(['again', 'rain']);
  const late = await collect(cards.export({ since: new Date(4 * day).toISOString() }));
  expect(idsOf(late)).toEqual(['both']);
  expect(valuesOf(late, 'suggestion')).toHaveLength(1);
  expect(valuesOf(await collect(cards.export({ until: 4 * day })), 'suggestion')).toEqual([]);
  expect(valuesOf(late, 'tool')).toHaveLength(shop.tools.length + 1);
  for (const since of ['yesterday', '1', '2026-02-31']) {
    expect(() => cards.export({ since })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  }
  expect(() => cards.export({ servers: ['shop'] } as never)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT' }),
  );
});

test('without intents none goes out, and none comes in', async () => {
  const { cards } = await busy();
  const lines = await collect(cards.export());
  expect(lines.join('')).toContain('order of ada');
  const silent = await open({ keepIntents: false });
  await silent.cards.import(lines);
  expect(
    JSON.stringify([await silent.store.executions.read(everything), await silent.store.suggestions!.read(everything)]),
  ).not.toMatch(/of ada|will it rain/);
  const full = createMemoryStore();
  await (await open({ store: full })).cards.import(lines);
  const again = await open({ store: full, keepIntents: false });
  expect((await collect(again.cards.export())).join('')).not.toMatch(/of ada|will it rain/);
});

test('the later definition stands, an execution that is there stays, and so does the stronger declaration', async () => {
  const clock = { time: 0, now: () => clock.time };
  const source = await open({ clock });
  const old = {
    server: 'shop',
    tools: [
      { name: 'find', description: 'old' },
      { name: 'mail', description: 'old' },
    ],
  };
  await source.cards.tools.sync(old);
  await source.cards.record({
    id: 'e',
    intent: 'theirs',
    success: true,
    tasks: [{ id: 't', toolId: 'shop:find', success: true }],
  });
  await source.cards.dependencies.add([
    { from: 'shop:find', to: 'shop:mail', source: 'schema' },
    { from: 'shop:mail', to: 'shop:find', source: 'user' },
  ]);

  const target = await open({ clock });
  await target.cards.tools.sync(old);
  await target.cards.record({
    id: 'e',
    intent: 'ours',
    success: true,
    tasks: [{ id: 't', toolId: 'shop:mail', success: true }],
  });
  await target.cards.dependencies.add([
    { from: 'shop:find', to: 'shop:mail', source: 'user' },
    { from: 'shop:mail', to: 'shop:find', source: 'hint' },
  ]);
  clock.time = 5;
  await target.cards.tools.sync({ ...old, tools: [old.tools[0]!, { name: 'mail', description: 'ours' }] });
  clock.time = 6;
  const inputSchema = { type: 'object', properties: { order: { type: 'string' } } };
  await source.cards.tools.sync({
    ...old,
    tools: [{ ...old.tools[0]!, description: 'all invoices', inputSchema }, old.tools[1]!],
  });

  const report = await target.cards.import(await collect(source.cards.export()));
  expect(report.imported).toEqual({ ...nothing, tool: 1, dependency: 1 });
  expect(report.known).toEqual({ ...nothing, tool: 1, dependency: 1, execution: 1 });
  expect(target.cards.tools.get('shop:find')).toMatchObject({
    description: 'all invoices',
    updatedAt: new Date(6),
    firstSeen: new Date(0),
  });
  expect(target.cards.tools.get('shop:mail')).toMatchObject({ description: 'ours', updatedAt: new Date(5) });
  expect((await target.store.executions.read(everything)).map(({ intent }) => intent)).toEqual(['ours']);
  expect((await target.cards.dependencies.list()).map((edge) => edge.source)).toEqual(['user', 'user']);
  // The contract changed with it, as of that moment.
  expect(await target.store.config.get('drift/shop:find')).toEqual({ definedAt: 6 });
  expect((await target.cards.search('invoices', { minScore: 0 })).results[0]).toMatchObject({ toolId: 'shop:find' });
});

test('vectors of another model are left out and made anew; a store without an embedder keeps them', async () => {
  const embedderOf = (modelId: string, dimensions: number) => ({
    modelId,
    dimensions,
    embed: async (texts: readonly string[]) => texts.map((text) => new Float32Array(dimensions).fill(text.length)),
  });
  const source = await open({ embedder: embedderOf('one', 3) });
  await source.cards.tools.sync(shop);
  await source.cards.tools.embedded();
  const lines = await collect(source.cards.export());
  const vectors = shop.tools.length;

  for (const embedder of [embedderOf('other', 3), embedderOf('one', 4)]) {
    const target = await open({ embedder });
    const report = await target.cards.import(lines);
    expect([report.imported.vector, report.skipped.vector]).toEqual([0, vectors]);
    await target.cards.tools.embedded();
    expect(await target.cards.stats()).toMatchObject({ embedded: vectors });
  }

  const lexical = await open();
  expect((await lexical.cards.import(lines)).imported.vector).toBe(vectors);
  expect((await lexical.cards.import(lines)).known.vector).toBe(vectors);
  expect(valuesOf(await collect(lexical.cards.export()), 'vector')).toEqual(valuesOf(lines, 'vector'));
});

test('a vector comes along for what a present tool says now, and for nothing else', async () => {
  const embedder = {
    modelId: 'one',
    dimensions: 1,
    embed: async (texts: readonly string[]) => texts.map(() => Float32Array.of(1)),
  };
  const [first, second, ...others] = shop.tools;
  const clock = { time: 0, now: () => clock.time };
  const source = await open({ embedder, clock });
  await source.cards.tools.sync(shop);
  await source.cards.tools.embedded();
  await source.cards.tools.remove([`shop:${first!.name}`]);
  const lines = await collect(source.cards.export());
  const named = [second!, ...others].map(({ name }) => `shop:${name}`).sort();
  expect(valuesOf(lines, 'vector').map(({ toolId }) => toolId)).toEqual(named);

  clock.time = 1;
  const target = await open({ clock });
  await target.cards.tools.sync({ ...shop, tools: [{ ...second!, description: 'says something else' }] });
  const { imported, skipped } = await target.cards.import(lines);
  expect([imported.vector, skipped.vector]).toEqual([others.length, 1]);
});

test('sums of retired executions come into a store without executions, once', async () => {
  const { cards, store } = await busy();
  const [from, to] = [toToolId('shop', 'find_order'), toToolId('shop', 'refund_order')];
  const counters = {
    observedCount: 3,
    successCount: 2,
    failureCount: 1,
    dataFlowCount: 1,
    declaredCount: 3,
    sequenceCount: 0,
  };
  const sum = { from, to, ...counters, observedAt: new Date(day) };
  await store.retirement!.retire([{ id: 'refund', increments: [sum] }], () => 0.5);
  const lines = await collect(cards.export());
  expect(valuesOf(lines, 'sum')).toHaveLength(1);

  const target = await open();
  expect((await target.cards.import(lines)).imported.sum).toBe(1);
  expect(await target.store.retirement!.read(everything)).toEqual([sum]);
  // Now there are executions, which the sums could be of.
  expect(await target.cards.import(lines)).toMatchObject({ imported: nothing, skipped: { ...nothing, sum: 1 } });
  expect(await target.store.retirement!.read(everything)).toEqual([sum]);
  expect(valuesOf(await collect(cards.export({ server: 'shop' })), 'sum')).toEqual([]);

  const without = { ...createMemoryStore(), retirement: undefined };
  expect((await (await open({ store: without })).cards.import(lines)).skipped.sum).toBe(1);
});

test('the largest sums that an import may claim leave room for what is recorded after it, and the store opens', async () => {
  const { cards } = await busy();
  const lines = await collect(cards.export());
  const most = 2 ** 31 - 1;
  const names = ['find_customer', 'find_order'];
  const claimed = names.map((name) => ({
    kind: 'sum',
    value: {
      from: `shop:${name}`,
      to: 'shop:refund_order',
      observedCount: most,
      successCount: most,
      failureCount: 0,
      dataFlowCount: most,
      declaredCount: 0,
      sequenceCount: 0,
      observedAt: new Date(day),
    },
  }));
  const { sha256: _, ...end } = JSON.parse(lines.at(-1)!);
  const counts = { ...end.counts, sum: claimed.length };
  const edited = [lines[0]!, ...[...claimed, { ...end, counts }].map((line) => `${JSON.stringify(line)}\n`)];
  edited.splice(-1, 0, ...lines.slice(1, -1));

  const options = { dataDir: await temporaryDirectory(), embedder: null, retention: keepOld };
  await using first = await createAgentCards(options);
  await first.import(edited);
  expect((await first.record(refundExecution('later', 'refund the order of bob'))).status).toBe('recorded');
  // Two tools that become one add up.
  await first.tools.remove(['shop:find_customer']);
  await first.tools.acceptRename({ from: 'shop:find_customer', to: 'shop:find_order' });
  await first.close();

  await using again = await createAgentCards(options);
  expect((await again.record(refundExecution('last', 'refund the order of eve'))).status).toBe('recorded');
  const edge = (await again.dependencies.list()).find(({ to }) => to === 'shop:refund_order')!;
  expect(edge.observedCount).toBeGreaterThan(1_000_000_000);
  expect(edge.successCount).toBe(edge.observedCount);
});

test('a store without the optional methods takes executions one by one', async () => {
  const { cards } = await busy();
  const lines = await collect(cards.export());
  const { retirement: _retirement, suggestions: _suggestions, executions, ...rest } = createMemoryStore();
  const { record, read } = executions;
  const { cards: plain } = await open({ store: { ...rest, executions: { record, read } } });
  expect((await plain.import(lines)).imported).toMatchObject({ execution: 4, tool: 6, suggestion: 1 });
  const listed = await plain.dependencies.list();
  expect(listed).toEqual(await cards.dependencies.list());
  await plain.rebuild();
  expect(await plain.dependencies.list()).toEqual(listed);
});

test('a rename that was decided here stays; none closes a circle', async () => {
  const source = await open();
  await source.cards.tools.sync(shop);
  await source.cards.tools.remove(['shop:find_order', 'shop:cancel_order']);
  await source.cards.tools.acceptRename({ from: 'shop:find_order', to: 'shop:track_parcel' });
  await source.cards.tools.acceptRename({ from: 'shop:cancel_order', to: 'shop:track_parcel' });
  const lines = await collect(source.cards.export());

  const target = await open();
  await target.cards.tools.sync(shop);
  await target.cards.tools.remove(['shop:track_parcel', 'shop:find_order']);
  await target.cards.tools.acceptRename({ from: 'shop:track_parcel', to: 'shop:find_order' });
  await target.cards.tools.dismissRename({ from: 'shop:cancel_order', to: 'shop:track_parcel' });
  const before = await target.store.config.list('alias/');
  const report = await target.cards.import(lines);
  expect([report.imported.rename, report.known.rename]).toEqual([0, 2]);
  expect(await target.store.config.list('alias/')).toEqual(before);
});

test('what is recorded and synced while an import runs is there afterwards, as if it had come after it', async () => {
  const { cards } = await busy();
  const lines = await collect(cards.export());
  const { cards: target, store } = await open();
  await target.tools.sync(shop);
  const receipts: string[] = [];
  async function* slowly() {
    for (const [index, line] of lines.entries()) {
      yield line;
      receipts.push((await target.record(refundExecution(`meanwhile ${index}`, 'refund'))).status);
      if (index % 5 === 0) await target.tools.sync(weather);
    }
  }
  const report = await target.import(slowly());
  expect(report.imported.execution).toBe(4);
  expect(new Set(receipts)).toEqual(new Set(['recorded']));
  expect((await target.stats()).executions).toBe(lines.length + 4);
  const edges = await store.edges.read(everything);
  const listed = await target.dependencies.list();
  await target.rebuild();
  expect(await store.edges.read(everything)).toEqual(edges);
  expect(await target.dependencies.list()).toEqual(listed);
});

test('closing waits for no source; what was imported until then counts from the next start on', async () => {
  const { cards } = await busy();
  const lines = await collect(cards.export());
  const kept = createMemoryStore();
  // A store that outlives its instance, as a directory does.
  const lasting = (): Store => ({ ...kept, close: async () => {} });
  const { cards: target } = await open({ store: lasting() });
  let stuck = () => {};
  const isStuck = new Promise<void>((resolve) => {
    stuck = resolve;
  });
  async function* hanging() {
    yield* lines.slice(0, -2);
    // The executions are written when a line of another kind follows.
    yield lines.at(-2)!;
    stuck();
    await new Promise(() => {});
  }
  const importing = target.import(hanging());
  await isStuck;
  await target.close();
  await expect(importing).rejects.toMatchObject({ code: 'CLOSED' });
  expect(await kept.config.get('projected_renames')).toBe('outdated');

  const { cards: next } = await open({ store: lasting() });
  const listed = await next.dependencies.list();
  expect(listed.some((edge) => edge.observedCount > 0)).toBe(true);
  await next.rebuild();
  expect(await next.dependencies.list()).toEqual(listed);
  await next.import(lines);
  expect(await next.dependencies.list()).toEqual(await cards.dependencies.list());
});

test('a signal ends an import and an export; what was imported counts', async () => {
  const { cards } = await busy();
  const lines = await collect(cards.export());
  const { cards: target } = await open();
  const controller = new AbortController();
  async function* aborted() {
    yield* lines.slice(0, -1);
    controller.abort('enough');
    yield lines.at(-1)!;
  }
  const refused = { code: 'ABORTED', cause: 'enough' };
  await expect(target.import(aborted(), { signal: controller.signal })).rejects.toMatchObject(refused);
  expect((await target.stats()).executions).toBe(4);
  expect((await target.dependencies.list()).length).toBeGreaterThan(2);
  await expect(collect(cards.export({ signal: controller.signal }))).rejects.toMatchObject(refused);
  await cards.close();
  expect(() => cards.export()).toThrow(expect.objectContaining({ code: 'CLOSED' }));
  await expect(cards.import(lines)).rejects.toMatchObject({ code: 'CLOSED' });
});

test('digests of another store prove the same data flow', async () => {
  const { cards, store } = await busy();
  const { cards: target, store: other } = await open();
  await target.import(await collect(cards.export()));
  expect(await other.config.get('digest_key')).not.toEqual(await store.config.get('digest_key'));
  const values = ({ tasks }: ExecutionRecord) => tasks.map(({ argumentValues }) => argumentValues);
  const [of, as] = [await store.executions.read(everything), await other.executions.read(everything)];
  expect(as.map(values)).toEqual(of.map(values));
  const flows = (await target.dependencies.list()).filter(({ dataFlowCount }) => dataFlowCount > 0);
  expect(flows.map(({ from, to }) => [from, to])).toEqual([
    ['shop:find_customer', 'shop:find_order'],
    ['shop:find_order', 'shop:refund_order'],
  ]);
});

test('neither end holds more than a part of it', async () => {
  const store = createMemoryStore();
  const executions = Array.from({ length: 5_000 }, (_, index): ExecutionRecord => {
    const task = { id: 't', toolId: toToolId('shop', 'find_order'), dependsOn: [], layer: 0, success: true };
    return { id: `e${index}`, executedAt: new Date(day), success: true, durationMs: 1, tasks: [task] };
  });
  await store.executions.append!(executions);
  let [read, given, written, most] = [0, 0, 0, 0];
  const counted: Store = {
    ...store,
    executions: {
      ...store.executions,
      read: async (page) => {
        const rows = await store.executions.read(page);
        read += rows.length;
        return rows;
      },
    },
  };
  const { cards } = await open({ store: counted });
  const filled = createMemoryStore();
  const append = async (records: readonly ExecutionRecord[]) => {
    written += records.length;
    return await filled.executions.append!(records);
  };
  const { cards: target } = await open({ store: { ...filled, executions: { ...filled.executions, append } } });
  read = 0;
  async function* watched() {
    for await (const line of cards.export()) {
      given += 1;
      most = Math.max(most, read - given, given - written);
      yield line;
    }
  }
  expect((await target.import(watched())).imported.execution).toBe(executions.length);
  expect(most).toBeLessThanOrEqual(1_000);
});
