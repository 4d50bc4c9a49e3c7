export {
  openPGliteDatabase,
  openPGliteStore,
  type PGliteDatabase,
  type PGliteStore,
  type PGliteStoreOptions,
  type PGliteTenantStore,
} from './open.js';
