import type { KvFactory } from '../../kv/kv-subject.js';
import { type KvSuiteOptions, kvSuite } from '../../kv/kv-suite.js';
import type { RunnerOptions } from '../../runner-options.js';
import { declareSuite } from '../../vitest/declare-suite.js';

/** Declares a test of Vitest for every promise of the `KeyValueStore` contract. */
export function testKv(factory: KvFactory, options: KvSuiteOptions & RunnerOptions = {}): void {
  declareSuite(kvSuite(factory, options), { title: 'key-value store', ...options });
}
