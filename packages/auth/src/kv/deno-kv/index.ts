export {
  createDenoKeyValueStore,
  type DenoAtomicOperation,
  type DenoKeyValueStoreOptions,
  type DenoKv,
} from './deno-key-value-store.js';
