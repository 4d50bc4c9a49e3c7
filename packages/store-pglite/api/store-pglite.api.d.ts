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
    backup(path: string, options?: {
        readonly signal?: AbortSignal | undefined;
    }): Promise<void>;
}
interface PGliteStoreOptions {
    readonly dataDir: string;
    readonly dimensions?: number | undefined;
}