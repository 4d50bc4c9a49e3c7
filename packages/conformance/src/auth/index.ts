export type { CaseResult } from '../conformance-case.js';
export type { KvFactory } from '../kv/kv-subject.js';
export { checkKv, type KvSuiteOptions, kvSuite } from '../kv/kv-suite.js';
export type { CheckOptions, Suite, SuiteCase } from '../suite.js';
export { checkUserStore, type UserStoreFactory, userStoreSuite } from '../user-store/user-store-suite.js';
