export { openPGliteStore, type PGliteStore, type PGliteStoreOptions } from './open.js';
