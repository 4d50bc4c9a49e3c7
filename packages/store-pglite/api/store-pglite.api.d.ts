// index
export {
  openPGliteDatabase,
  openPGliteStore,
};
export type {
  PGliteDatabase,
  PGliteStore,
  PGliteStoreOptions,
  PGliteTenantStore,
};

// users
export {
  createUserStore,
};

declare function createUserStore(store: PGliteTenantStore): UserStore;
declare function openPGliteDatabase(options: Pick<PGliteStoreOptions, "dataDir">): Promise<PGliteDatabase>;
declare function openPGliteStore(options: PGliteStoreOptions): Promise<PGliteStore>;
import '@agentcards/core';
import { Store } from '@agentcards/core';
import { UserStore } from '@agentcards/auth';
interface Backup {
    backup(path: string, options?: {
        readonly signal?: AbortSignal | undefined;
    }): Promise<void>;
}
interface PGliteDatabase extends Backup, AsyncDisposable {
    openStore(options?: Omit<PGliteStoreOptions, "dataDir">): PGliteTenantStore;
    close(): Promise<void>;
}
interface PGliteStore extends PGliteTenantStore, Backup {
}
interface PGliteStoreOptions {
    readonly dataDir: string;
    readonly schema?: string | undefined;
    readonly dimensions?: number | undefined;
}
interface PGliteTenantStore extends Store, AsyncDisposable {
}