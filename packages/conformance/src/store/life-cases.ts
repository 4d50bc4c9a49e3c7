import assert from 'node:assert/strict';
import { AgentCardsError, type Store } from '@agentcards/core';
import { expectCode, expectEqual, rejectionOf } from '../expect.js';
import { storeCapabilities } from './capabilities.js';
import { contentsOf, expectContents, fillStore } from './contents.js';
import { after, at, confidenceOf, execution, id, increment, tool } from './samples.js';
import type { StoreCase } from './store-case.js';

/** Every method of a store, with something harmless. */
function calls(store: Store): (() => Promise<unknown> | undefined)[] {
  const { tools, embeddings, edges, executions, retirement, suggestions, config, adaptiveConfig, errors } = store;
  const page = { limit: 1 };
  return [
    () => tools.apply({ upsert: [], remove: [], at }),
    () => tools.read(page),
    () => tools.purge?.([]),
    () => embeddings.put([]),
    () => embeddings.read(page),
    () => embeddings.find({ modelId: 'a', contentHashes: [] }),
    () => embeddings.stage([]),
    () => embeddings.readStaged(page),
    () => embeddings.promote({ modelId: 'a', dimensions: 1 }),
    () => embeddings.discardStaged(),
    () => embeddings.nearest?.({ vector: Float32Array.of(1, 2, 3), limit: 1 }),
    () => edges.declare([], confidenceOf),
    () => edges.withdraw([], confidenceOf),
    () => edges.replaceObserved([], confidenceOf),
    () => edges.read(page),
    () => executions.record(execution('late'), [], confidenceOf),
    () => executions.append?.([]),
    () => executions.read(page),
    () => executions.remove?.([]),
    () => retirement?.oldest({ before: at, limit: 1 }),
    () => retirement?.retire([], confidenceOf),
    () => retirement?.read(page),
    () => retirement?.remove([]),
    () => suggestions?.put([], { atMost: 1, notBefore: at }),
    () => suggestions?.get('a'),
    () => suggestions?.read(page),
    () => suggestions?.remove([]),
    () => config.get('a'),
    () => config.set('a', 1),
    () => config.setIfAbsent('a', 1),
    () => config.list(''),
    () => adaptiveConfig?.read(''),
    () => adaptiveConfig?.replace('a', []),
    () => errors.append({ errorType: 'test', message: 'late', timestamp: at }),
    () => errors.recent(1),
    () => errors.count(),
    () => errors.prune?.({ before: at, limit: 1 }),
    () => store.migrate(),
  ];
}

export const lifeCases: readonly StoreCase[] = [
  {
    name: 'store: it names its version, and has what it is said to be capable of, no more and no less',
    promise: 'AgentCards works without each of them',
    async check({ open, capabilities }) {
      const store = await open();
      expectEqual(store.specificationVersion, 1, 'specificationVersion');
      for (const [name, { isIn }] of Object.entries(storeCapabilities)) {
        if (isIn === undefined) continue;
        const claimed = [...capabilities].some((capability) => capability === name);
        expectEqual(isIn(store), claimed, `${name}: ${claimed ? 'claimed, but absent' : 'there, but not claimed'}`);
      }
    },
  },
  {
    name: 'store: a new one is empty, and migrating it again changes nothing',
    promise: 'Brings an empty or older store to this version; must be called before anything else. Idempotent',
    async check({ open }) {
      const store = await open();
      for (const rows of Object.values(await contentsOf(store))) expectEqual(rows, []);
      await fillStore(store);
      const before = await contentsOf(store);
      await Promise.all([store.migrate(), store.migrate()]);
      expectEqual(await contentsOf(store), before);
    },
  },
  {
    name: 'store: two stores have nothing in common',
    promise: 'Where AgentCards keeps what it knows',
    async check({ open }) {
      const [one, other] = [await open(), await open()];
      await fillStore(one);
      for (const rows of Object.values(await contentsOf(other))) expectEqual(rows, []);
      await other.tools.apply({ upsert: [tool('a', { title: 'of the other' })], remove: [], at });
      await expectContents(one);
      await other.close();
      await expectContents(one);
    },
  },
  {
    name: 'store: what was written is there after it was closed and opened again',
    promise: 'A write whose promise has resolved is seen by every later read',
    needs: 'persistence',
    async check({ open, newName }) {
      const name = newName();
      const first = await open(name);
      await fillStore(first);
      const before = await contentsOf(first);
      await first.close();
      const second = await open(name);
      expectEqual(await contentsOf(second), before);
      await expectContents(second);
      expectEqual(
        await second.executions.record(execution('first'), [], confidenceOf),
        'duplicate',
        'executions.record',
      );
      await second.tools.apply({ upsert: [tool('a', { firstSeen: after(9) })], remove: [], at });
      const read = await second.tools.read({ limit: 10 });
      expectEqual(read.find(({ toolId }) => toolId === id('a'))?.firstSeen, at);
    },
  },
  {
    name: 'store: closing waits for calls in flight, and what they answered is true',
    promise: 'Waits for calls in flight, then lets go of every resource. Idempotent',
    async check({ open, capabilities, newName }) {
      const name = newName();
      const store = await open(name);
      const writes = Array.from({ length: 20 }, (_, index) =>
        store.executions.record(execution(`write ${index}`), [increment('a', `b ${index}`)], confidenceOf),
      );
      const settled: boolean[] = writes.map(() => false);
      const outcomes = Promise.allSettled(
        writes.map((write, index) =>
          write.finally(() => {
            settled[index] = true;
          }),
        ),
      );
      await Promise.all([store.close(), store.close()]);
      assert.ok(settled.every(Boolean), 'closed while calls were in flight');
      const results = await outcomes;
      for (const result of results) {
        if (result.status === 'rejected') assert.equal((result.reason as { code?: unknown }).code, 'CLOSED');
      }
      if (!capabilities.has('persistence')) return;
      const acknowledged = results.flatMap(({ status }, index) => (status === 'fulfilled' ? [`write ${index}`] : []));
      const reopened = await open(name);
      const stored = (await reopened.executions.read({ limit: 100 })).map((each) => each.id);
      expectEqual(stored.sort(), acknowledged.sort());
      expectEqual((await reopened.edges.read({ limit: 100 })).length, acknowledged.length, 'rows of edges.read');
    },
  },
  {
    name: 'store: after closing every method says so',
    promise: 'After `close()` every method rejects with the code `CLOSED`',
    async check({ open }) {
      const store = await open();
      await store.close();
      await store.close();
      for (const call of calls(store)) {
        // Called first for what is absent: it gives undefined, no promise.
        const answer = call();
        if (answer === undefined) continue;
        await expectCode(() => answer, 'CLOSED');
        assert.ok(AgentCardsError.isInstance(await rejectionOf(async () => call())), 'an AgentCardsError');
      }
    },
  },
];
