import type { Store } from '@agentcards/core';
import { expectEqual } from '../expect.js';
import { contentsOf, expectContents } from './contents.js';
import { confidenceOf, execution, increment } from './samples.js';
import type { StoreCase } from './store-case.js';

/**
 * Opens a copy of a store that an earlier version of the adapter wrote by `fillStore`, and that version closed. It need
 * not be migrated.
 */
export type OlderStore = () => Store | Promise<Store>;

/** That what earlier versions wrote is brought to this version, and nothing of it is lost. */
export function olderStoreCases(olderStores: Readonly<Record<string, OlderStore>>): StoreCase[] {
  return Object.entries(olderStores).map(([version, openOlder]) => ({
    name: `store: one that ${version} wrote has all of it, and goes on`,
    promise: 'Brings an empty or older store to this version',
    async check() {
      const store = await openOlder();
      try {
        await store.migrate();
        await expectContents(store);
        const before = await contentsOf(store);
        await store.migrate();
        expectEqual(await contentsOf(store), before);
        await store.executions.record(execution('third'), [increment('b', 'a')], confidenceOf);
        expectEqual((await store.edges.read({ limit: 10 })).at(-1)?.observedCount, 3);
      } finally {
        await store.close();
      }
    },
  }));
}
