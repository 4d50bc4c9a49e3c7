import { createMemoryStore, type Store } from '@agentcards/core';
import { createAgentCards } from 'agentcards';
import { beforeAll, expect, test } from 'vitest';
import { refundExecution, shop } from './fixtures.js';

/** Is in every line that is spoilt, and in no message. */
const secret = 'hunter2';
const embedder = {
  modelId: 'model',
  dimensions: 2,
  embed: async (texts: readonly string[]) => texts.map(() => Float32Array.of(1, 2)),
};
const clock = { now: () => Date.UTC(2026, 0, 2) };

/** An export with lines of most kinds. */
let lines: readonly string[];
beforeAll(async () => {
  await using cards = await createAgentCards({ store: createMemoryStore(), embedder, clock });
  await cards.tools.sync(shop);
  await cards.tools.embedded();
  await cards.dependencies.add([{ from: 'shop:find_order', to: 'shop:track_parcel' }]);
  await cards.record(refundExecution('first', `refund ${secret}`));
  await cards.suggest(`refund ${secret}`);
  await cards.record(refundExecution('second', `refund ${secret}`));
  const all: string[] = [];
  for await (const line of cards.export()) all.push(line);
  lines = all;
});

async function importInto(store: Store, chunks: Iterable<string | Uint8Array>) {
  await using cards = await createAgentCards({ store: { ...store, close: async () => {} }, embedder, clock });
  return await cards.import(chunks).then(
    (report) => ({ report, error: undefined }),
    (error) => ({ report: undefined, error }),
  );
}

async function contentOf(store: Store): Promise<string[]> {
  await using cards = await createAgentCards({ store: { ...store, close: async () => {} }, embedder, clock });
  const all: string[] = [];
  for await (const line of cards.export()) all.push(line);
  return all.sort();
}

test('an export that is cut off anywhere is refused by line; the whole one after it is right', async () => {
  const text = lines.join('');
  const ends = lines.map((_, index) => lines.slice(0, index).join('').length);
  const cuts = [...ends, ...ends.map((end) => end + 7), text.length - 2];
  for (const cut of cuts) {
    const store = createMemoryStore();
    const { error } = await importInto(store, [text.slice(0, cut)]);
    const line = text.slice(0, cut).split('\n').length;
    expect(error, `cut at ${cut}`).toMatchObject({ code: 'IMPORT_INVALID', details: { line } });
    expect(error.message).toContain(`Line ${line} `);
    expect((await importInto(store, lines)).error).toBeUndefined();
    expect(await contentOf(store)).toEqual([...lines].sort());
  }
});

type Content = { value: Record<string, unknown>; sha256?: string };
type Spoilt = (all: readonly string[]) => { readonly lines: readonly string[]; readonly line: number };

const replaced = (all: readonly string[], place: number, text: string) => ({
  lines: all.map((line, index) => (index === place ? text : line)),
  line: place + 1,
});
/** The first line of a kind with members in the place of its own. */
const withMembers =
  (kind: string, members: object): Spoilt =>
  (all) => {
    const place = all.findIndex((line) => line.includes(`"kind":"${kind}"`));
    const { sha256: _, ...content }: Content = JSON.parse(all[place]!);
    return replaced(all, place, `${JSON.stringify({ ...content, value: { ...content.value, ...members } })}\n`);
  };
const task = { id: 'a', toolId: 'shop:find_order', dependsOn: [], layer: 0, success: true };
const sum = {
  from: 'shop:find_order',
  to: 'shop:refund_order',
  observedCount: 5_000_000_000,
  successCount: 5_000_000_000,
  failureCount: 0,
  dataFlowCount: 0,
  declaredCount: 0,
  sequenceCount: 0,
  observedAt: '2026-01-01T00:00:00.000Z',
};
const deep = JSON.parse(`${'{"a":'.repeat(80)}"${secret}"${'}'.repeat(80)}`);

const spoilt: Record<string, Spoilt> = {
  'text in the middle': (all) => replaced(all, 3, `${secret}\n`),
  'a number in the middle': (all) => replaced(all, 3, '7\n'),
  'another kind': (all) => replaced(all, 3, `{"kind":"${secret}","value":{}}\n`),
  'a kind of every object': (all) => replaced(all, 3, '{"kind":"constructor","value":{}}\n'),
  'no value': (all) => replaced(all, 3, '{"kind":"tool"}\n'),
  'a line that is missing': (all) => ({ lines: all.filter((_, place) => place !== 3), line: all.length - 1 }),
  'a line that comes twice': (all) => ({ lines: [...all.slice(0, 4), ...all.slice(3)], line: all.length + 1 }),
  'something after the end': (all) => ({ lines: [...all, `"${secret}"\n`], line: all.length + 1 }),
  'a digest that is none': (all) => replaced(all, 3, all[3]!.replace(/"sha256":"\w+"/, `"sha256":"${secret}"`)),
  'an end without counts': (all) => replaced(all, all.length - 1, '{"kind":"end"}\n'),
  'the tool of another name': withMembers('tool', { toolId: `shop:${secret}` }),
  'a tool id that is none': withMembers('tool', { toolId: secret, name: secret }),
  'a schema that is a list': withMembers('tool', { inputSchema: [secret] }),
  'a schema of 80 levels': withMembers('tool', { inputSchema: deep }),
  'a status that is none': withMembers('tool', { status: secret }),
  'a time that is none': withMembers('tool', { updatedAt: secret }),
  'a day that there is not': withMembers('execution', { executedAt: '2026-02-31T00:00:00.000Z' }),
  'a time before all calendars': withMembers('execution', { executedAt: '-100000-01-01T00:00:00.000Z' }),
  'an id that is too long for a key': withMembers('execution', { id: secret.repeat(1_000) }),
  'a sum that nobody counts to': (all) => replaced(all, 3, `${JSON.stringify({ kind: 'sum', value: sum })}\n`),
  'a vector of NaN': withMembers('vector', { embedding: 'AADAfw==' }),
  'a dependency on itself': withMembers('dependency', { to: 'shop:find_order' }),
  'a dependency that was learned': withMembers('dependency', { source: 'learned' }),
  'a task that waits for none': withMembers('execution', { tasks: [{ ...task, dependsOn: [secret] }] }),
  'two tasks of one id': withMembers('execution', { tasks: [task, task] }),
  'a task that waits for itself': withMembers('execution', { tasks: [{ ...task, dependsOn: ['a'] }] }),
  'a path that is none': withMembers('execution', {
    tasks: [{ ...task, argumentPlaces: [{ value: secret, path: `[${secret}` }] }],
  }),
  'a duration of a text': withMembers('execution', { durationMs: secret }),
  'tools of a suggestion that are none': withMembers('suggestion', { toolIds: [secret] }),
};

