import {
  type AgentCards,
  createMemoryStore,
  type SearchOptions,
  type ToolCriteria,
  type ToolRecord,
} from '@agentcards/core';
import { createAgentCards } from 'agentcards';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refundExecution, shop, weather } from './fixtures.js';

let cards: AgentCards;
beforeAll(async () => {
  cards = await createAgentCards({ store: createMemoryStore() });
  const [forecast, ...others] = weather.tools;
  await cards.tools.sync([
    {
      ...shop,
      tools: shop.tools.map((tool) => ({ ...tool, annotations: { readOnlyHint: /find|track/.test(tool.name) } })),
    },
    { ...weather, tools: [{ ...forecast!, annotations: { readOnlyHint: true, title: 'Forecast' } }, ...others] },
    { server: 'plain', tools: [{ name: 'order_food', description: 'Order food for tonight' }, { name: 'empty' }] },
  ]);
  await cards.record(refundExecution('e1', 'refund the order of ada'));
  await cards.record(refundExecution('e2', 'give grace her money back'));
  await cards.dependencies.add([{ from: 'shop:find_order', to: 'shop:cancel_order' }]);
  await cards.tools.embedded();
});
afterAll(() => cards.close());

const ids = [
  'shop:find_customer',
  'shop:find_order',
  'shop:refund_order',
  'shop:cancel_order',
  'shop:track_parcel',
  'weather:forecast',
  'plain:order_food',
  'plain:empty',
  'nobody:knows',
];
const someIds = fc.subarray(ids);
const filter: fc.Arbitrary<SearchOptions['filter']> = fc.oneof(
  fc.record(
    {
      servers: fc.subarray(['shop', 'weather', 'plain']),
      tools: someIds,
      annotations: fc.constantFrom<NonNullable<ToolCriteria['annotations']>>(
        {},
        { readOnlyHint: true },
        { readOnlyHint: false, title: 'x' },
      ),
      statuses: fc.subarray(['active', 'removed', 'quarantined'] as const),
    },
    { requiredKeys: [] },
  ),
  someIds.map((permitted) => (tool: ToolRecord) => permitted.includes(tool.toolId)),
);
const options: fc.Arbitrary<SearchOptions> = fc.record(
  {
    topK: fc.integer({ min: 1, max: 10 }),
    minScore: fc.double({ min: 0, max: 1, noNaN: true }),
    context: someIds,
    filter,
    alwaysInclude: someIds,
    exclude: someIds,
    includeRequirements: fc.boolean(),
    experience: fc.boolean(),
    asOf: fc.constantFrom(0, '2026-01-01', new Date(1e12)),
    explain: fc.boolean(),
  },
  { requiredKeys: [] },
);
const intent = fc.oneof(
  fc.constantFrom(
    'refund the order of ada',
    'cancel an order, then find the customer and tell me the weather',
    'where is my parcel',
    'order',
    '注文を取り消す',
    '',
  ),
  fc.string(),
);

/** What the filter permits, by its documentation alone. */
function permits(option: SearchOptions['filter'], tool: ToolRecord): boolean {
  if (option === undefined) return true;
  if (typeof option === 'function') return option(tool);
  const { servers, tools, annotations, statuses } = option;
  if (servers && !servers.includes(tool.serverId)) return false;
  if (tools && !tools.includes(tool.toolId)) return false;
  if (statuses && !statuses.includes(tool.status)) return false;
  return Object.entries(annotations ?? {}).every(([name, value]) => tool.annotations?.[name] === value);
}

test('every combination of options keeps the promises of each of them', async () => {
  await fc.assert(
    fc.asyncProperty(intent, options, async (text, chosen) => {
      const answer = await cards.search(text, chosen);
      const { results } = answer;
      const topK = chosen.topK ?? 5;
      const always = new Set(chosen.alwaysInclude ?? []);
      const targets = results.filter(({ role }) => role === 'target');

      expect(new Set(results.map(({ toolId }) => toolId)).size).toBe(results.length);
      for (const result of results) {
        expect(permits(chosen.filter, cards.tools.get(result.toolId)!)).toBe(true);
        expect(chosen.exclude ?? []).not.toContain(result.toolId);
        expect(result.score).toBeGreaterThanOrEqual(0);
        expect(result.score).toBeLessThanOrEqual(1);
        expect(result.explanation !== undefined).toBe(chosen.explain ?? false);
        if (result.explanation) {
          const sum = Object.values(result.explanation).reduce((a, b) => a + b, 0);
          expect(Math.abs(sum - result.score)).toBeLessThan(1e-9);
        }
      }
      expect(targets.filter(({ toolId }) => !always.has(toolId)).length).toBeLessThanOrEqual(topK);
      for (const { toolId, score } of targets) {
        if (!always.has(toolId)) expect(score).toBeGreaterThanOrEqual(chosen.minScore ?? 0);
      }
      // Nothing that is asked for always is missing, but for what may not be seen.
      for (const toolId of always) {
        const tool = cards.tools.get(toolId);
        const visible = tool && permits(chosen.filter, tool) && !chosen.exclude?.includes(toolId);
        expect(targets.some((target) => target.toolId === toolId)).toBe(visible === true);
      }
      const order = targets.map(({ toolId, score }) => ({ toolId, score }));
      expect(order).toEqual([...order].sort((a, b) => b.score - a.score || (a.toolId < b.toolId ? -1 : 1)));
      const seen = new Set(results.map(({ toolId }) => toolId));
      for (const { role, requiredBy } of results) {
        if (role === 'target') continue;
        expect(chosen.includeRequirements).not.toBe(false);
        expect(requiredBy?.length).toBeGreaterThan(0);
        for (const needing of requiredBy!) expect(seen).toContain(needing);
      }
      expect(answer.abstained === undefined).toBe(results.length > 0);
      expect(await cards.search(text, chosen)).toEqual(answer);
      expect(await cards.search(text, { ...chosen, asOf: undefined })).toEqual(answer);
    }),
    { numRuns: 500 },
  );
});

