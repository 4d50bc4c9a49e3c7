export type { CaseResult } from '../conformance-case.js';
export type { Suite, SuiteCase } from '../suite.js';
export { checkUserStore, type UserStoreFactory, userStoreSuite } from '../user-store/user-store-suite.js';
