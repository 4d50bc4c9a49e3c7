import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AgentCards, createAgentCards } from 'agentcards';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refundExecution, shop, temporaryDirectory, weather } from './fixtures.js';

// Creating a database takes seconds, copying an empty one does not.
let emptyDatabase: string;
beforeAll(async () => {
  emptyDatabase = await mkdtemp(join(tmpdir(), 'agentcards-empty-'));
  await (await createAgentCards({ dataDir: join(emptyDatabase, 'data') })).close();
});
afterAll(() => rm(emptyDatabase, { recursive: true, force: true }));

async function freshDatabase(): Promise<string> {
  const directory = await temporaryDirectory();
  await cp(emptyDatabase, directory, { recursive: true });
  return join(directory, 'data');
}

/** The day after that of the fixtures: much later their executions would be too old to be kept. */
const clock = { now: () => Date.UTC(2026, 0, 2) };

/**
 * Each test proves that a write changes a later answer, at once and after closing and opening again: the path from
 * the public API through the store on disk and back.
 */
async function wire(options: {
  readonly before?: (cards: AgentCards) => Promise<unknown>;
  readonly write: (cards: AgentCards) => Promise<unknown>;
  readonly answer: (cards: AgentCards) => Promise<unknown>;
  readonly expected: (before: unknown) => unknown;
}): Promise<void> {
  const dataDir = await freshDatabase();
  let cards = await createAgentCards({ dataDir, clock });
  const answer = async () => {
    await cards.tools.embedded();
    return options.answer(cards);
  };
  await options.before?.(cards);
  const before = await answer();
  await options.write(cards);
  const after = await answer();
  expect(after).not.toEqual(before);
  expect(after).toEqual(options.expected(before));
  await cards.close();
  cards = await createAgentCards({ dataDir, clock });
  expect(await answer()).toEqual(after);
  await cards.close();
}

const syncShop = (cards: AgentCards) => cards.tools.sync([shop, weather]);
const targets = async (cards: AgentCards, intent: string) =>
  (await cards.search(intent)).results.filter(({ role }) => role === 'target').map(({ toolId }) => toolId);

test('sync → search', () =>
  wire({
    write: syncShop,
    answer: async (cards) => (await targets(cards, 'weather forecast for a city')).at(0),
    expected: () => 'weather:forecast',
  }));

test('sync of a changed definition → search', () =>
  wire({
    before: syncShop,
    write: (cards) =>
      cards.tools.sync({ server: 'weather', tools: [{ name: 'forecast', description: 'Horoscope for a star sign' }] }),
    answer: async (cards) =>
      (await cards.search('horoscope', { topK: 1 })).results.map(({ description }) => description),
    expected: () => ['Horoscope for a star sign'],
  }));

test('dependency → requirement of a search result', () =>
  wire({
    before: syncShop,
    write: (cards) => cards.dependencies.add([{ from: 'shop:find_order', to: 'shop:refund_order' }]),
    answer: async (cards) =>
      (await cards.search('give the money back', { topK: 1 })).results
        .filter(({ role }) => role === 'requirement')
        .map(({ toolId, requiredBy }) => ({ toolId, requiredBy })),
    expected: () => [{ toolId: 'shop:find_order', requiredBy: ['shop:refund_order'] }],
  }));

test('dependency → suggest', () =>
  wire({
    before: syncShop,
    write: (cards) =>
      cards.dependencies.add([
        { from: 'shop:find_order', to: 'shop:refund_order' },
        { from: 'shop:find_customer', to: 'shop:find_order', source: 'hint' },
      ]),
    answer: async (cards) => {
      const { dag } = await cards.suggest('give the money back');
      const toolOf = new Map(dag.tasks.map(({ id, toolId }) => [id, toolId]));
      return dag.tasks.map(({ toolId, dependsOn }) => [toolId, dependsOn.map((id) => toolOf.get(id))]);
    },
    expected: () =>
      expect.arrayContaining([
        ['shop:find_order', ['shop:find_customer']],
        ['shop:refund_order', ['shop:find_order']],
      ]),
  }));