/** Criteria that are no members of its objects, but of their class. */
class Criteria {
  get servers() {
    return ['shop'];
  }
}

const refused: [string, unknown][] = [
  ['an unknown criterion', { filter: { server: 'shop' } }],
  ['a list of servers', { filter: ['shop'] }],
  ['an empty list', { filter: [] }],
  ['a set of servers', { filter: new Set(['shop']) }],
  ['a map', { filter: new Map([['servers', ['shop']]]) }],
  ['a promise', { filter: Promise.resolve({ servers: ['shop'] }) }],
  ['an object of a class', { filter: new Criteria() }],
  ['an object of a class without members', { filter: new (class Nothing {})() }],
  ['an object that inherits its criteria', { filter: Object.create({ servers: ['shop'] }) }],
  ['annotations that are of a class', { filter: { annotations: new Criteria() } }],
  ['annotations that are inherited', { filter: { annotations: Object.create({ readOnlyHint: true }) } }],
  ['a text', { filter: 'shop' }],
  ['null', { filter: null }],
  ['a server that is no list', { filter: { servers: 'shop' } }],
  ['annotations that are a map', { filter: { annotations: new Map([['readOnlyHint', true]]) } }],
  ['an annotation that is no plain value', { filter: { annotations: { readOnlyHint: [true] } } }],
  ['an unknown status', { filter: { statuses: ['live'] } }],
  ['a time without sense', { asOf: 'yesterday' }],
  ['a time that is no ISO 8601', { asOf: 'September 12' }],
  ['an exclusion that is no list', { exclude: 'shop:find_order' }],
  ['a flag that is no boolean', { includeRequirements: 'no' }],
  ['experience that is no boolean', { experience: 0 }],
];

test.each(['alwaysInclude', 'exclude'])(
  'what cannot be a tool id is refused in %s, and the hint says what can',
  async (name) => {
    const asked = (id: string) => cards.search('order', { [name]: ['shop:find_order', id] });
    for (const id of ['shop', 'shop__find_order', '', ':', 'shop:', ':find_order', `shop:${'x'.repeat(300)}`]) {
      await expect(asked(id)).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        message: expect.stringContaining(`${name}.1: must be a tool id "server:tool"`),
        hint: expect.stringContaining('exposedToolNames'),
      });
    }
    // Of a server that is not connected yet, or is no more.
    expect(await asked('nobody:knows')).toEqual(await asked('shop:find_order'));
  },
);