test.each(Object.entries(spoilt))('%s is refused by line, without a word of it', async (_fault, spoil) => {
  const store = createMemoryStore();
  const { lines: bad, line } = spoil(lines);
  const { error } = await importInto(store, bad);
  expect(error).toMatchObject({ code: 'IMPORT_INVALID', details: { line } });
  expect(error.cause).toBeUndefined();
  expect(`${error.message} ${error.hint} ${JSON.stringify(error.details)}`).not.toContain(secret);
  // Nothing is left that the next start stumbles over.
  expect((await importInto(store, lines)).error).toBeUndefined();
  const content = await contentOf(store);
  expect(content).toEqual(expect.arrayContaining([...lines]));
});

const foreign: Record<string, string> = {
  nothing: '',
  'blank lines': '\n \r\n',
  'another text': secret,
  'another object': `{"format":"${secret}","version":1}`,
  'lines of another tool': `{"id":"${secret}"}\n{"id":2}\n`,
  'an export without its first line': '{"kind":"end","counts":{}}',
  'a version that is no number': '{"format":"agentcards","version":"1"}',
};

test.each(Object.entries(foreign))('%s is not ours', async (_kind, text) => {
  const store = createMemoryStore();
  const before = await contentOf(store);
  const { error } = await importInto(store, [text]);
  expect(error).toMatchObject({ code: 'IMPORT_INVALID', details: { line: expect.any(Number) } });
  expect(error.message).not.toContain(secret);
  expect(await contentOf(store)).toEqual(before);
});

test('a later version is refused before anything is read of it, members that are unknown are not', async () => {
  const store = createMemoryStore();
  const before = await contentOf(store);
  const later = [lines[0]!.replace('"version":1', '"version":2'), ...lines.slice(1)];
  const { error } = await importInto(store, later);
  expect(error).toMatchObject({ code: 'IMPORT_TOO_NEW', details: { version: 2 } });
  expect(await contentOf(store)).toEqual(before);

  const richer = lines
    .map((line) => line.replace('{', '{"more":[1],').replace('"value":{', '"value":{"more":2,'))
    .map((line) => line.replace(/,"sha256":"\w+"/, ''));
  expect((await importInto(store, richer)).error).toBeUndefined();
  expect(await contentOf(store)).toEqual([...lines].sort());
});

test('a line that was altered is refused before anything of it is merged, unless its digest is taken out', async () => {
  const store = createMemoryStore();
  const place = lines.findIndex((line) => line.includes('"kind":"execution"'));
  const altered = lines.map((line, index) => (index === place ? line.replace(secret, 'hunter3') : line));
  const { error } = await importInto(store, altered);
  expect(error).toMatchObject({ code: 'IMPORT_INVALID', details: { line: place + 1 } });
  expect(error.message).toContain('was altered');
  expect((await importInto(store, lines)).error).toBeUndefined();
  expect(await contentOf(store)).toEqual([...lines].sort());

  const edited = altered.map((line) => line.replace(/,"sha256":"\w+"/, ''));
  expect((await importInto(createMemoryStore(), edited)).error).toBeUndefined();
});

test('a line whose members stand otherwise is the same line', async () => {
  const store = createMemoryStore();
  const reversed = lines.map((line) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(line)).reverse())));
  expect((await importInto(store, [reversed.join('\r\n')])).error).toBeUndefined();
  expect(await contentOf(store)).toEqual([...lines].sort());
});

test('a store that fails ends the import, which is right when it is tried again', async () => {
  const store = createMemoryStore();
  const failing: Store = {
    ...store,
    suggestions: { ...store.suggestions!, put: () => Promise.reject(new Error('disk full')) },
  };
  const { error } = await importInto(failing, lines);
  expect(error.message).toBe('disk full');
  expect((await importInto(store, lines)).report).toMatchObject({ imported: { execution: 0, suggestion: 1 } });
  expect(await contentOf(store)).toEqual([...lines].sort());
});

test('what is no sequence of chunks is refused', async () => {
  for (const chunks of [undefined, null, 7, {}, 'text']) {
    const { error } = await importInto(createMemoryStore(), chunks as never);
    expect(error).toMatchObject({ code: 'INVALID_INPUT' });
  }
});