test('withdrawn dependency → search', () =>
  wire({
    before: async (cards) => {
      await syncShop(cards);
      await cards.dependencies.add([{ from: 'shop:find_order', to: 'shop:refund_order' }]);
    },
    write: (cards) => cards.dependencies.remove([{ from: 'shop:find_order', to: 'shop:refund_order' }]),
    answer: async (cards) => (await cards.search('give the money back', { topK: 1 })).results.map(({ role }) => role),
    expected: () => ['target'],
  }));

test('record → predictNext', () =>
  wire({
    before: syncShop,
    write: (cards) => cards.record(refundExecution('e1', 'refund the order of ada')),
    answer: async (cards) => {
      const { predictions } = await cards.predictNext({ executed: ['shop:find_customer', 'shop:find_order'], topK: 1 });
      return predictions.map(({ toolId }) => toolId);
    },
    expected: () => ['shop:refund_order'],
  }));

test('record → suggest', () =>
  wire({
    before: syncShop,
    write: (cards) => cards.record(refundExecution('e1', 'make ada happy about her last purchase')),
    answer: async (cards) => {
      const { basis, dag } = await cards.suggest('make grace happy about her last purchase');
      return { basis, tools: dag.tasks.map(({ toolId }) => toolId) };
    },
    expected: () => ({ basis: 'executions', tools: ['shop:find_customer', 'shop:find_order', 'shop:refund_order'] }),
  }));

test('record with data flow → requirement of a search result', () =>
  wire({
    before: syncShop,
    write: (cards) => cards.record(refundExecution('e1', 'refund')),
    answer: async (cards) =>
      (await cards.search('give the money back', { topK: 1 })).results.map(({ toolId, role }) => `${role} ${toolId}`),
    expected: () => ['target shop:refund_order', 'requirement shop:find_order', 'requirement shop:find_customer'],
  }));

test('failure → lower confidence', () =>
  wire({
    before: async (cards) => {
      await syncShop(cards);
      await cards.record(refundExecution('e1', 'refund'));
    },
    write: (cards) => cards.record(refundExecution('e2', 'refund', { success: false })),
    answer: async (cards) => {
      const edges = await cards.dependencies.list({ toolId: 'shop:refund_order' });
      return edges.map(({ confidence, successCount, failureCount }) => ({ confidence, successCount, failureCount }));
    },
    expected: (before) => {
      const [edge] = before as { confidence: number }[];
      return [{ confidence: expect.toSatisfy((value) => value < edge!.confidence), successCount: 1, failureCount: 1 }];
    },
  }));

test('record of a deletion from a plan → suggest', () =>
  wire({
    before: async (cards) => {
      await syncShop(cards);
      await cards.record(refundExecution('e1', 'make ada happy about her last purchase'));
    },
    write: async (cards) => {
      const intent = 'make grace happy about her last purchase';
      const { suggestionId } = await cards.suggest(intent);
      const { tasks, ...rest } = refundExecution('e2', intent);
      await cards.record({ ...rest, suggestionId, tasks: tasks.slice(0, 2) });
    },
    answer: async (cards) =>
      (await cards.suggest('make grace happy about her last purchase')).dag.tasks.map(({ toolId }) => toolId),
    expected: () => ['shop:find_customer', 'shop:find_order'],
  }));

test('forget → suggest and dependencies', () =>
  wire({
    before: async (cards) => {
      await syncShop(cards);
      await cards.record(refundExecution('e1', 'make ada happy about her last purchase'));
    },
    write: (cards) => cards.forget({ intent: 'make ada happy about her last purchase' }),
    answer: async (cards) => ({
      basis: (await cards.suggest('make grace happy about her last purchase')).basis,
      dependencies: await cards.dependencies.list(),
    }),
    expected: () => ({ basis: expect.not.stringMatching('executions'), dependencies: [] }),
  }));