test.each(refused)('%s is refused', async (_what, chosen) => {
  await expect(cards.search('order', chosen as SearchOptions)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

test.each<[string, (wrong: never) => Promise<unknown>, RegExp]>([
  [
    'a filter',
    (filter) => cards.search('order', { filter }),
    /filter: must be an object with servers, .* or a function/,
  ],
  ['a time', (asOf) => cards.search('order', { asOf }), /asOf: must be a Date, milliseconds or an ISO 8601 text/],
  [
    'an approval',
    (tools) => cards.tools.approve(tools),
    /: must be a list of tool ids or of \{ toolId, fingerprint \}/,
  ],
  ['a tool to approve', (tool) => cards.tools.approve([tool]), /0: must be a tool id or \{ toolId, fingerprint \}/],
])('of what has several forms all are said: %s', async (_what, call, message) => {
  await expect(call(true as never)).rejects.toThrow(message);
});

test('what is wrong within a filter is said', async () => {
  const filter = { servers: 'shop' } as never;
  await expect(cards.search('order', { filter })).rejects.toThrow(/filter\.servers: .*array/);
});

test('a filter without a prototype is a plain object', async () => {
  const filter = Object.assign(Object.create(null), { servers: ['weather'] });
  const { results } = await cards.search('order', { filter, alwaysInclude: ids });
  expect(results.map(({ toolId }) => toolId)).toEqual(['weather:forecast']);
});

test('a criterion whose name is __proto__ is a criterion', async () => {
  const annotations = JSON.parse('{"__proto__":true}');
  const { results, abstained } = await cards.search('order', { filter: { annotations } });
  expect({ results, abstained }).toEqual({ results: [], abstained: { reason: 'nothing_permitted' } });
});

test('a filter that is asynchronous hides everything, and its rejection ends no process', async () => {
  const rejections: unknown[] = [];
  const note = (reason: unknown) => rejections.push(reason);
  process.on('unhandledRejection', note);
  for (const asynchronous of [async () => true, () => Promise.reject(new Error('policy server is down'))]) {
    const filter = asynchronous as unknown as (tool: ToolRecord) => boolean;
    for (const each of [cards.search('order', { filter }), cards.search('order', { filter, alwaysInclude: ids })]) {
      expect(await each).toEqual({ results: [], abstained: { reason: 'nothing_permitted' } });
    }
    expect((await cards.predictNext({ executed: ['shop:find_order'], filter })).predictions).toEqual([]);
    expect((await cards.suggest('refund the order of ada', { filter })).dag.tasks).toEqual([]);
  }
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', note);
  expect(rejections).toEqual([]);
});

test('a filter sees records that it cannot change', async () => {
  const filter = (tool: ToolRecord) => {
    (tool.inputSchema as Record<string, unknown>).properties = {};
    return true;
  };
  expect((await cards.search('order', { filter })).results).toEqual([]);
  expect(cards.tools.get('shop:find_order')?.inputSchema.properties).toHaveProperty('customer_id');
});

test('predictions and suggestions take the same criteria', async () => {
  const filter = { annotations: { readOnlyHint: false } };
  const { predictions } = await cards.predictNext({ executed: ['shop:find_customer'], topK: 10, filter });
  for (const { toolId } of predictions) expect(['shop:refund_order', 'shop:cancel_order']).toContain(toolId);
  expect(predictions.length).toBeGreaterThan(0);
  const { dag } = await cards.suggest('refund the order of ada', { filter });
  for (const { toolId } of dag.tasks) expect(['shop:refund_order', 'shop:cancel_order']).toContain(toolId);
});

test('requirements can be left out', async () => {
  const answer = async (chosen: SearchOptions) =>
    (await cards.search('give the money of an order back', { topK: 1, ...chosen })).results.map(({ role }) => role);
  expect(await answer({})).toEqual(expect.arrayContaining(['target', 'requirement']));
  expect(await answer({ includeRequirements: false })).toEqual(['target']);
});

const hostile: [string, string][] = [
  ['nothing', ''],
  ['blanks', ' \n\t\u00A0\u3000'],
  ['100 kB of words', 'refund the order '.repeat(6_000).slice(0, 100_000)],
  ['100 kB of one word', 'x'.repeat(100_000)],
  ['100 kB of commas', ','.repeat(100_000)],
  ['100 kB of emoji', '\u{1F600}'.repeat(50_000)],
  ['emoji only', '💸↩️🧾'],
  ['Chinese', '退还订单的钱'],
  ['Japanese', 'ご注文の返金をお願いします'],
  ['Arabic', 'استرداد أموال الطلب'],
  ['right to left marks', '\u202Erefund\u202C \u2067order\u2069'],
  ['lone surrogates', '\uD83D refund \uDE00 order \uD800'],
  ['NUL', 'refund\u0000order'],
  ['a name of Object.prototype', '__proto__ constructor toString hasOwnProperty'],
  ['a regular expression', '(((a+)+)+)$ .*[^'],
  ['SQL', "'; DROP TABLE tool_schema; --"],
];

test.each(hostile)('an intent of %s is answered', async (_what, text) => {
  const answer = await cards.search(text);
  expect(answer.abstained === undefined).toBe(answer.results.length > 0);
  expect(await cards.search(text)).toEqual(answer);
  expect((await cards.suggest(text)).dag.tasks.length).toBeLessThanOrEqual(20);
  expect((await cards.predictNext({ intent: text, executed: [] })).predictions.length).toBeLessThanOrEqual(3);
});

test('lone surrogates and NUL part words, as they are stored', async () => {
  const found = async (text: string) => (await cards.search(text, { topK: 1 })).results[0]?.toolId;
  expect(await found('\uD83D refund \uDE00 \uD800')).toBe(await found('refund'));
});

test.each([
  ['100,001 characters', 'x'.repeat(100_001)],
  ['a number', 42],
  ['an object', { toString: () => 'refund' }],
  ['a String object', new String('refund')],
  ['undefined', undefined],
])('an intent of %s is refused', async (_what, text) => {
  await expect(cards.search(text as string)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(cards.suggest(text as string)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});
