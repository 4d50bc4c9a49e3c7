export type { CaseResult } from './conformance-case.js';
export type { EmbedderCapability } from './embedder/embedder-cases.js';
export {
  checkEmbedder,
  type EmbedderFactory,
  type EmbedderSuiteOptions,
  embedderSuite,
} from './embedder/embedder-suite.js';
export { type StoreCapability, storeCapabilities } from './store/capabilities.js';
export { expectContents, fillStore } from './store/contents.js';
export type { OlderStore } from './store/older-store-cases.js';
export type { StoreFactory } from './store/store-subject.js';
export { checkStore, type StoreSuiteOptions, storeSuite } from './store/store-suite.js';
export type { CheckOptions, Suite, SuiteCase } from './suite.js';
