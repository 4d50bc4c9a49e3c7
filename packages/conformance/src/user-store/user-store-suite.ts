import type { UserStore } from '@agentcards/auth';
import type { CaseResult } from '../conformance-case.js';
import { assertFactory, assertOptionNames } from '../invalid-input.js';
import { type CheckOptions, runCases, type Suite } from '../suite.js';
import { userStoreCases } from './user-store-cases.js';

/** Opens a user store that is empty, a new one for each case. What it holds open is yours to close afterwards. */
export type UserStoreFactory = () => UserStore | Promise<UserStore>;

/** The cases of the `UserStore` contract of `@agentcards/auth`, ready to run one by one. @throws TypeError `INVALID_INPUT` */
export function userStoreSuite(factory: UserStoreFactory): Suite {
  assertFactory(factory, 'user stores');
  return userStoreCases.map(({ name, promise, check }) => ({
    name,
    promise,
    skip: undefined,
    run: async () => check(await factory()),
  }));
}

/** Runs the cases of the `UserStore` contract without a test runner. @throws TypeError `INVALID_INPUT` */
export async function checkUserStore(
  factory: UserStoreFactory,
  options: CheckOptions = {},
): Promise<readonly CaseResult[]> {
  assertOptionNames(options, {});
  return runCases(userStoreSuite(factory), options);
}