test('remove → gone from every answer, and what was learned returns with the tool', async () => {
  const dataDir = await freshDatabase();
  let cards = await createAgentCards({ dataDir, clock });
  const answers = async () => {
    // The rationale is left out: it names what belongs to a plan and is not there.
    const { rationale: _, ...suggestion } = await cards.suggest('refund the order of ada');
    return JSON.stringify([
      await cards.search('give the money of an order back'),
      await cards.predictNext({ intent: 'refund', executed: ['shop:find_order'], topK: 100 }),
      { ...suggestion, suggestionId: '' },
    ]);
  };
  await syncShop(cards);
  await cards.record(refundExecution('e1', 'refund the order of ada'));
  expect(await answers()).toContain('shop:refund_order');

  expect(await cards.tools.remove(['shop:refund_order'])).toBe(1);
  expect(await answers()).not.toContain('shop:refund_order');
  await cards.close();

  cards = await createAgentCards({ dataDir, clock });
  expect(await answers()).not.toContain('shop:refund_order');
  expect(cards.tools.get('shop:refund_order')).toMatchObject({ status: 'removed' });

  await syncShop(cards);
  expect(await answers()).toContain('shop:refund_order');
  const { predictions } = await cards.predictNext({ executed: ['shop:find_customer', 'shop:find_order'], topK: 1 });
  expect(predictions[0]?.toolId).toBe('shop:refund_order');
  await cards.close();
});

test('embedding → hybrid search, without embedding again after a restart', async () => {
  const dataDir = await freshDatabase();
  const embedded: string[] = [];
  // Two directions: money and everything else. Lexically, the intent below has no word in common with any tool.
  const embedder = {
    modelId: 'money',
    dimensions: 2,
    embed: async (texts: readonly string[], { kind }: { kind: string }) => {
      if (kind === 'document') embedded.push(...texts);
      return texts.map((each) => (/money|reimburse/i.test(each) ? [1, 0] : [0, 1]));
    },
  };
  let cards = await createAgentCards({ dataDir, embedder });
  await syncShop(cards);
  await cards.tools.embedded();
  expect(embedded).toHaveLength(6);
  expect(await targets(cards, 'reimburse')).toContain('shop:refund_order');
  expect((await targets(cards, 'reimburse'))[0]).toBe('shop:refund_order');
  expect(await cards.health()).toMatchObject({ status: 'ok', search: 'hybrid', embeddings: { stored: 6, pending: 0 } });
  await cards.close();

  cards = await createAgentCards({ dataDir, embedder });
  await cards.tools.embedded();
  expect(embedded).toHaveLength(6);
  expect((await targets(cards, 'reimburse'))[0]).toBe('shop:refund_order');
  await cards.close();

  await expect(createAgentCards({ dataDir })).rejects.toMatchObject({ code: 'EMBEDDER_MISMATCH' });
  cards = await createAgentCards({ dataDir, embedder: null });
  expect(await targets(cards, 'reimburse')).toEqual([]);
  await cards.close();
});

test('a failing embedder → health and error log, while search answers lexically', async () => {
  const dataDir = await freshDatabase();
  const embedder = {
    modelId: 'broken',
    dimensions: 2,
    embed: async () => {
      throw new Error('model file is gone');
    },
  };
  let cards = await createAgentCards({ dataDir, embedder });
  await syncShop(cards);
  await expect(cards.tools.embedded()).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
  expect((await targets(cards, 'weather forecast'))[0]).toBe('weather:forecast');
  expect(await cards.health()).toMatchObject({ status: 'degraded', search: 'lexical', embeddings: { failed: 6 } });
  await cards.close();

  cards = await createAgentCards({ dataDir, embedder: null });
  expect((await cards.health()).errors).toMatchObject({ total: 1, recent: [{ errorType: 'embedding' }] });
  await cards.close();
});

test('sync, record → what may be run ahead', () => {
  const status = { name: 'order_status', description: 'Shows how far an order is.', inputSchema: { type: 'object' } };
  const learned = (annotations: object) => async (cards: AgentCards) => {
    await cards.tools.sync({ server: 'shop', tools: [{ ...status, annotations }] });
    for (let count = 0; count < 9; count++) {
      await cards.record({
        intent: 'how far is my order',
        success: true,
        tasks: [{ id: 'a', toolId: 'shop:order_status', success: true }],
      });
    }
  };
  return wire({
    before: learned({ title: 'Status', destructiveHint: false }),
    write: learned({ title: 'Status', readOnlyHint: true }),
    answer: async (cards) => (await cards.suggest('how far is my order')).mode,
    expected: (before) => {
      expect(before).toBe('suggestion');
      return 'speculative';
    },
  });
});
