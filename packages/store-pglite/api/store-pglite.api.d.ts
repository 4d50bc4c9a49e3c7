// index
export {
  openPGliteStore,
};
export type {
  PGliteStore,
  PGliteStoreOptions,
};

declare function openPGliteStore(options: PGliteStoreOptions): Promise<PGliteStore>;
import { Store } from '@agentcards/core';
interface PGliteStore extends Store, AsyncDisposable {
}
interface PGliteStoreOptions {
    readonly dataDir: string;
    readonly dimensions?: number | undefined;
}