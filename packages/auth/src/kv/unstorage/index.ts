export {
  createUnstorageKeyValueStore,
  type UnstorageKeyValueStoreOptions,
  type UnstorageStorage,
} from './unstorage-key-value-store.js';
