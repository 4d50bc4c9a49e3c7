import { declareSuite } from '../node-test/declare-suite.js';
import type { RunnerOptions } from '../runner-options.js';
import { type UserStoreFactory, userStoreSuite } from '../user-store/user-store-suite.js';

/** Declares a test of `node:test` for every promise of the `UserStore` contract. */
export function testUserStore(factory: UserStoreFactory, options: RunnerOptions = {}): void {
  declareSuite(userStoreSuite(factory), { title: 'user store', ...options });
}
