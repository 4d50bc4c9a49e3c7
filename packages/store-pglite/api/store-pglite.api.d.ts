// index
export {
  openPGliteDatabase,
  openPGliteStore,
};
export type {
  PGliteDatabase,
  PGliteStore,
  PGliteStoreOptions,
};

declare function openPGliteDatabase(options: Pick<PGliteStoreOptions, "dataDir">): Promise<PGliteDatabase>;
declare function openPGliteStore(options: PGliteStoreOptions): Promise<PGliteStore>;
import { Store } from '@agentcards/core';
interface PGliteDatabase extends AsyncDisposable {
    openStore(options?: Omit<PGliteStoreOptions, "dataDir">): PGliteStore;
    close(): Promise<void>;
}
interface PGliteStore extends Store, AsyncDisposable {
    backup(path: string, options?: {
        readonly signal?: AbortSignal | undefined;
    }): Promise<void>;
}
interface PGliteStoreOptions {
    readonly dataDir: string;
    readonly schema?: string | undefined;
    readonly dimensions?: number | undefined;
}