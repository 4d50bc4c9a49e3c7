import { assertOptionNames } from '../invalid-input.js';
import type { KvFactory } from '../kv/kv-subject.js';
import { type KvSuiteOptions, kvSuite } from '../kv/kv-suite.js';
import type { RunnerOptions } from '../runner-options.js';
import { type UserStoreFactory, userStoreSuite } from '../user-store/user-store-suite.js';
import { declareSuite } from '../vitest/declare-suite.js';

/** Declares a test of Vitest for every promise of the `UserStore` contract. */
export function testUserStore(factory: UserStoreFactory, options: RunnerOptions = {}): void {
  assertOptionNames(options, {});
  declareSuite(userStoreSuite(factory), { title: 'user store', ...options });
}

/** Declares a test of Vitest for every promise of the `KeyValueStore` contract. */
export function testKv(factory: KvFactory, options: KvSuiteOptions & RunnerOptions = {}): void {
  declareSuite(kvSuite(factory, options), { title: 'key-value store', ...options });
}
