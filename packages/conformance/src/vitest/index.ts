import { type EmbedderFactory, type EmbedderSuiteOptions, embedderSuite } from '../embedder/embedder-suite.js';
import type { RunnerOptions } from '../runner-options.js';
import type { StoreFactory } from '../store/store-subject.js';
import { type StoreSuiteOptions, storeSuite } from '../store/store-suite.js';
import { declareSuite } from './declare-suite.js';

/** Declares a test of Vitest for every promise of the `Store` contract. */
export function testStore(factory: StoreFactory, options: StoreSuiteOptions & RunnerOptions = {}): void {
  declareSuite(storeSuite(factory, options), { title: 'store', ...options });
}

/** Declares a test of Vitest for every promise of the `Embedder` contract. */
export function testEmbedder(factory: EmbedderFactory, options: EmbedderSuiteOptions & RunnerOptions = {}): void {
  declareSuite(embedderSuite(factory, options), { title: 'embedder', ...options });
}
