import type { RunnerOptions } from '../runner-options.js';
import { type UserStoreFactory, userStoreSuite } from '../user-store/user-store-suite.js';
import { declareSuite } from '../vitest/declare-suite.js';

/** Declares a test of Vitest for every promise of the `UserStore` contract. */
export function testUserStore(factory: UserStoreFactory, options: RunnerOptions = {}): void {
  declareSuite(userStoreSuite(factory), { title: 'user store', ...options });
}
