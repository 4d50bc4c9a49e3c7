import type { PageRequest, Store } from '@agentcards/core';
import { expectEqual, expectSameRows } from '../expect.js';
import {
  after,
  at,
  confidenceOf,
  execution,
  id,
  increment,
  pair,
  suggestion,
  tool,
  vectorOf,
  writtenText,
} from './samples.js';

/**
 * Writes something to every port that a store has: what `expectContents` looks for in the same store after it was opened
 * again, or in one that an earlier version of an adapter wrote.
 */
export async function fillStore(store: Store): Promise<void> {
  await store.tools.apply({ upsert: [tool('a', { description: writtenText }), tool('b')], remove: [], at });
  await store.tools.apply({ upsert: [], remove: [id('b')], at: after(1) });
  await store.embeddings.put([vectorOf('a', [0.1, 0.2, 0.3])]);
  await store.embeddings.stage([vectorOf('a', [1, 2], { modelId: 'next' })]);
  await store.edges.declare([{ ...pair('a', 'b'), source: 'user' }], confidenceOf);
  await store.executions.record(execution('first', { intent: writtenText }), [increment('b', 'a')], confidenceOf);
  await store.executions.record(execution('second'), [increment('b', 'a')], confidenceOf);
  await store.config.set('setting', { deep: [null, writtenText] });
  await store.errors.append({ errorType: 'test', message: writtenText, timestamp: at });
  await store.retirement?.retire([{ id: 'second', increments: [increment('b', 'a')] }], confidenceOf);
  await store.suggestions?.put([suggestion('proposed')], { atMost: 10, notBefore: after(-1) });
  await store.adaptiveConfig?.replace('weight.', [{ key: 'weight.a', value: 0.5, updatedAt: at, samples: 30 }]);
}

/** Rejects unless the store has what `fillStore` writes to the ports that it has. */
export async function expectContents(store: Store): Promise<void> {
  const contents = await contentsOf(store);
  expectEqual(contents.tools, [
    tool('a', { description: writtenText }),
    tool('b', { status: 'removed', updatedAt: after(1) }),
  ]);
  expectEqual(contents.embeddings, [vectorOf('a', [0.1, 0.2, 0.3])]);
  expectEqual(contents.staged, [vectorOf('a', [1, 2], { modelId: 'next' })]);
  expectEqual(
    contents.edges.map(({ from, to, source, observedCount, confidence }) => [
      from,
      to,
      source,
      observedCount,
      confidence,
    ]),
    [
      [id('a'), id('b'), 'user', 0, 1],
      [id('b'), id('a'), 'learned', 2, 3 / 4],
    ],
  );
  const first = execution('first', { intent: writtenText });
  // What an adapter did not have when it wrote the store is not missed.
  const retired = contents.retired.length > 0;
  expectSameRows(contents.executions, retired ? [first] : [first, execution('second')]);
  if (retired) expectEqual(contents.retired, [increment('b', 'a')]);
  expectEqual(contents.config, [{ key: 'setting', value: { deep: [null, writtenText] } }]);
  expectEqual(contents.errors, [{ errorType: 'test', message: writtenText, timestamp: at }]);
  if (contents.suggestions.length > 0) expectEqual(contents.suggestions, [suggestion('proposed')]);
  if (contents.adaptiveConfig.length > 0) {
    expectEqual(contents.adaptiveConfig, [{ key: 'weight.a', value: 0.5, updatedAt: at, samples: 30 }]);
  }
}

/** All rows of a small store, by port. */
export async function contentsOf(store: Store) {
  const page: PageRequest<never> = { limit: 1_000 };
  return {
    tools: await store.tools.read(page),
    embeddings: await store.embeddings.read(page),
    staged: await store.embeddings.readStaged(page),
    edges: await store.edges.read(page),
    executions: await store.executions.read(page),
    retired: (await store.retirement?.read(page)) ?? [],
    suggestions: (await store.suggestions?.read(page)) ?? [],
    config: await store.config.list(''),
    adaptiveConfig: (await store.adaptiveConfig?.read('')) ?? [],
    errors: await store.errors.recent(1_000),
  };
}
