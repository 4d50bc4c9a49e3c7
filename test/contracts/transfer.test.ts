import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AgentCards, createMemoryStore, type ExecutionRecord, type Store } from '@agentcards/core';
import { openPGliteStore } from '@agentcards/store-pglite';
import { createAgentCards, type Embedder } from 'agentcards';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { createSqliteStore } from '../../examples/custom-store/sqlite-store.js';

const directory = mkdtempSync(join(tmpdir(), 'agentcards-test-'));
afterAll(() => rmSync(directory, { recursive: true }));
let files = 0;

const open: Record<string, () => Promise<Store>> = {
  memory: async () => createMemoryStore(),
  'custom-store': async () => createSqliteStore(join(directory, `${files++}.db`)),
  pglite: () => openPGliteStore({ dataDir: 'memory://', dimensions: 3 }),
};
const ways: readonly (readonly [from: string, to: string, runs: number])[] = [
  ['memory', 'memory', 40],
  ['memory', 'custom-store', 8],
  ['custom-store', 'pglite', 2],
  ['pglite', 'memory', 2],
];

const day = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const names = ['find', 'check', 'refund', 'mail', '__proto__'] as const;
const ids = ['shop', 'desk'].flatMap((server) => names.map((name) => `${server}:${name}`));
const toolId = fc.constantFrom(...ids);
const pair = fc.record({ from: toolId, to: toolId }).filter(({ from, to }) => from !== to);
/** What UTF-8, databases and plain objects stumble over. */
const hostile = fc.constantFrom('\u0000', '\ud800 lone', '__proto__', '"\\\n\r', '\u2028', '😀', '\uFEFF', '');
const step = fc.oneof(
  fc.record({
    kind: fc.constant('record' as const),
    id: fc.nat(30),
    intent: fc.option(fc.constantFrom('refund an order', 'mail the customer'), { nil: undefined }),
    success: fc.boolean(),
    days: fc.integer({ min: -4, max: 4 }),
    follows: fc.boolean(),
    tasks: fc.array(fc.record({ toolId, success: fc.boolean(), chained: fc.boolean(), value: fc.nat(2) }), {
      minLength: 1,
      maxLength: 5,
    }),
  }),
  fc.record({
    kind: fc.constant('sync' as const),
    server: fc.constantFrom('shop', 'desk'),
    listed: fc.subarray([...names]),
    type: fc.constantFrom('string', 'number'),
    description: hostile,
    onDrift: fc.constantFrom('accept' as const, 'quarantine' as const, 'reject' as const),
  }),
  fc.record({ kind: fc.constant('declare' as const), edge: pair, source: fc.constantFrom('user', 'hint', 'schema') }),
  fc.record({ kind: fc.constant('rename' as const), edge: pair, accept: fc.boolean() }),
  fc.record({
    kind: fc.constant('store' as const),
    text: hostile,
    at: fc.date({ noInvalidDate: true, min: new Date('-004000-01-01'), max: new Date('+012000-01-01') }),
  }),
  fc.record({ kind: fc.constant('wait' as const), time: fc.nat(2 * day) }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function definitions(server: string, listed: readonly string[], type: string, description: string) {
  const properties = JSON.parse(`{ "order": { "type": ${JSON.stringify(type)} }, "__proto__": { "type": "string" } }`);
  const tools = listed.map((name) => ({
    name,
    description: `${name} of an order in the ${server} ${type} ${description}`,
    inputSchema: { type: 'object', properties },
  }));
  return { server, description, tools };
}

/** Three numbers by the letters of a text; counts the tools that it was asked for. */
function letterEmbedder(modelId = 'letters') {
  const asked = { documents: 0 };
  const embedder: Embedder = {
    modelId,
    dimensions: 3,
    embed: async (texts, { kind }) => {
      if (kind === 'document') asked.documents += texts.length;
      return texts.map((text) => Float32Array.from(['e', 'a', 'r'], (letter) => text.split(letter).length - 1.1));
    },
  };
  return { embedder, asked };
}

async function live(cards: AgentCards, store: Store, steps: readonly Step[], clock: { time: number }): Promise<void> {
  for (const server of ['shop', 'desk']) await cards.tools.sync(definitions(server, names, 'string', 'of old'));
  let stored = 0;
  for (const each of steps) {
    clock.time += 1_000;
    if (each.kind === 'wait') clock.time += each.time;
    else if (each.kind === 'sync') {
      const { server, listed, type, description, onDrift } = each;
      await cards.tools.sync({ ...definitions(server, listed, type, description), onDrift });
    } else if (each.kind === 'declare') {
      await cards.dependencies.add([{ ...each.edge, source: each.source as 'user' }]);
    } else if (each.kind === 'rename') {
      // Some are refused: the old tool is still there, or they close a circle.
      if (each.accept) await cards.tools.acceptRename(each.edge).catch(() => {});
      else await cards.tools.dismissRename(each.edge);
    } else if (each.kind === 'store') {
      const { text, at } = each;
      const execution: ExecutionRecord = {
        id: `stored ${text}${stored++}`,
        executedAt: at,
        intent: text,
        errorMessage: text,
        codeSnippet: text,
        success: true,
        durationMs: 3,
        tasks: [
          { id: 't', toolId: ids[0] as never, dependsOn: [], layer: 0, success: true, startedAt: at, endedAt: at },
        ],
      };
      await store.executions.record(execution, [], () => 0.5);
    } else {
      const { id, intent, success, days, follows, tasks } = each;
      const followed = follows ? (await cards.suggest(intent ?? 'check an order')).suggestionId : undefined;
      await cards.record({
        id: `execution ${id}`,
        intent,
        success,
        executedAt: start + days * day,
        suggestionId: followed,
        tasks: tasks.map((task, index) => ({
          id: `t${index}`,
          toolId: task.toolId,
          success: task.success,
          dependsOn: task.chained && index > 0 ? [`t${index - 1}`] : [],
          arguments: { order: `order-100${task.value}` },
          output: { orders: [{ id: `order-100${index}` }] },
        })),
      });
    }
  }
  await cards.tools.embedded();
  await cards.rebuild();
}

async function collect(lines: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

/** All that a user sees. */
async function answers(cards: AgentCards) {
  const { quarantined, renames } = await cards.health();
  return {
    tools: (['active', 'removed', 'quarantined'] as const).map((status) => cards.tools.list({ status })),
    health: { quarantined, renames },
    stats: await cards.stats(),
    dependencies: await cards.dependencies.list(),
    found: await cards.search('refund of an order', { topK: 20, explain: true, context: ['shop:check'] }),
    plan: { ...(await cards.suggest('refund an order')), suggestionId: '' },
    next: { ...(await cards.predictNext({ intent: 'mail', executed: ['shop:find'], topK: 9 })), suggestionId: '' },
  };
}

const nothing = { server: 0, tool: 0, vector: 0, rename: 0, dependency: 0, sum: 0, execution: 0, suggestion: 0 };

describe.each(ways)('from %s to %s', (from, to, runs) => {
  test('what is exported and imported is the same, and answers alike', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 24 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 4_000 })),
        async (steps, cuts) => {
          const clock = { time: start, now: () => clock.time };
          const source = await open[from]!();
          await using cards = await createAgentCards({ store: source, clock, embedder: letterEmbedder().embedder });
          await live(cards, source, steps, clock);
          const before = await answers(cards);
          const exported = await collect(cards.export());
          for (const line of exported) expect(line.endsWith('\n') && !line.slice(0, -1).includes('\n')).toBe(true);
          expect(exported.join('')).not.toContain(await source.config.get('digest_key'));

          const target = await open[to]!();
          const { embedder, asked } = letterEmbedder();
          await using other = await createAgentCards({ store: target, clock, embedder });
          const report = await other.import(chunksOf(exported.join(''), cuts));
          expect(report).toMatchObject({ known: nothing, skipped: nothing });
          await other.tools.embedded();
          expect(asked.documents).toBe(0);
          expect((await collect(other.export())).sort()).toEqual([...exported].sort());
          expect(await answers(other)).toEqual(before);

          const again = await other.import(exported);
          expect(again.imported).toEqual(nothing);
          expect((await answers(other)).dependencies).toEqual(before.dependencies);
          const edges = await target.edges.read({ limit: 1_000 });
          await other.rebuild();
          expect(await target.edges.read({ limit: 1_000 })).toEqual(edges);
        },
      ),
      // Shrinking takes fresh stores for every try.
      { numRuns: runs, endOnFailure: runs < 10 },
    );
  });
});

/** As bytes, cut anywhere. */
function* chunksOf(text: string, sizes: Iterator<number>): Generator<Uint8Array, void, undefined> {
  const bytes = new TextEncoder().encode(text);
  for (let place = 0; place < bytes.length; ) {
    const size = sizes.next().value as number;
    yield bytes.subarray(place, place + size);
    place += size;
  }
}
