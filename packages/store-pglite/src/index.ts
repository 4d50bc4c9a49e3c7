export {
  openPGliteDatabase,
  openPGliteStore,
  type PGliteDatabase,
  type PGliteStore,
  type PGliteStoreOptions,
} from './open.js';
