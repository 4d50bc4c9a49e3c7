export type { KvFactory } from '../kv/kv-subject.js';
export { checkKv, type KvSuiteOptions, kvSuite } from '../kv/kv-suite.js';
