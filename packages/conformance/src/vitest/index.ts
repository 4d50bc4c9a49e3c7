import { describe, test } from 'vitest';
import { type EmbedderFactory, type EmbedderSuiteOptions, embedderSuite } from '../embedder/embedder-suite.js';
import type { RunnerOptions } from '../runner-options.js';
import type { StoreFactory } from '../store/store-subject.js';
import { type StoreSuiteOptions, storeSuite } from '../store/store-suite.js';
import { type Suite, titleOf } from '../suite.js';

/** Declares a test of Vitest for every promise of the `Store` contract. */
export function testStore(factory: StoreFactory, options: StoreSuiteOptions & RunnerOptions = {}): void {
  declare(storeSuite(factory, options), { title: 'store', ...options });
}

/** Declares a test of Vitest for every promise of the `Embedder` contract. */
export function testEmbedder(factory: EmbedderFactory, options: EmbedderSuiteOptions & RunnerOptions = {}): void {
  declare(embedderSuite(factory, options), { title: 'embedder', ...options });
}

function declare(suite: Suite, { title = '', timeout = 60_000 }: RunnerOptions): void {
  describe(title, () => {
    for (const each of suite) {
      test(titleOf(each), { timeout }, async (context) => {
        if (each.skip !== undefined) return context.skip(each.skip);
        await each.run();
      });
    }
  });
}
