import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AgentCardsError, type Store } from '@agentcards/core';
import type { PGlite } from '@electric-sql/pglite';
import { abandon } from './abandon.js';
import { backUp } from './backup.js';
import { assertBundledFiles } from './bundled-files.js';
import { assertControlFile } from './cluster/assert-control-file.js';
import { builtCluster } from './cluster/cluster-image.js';
import { missingPart } from './cluster/missing-part.js';
import { assertOwnDirectory, incomplete, prepareDirectory } from './cluster/prepare-directory.js';
import { Connection, startPGlite } from './connection.js';
import { connectionOf, rememberConnection } from './connection-of.js';
import { createStore } from './create-store.js';
import { safeCause } from './failures.js';
import { type DirectoryLock, lockDirectory } from './lock/directory-lock.js';
import { makeDirectory } from './make-directory.js';
import { assertSchemaName, defaultSchema, searchPath } from './tenant-schema.js';
import { maxDimensions } from './vector-column.js';

const inMemory = 'memory://';

export interface PGliteStoreOptions {
  /** The database's directory, created where it does not exist; or `memory://` for one that ends with the store. */
  readonly dataDir: string;
  /**
   * Schema of PostgreSQL that holds the tables: stores in different schemas see nothing of each other. 1 to 63 small
   * letters, digits and underscores.
   * @default 'public'
   */
  readonly schema?: string | undefined;
  /**
   * Numbers in a vector, 1 to 4000, for a store that holds no vectors yet; one that does keeps the length of those, which
   * only `tools.reembed` changes. Above 2000 they are stored with half precision, the most that can be indexed.
   * @default what the store has; in one without vectors that of the first to come
   */
  readonly dimensions?: number | undefined;
}

/** A store in a schema of a database. `close` it, or declare it with `await using`. */
export interface PGliteTenantStore extends Store, AsyncDisposable {}

/** Makes a copy of a directory that is open. */
export interface Backup {
  /**
   * Copies the directory, with all of its schemas, as it is at a moment during the call, into one that does not exist or is
   * empty: whatever was written before is in it, and `openPGliteStore` opens it. Other calls wait until its files are
   * copied. While that takes, and for good if the process dies, the copy is called `<path>.partial-…`; in an empty
   * directory that exists already `<path>/partial-…`.
   * @throws AgentCardsError `INVALID_INPUT`, also for a store in memory | `ABORTED` | `STORE_OPERATION_FAILED` | `CLOSED`
   */
  backup(path: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<void>;
}

/** A store in PGlite. `close` it, or declare it with `await using`: it holds the lock of its directory. */
export interface PGliteStore extends PGliteTenantStore, Backup {}

/** A database whose schemas are stores of their own, one a tenant. `close` it, or declare it with `await using`. */
export interface PGliteDatabase extends Backup, AsyncDisposable {
  /**
   * A store in a schema, which is created where it does not exist; call `migrate()` on it before anything else. Closing
   * it leaves the database and its other stores open.
   * @throws AgentCardsError `INVALID_INPUT`; `STORE_LOCKED` while a store of that schema is open; `CLOSED`
   */
  openStore(options?: Omit<PGliteStoreOptions, 'dataDir'>): PGliteTenantStore;
  /** Closes the stores that are open, stops PGlite and lets go of the directory. Idempotent. */
  close(): Promise<void>;
}

/**
 * Opens a store in a directory that no other store has open, and starts PGlite on it. A new directory takes little
 * longer than one that exists, but seconds where the user's bundle lacks `dist/cluster.tar.br` of this package and
 * initdb has to run. Call `migrate()` before anything else; `createAgentCards` does.
 *
 * A write whose promise has resolved survives the end of the process, however it ends. It does not have to survive
 * the loss of power: PGlite leaves the writing to the operating system.
 * @throws AgentCardsError `INVALID_INPUT` | `STORE_LOCKED` | `STORE_OPEN_FAILED`
 */
export async function openPGliteStore(options: PGliteStoreOptions): Promise<PGliteStore> {
  assertStoreOptions(options);
  const database = await openPGliteDatabase(options);
  const { backup, close } = database;
  const tenant = database.openStore(options);
  const store = { ...tenant, backup, close, [Symbol.asyncDispose]: close };
  rememberConnection(store, connectionOf(tenant)!);
  return store;
}

/**
 * Opens a directory for the stores of several tenants: it has one lock and one PGlite, whose memory they share.
 * @throws AgentCardsError `INVALID_INPUT` | `STORE_LOCKED` | `STORE_OPEN_FAILED`
 */
export async function openPGliteDatabase(options: Pick<PGliteStoreOptions, 'dataDir'>): Promise<PGliteDatabase> {
  const named = validDirectory(options.dataDir);
  await assertBundledFiles();
  const { dataDir, lock } = named === inMemory ? { dataDir: named } : await takeDirectory(named);
  let pglite: PGlite | undefined;
  try {
    pglite = lock ? await startOn(dataDir) : await startPGlite(dataDir, await builtCluster());
    await pglite.exec(`SET ${searchPath(defaultSchema)}`);
    return createDatabase(pglite, dataDir, lock);
  } catch (error) {
    if (pglite) abandon(pglite);
    await lock?.release();
    throw openFailed(dataDir, error);
  }
}

async function startOn(dataDir: string): Promise<PGlite> {
  await prepareDirectory(dataDir);
  await assertControlFile(dataDir);
  try {
    return await startPGlite(dataDir);
  } catch (error) {
    const missing = missingPart(dataDir);
    throw missing === undefined ? error : incomplete(dataDir, missing, safeCause(error));
  }
}

function createDatabase(pglite: PGlite, dataDir: string, lock: DirectoryLock | undefined): PGliteDatabase {
  const open = new Map<string, PGliteTenantStore>();
  const backups = new Set<Promise<void>>();
  let closing: Promise<void> | undefined;
  const closeAll = async () => {
    await Promise.all([...Array.from(open.values(), (store) => store.close()), Promise.allSettled(backups)]);
    try {
      // PostgreSQL would write its end into whatever is in the directory's place by now.
      if (lock?.isHeld() === false) abandon(pglite);
      else await pglite.close();
    } finally {
      await lock?.release();
    }
  };
  const close = () => {
    closing ??= closeAll();
    return closing;
  };
  return {
    openStore(options = {}) {
      assertStoreOptions(options);
      const { schema = defaultSchema, dimensions } = options;
      if (closing) throw new AgentCardsError('CLOSED', 'The database is closed.');
      if (open.has(schema)) {
        throw new AgentCardsError('STORE_LOCKED', `This process has the schema ${schema} open already.`, {
          hint: 'Close the store there, or open another schema.',
        });
      }
      const connection = new Connection(pglite, schema, lock?.isHeld);
      const closeStore = () => connection.close().finally(() => open.get(schema) === store && open.delete(schema));
      const store = { ...createStore(connection, dimensions), close: closeStore, [Symbol.asyncDispose]: closeStore };
      open.set(schema, store);
      rememberConnection(store, connection);
      return store;
    },
    async backup(path, { signal } = {}) {
      if (closing) throw new AgentCardsError('CLOSED', 'The database is closed.');
      if (lock === undefined) {
        throw new AgentCardsError('INVALID_INPUT', 'A store in memory has no files to copy.', {
          hint: 'Take what it knows with cards.export().',
        });
      }
      const backup = backUp({ pglite, dataDir, isHeld: lock.isHeld }, path, signal);
      backups.add(backup);
      await backup.finally(() => backups.delete(backup));
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function validDirectory(dataDir: string): string {
  const isPath = typeof dataDir === 'string' && dataDir !== '' && !dataDir.includes('\0');
  if (!isPath || (/^\w{2,}:/.test(dataDir) && dataDir !== inMemory)) {
    throw new AgentCardsError('INVALID_INPUT', `dataDir must be the path of a directory, or ${inMemory}.`, {
      hint: 'A directory of such a name is ./name.',
    });
  }
  return dataDir === inMemory ? dataDir : resolve(dataDir);
}

function assertStoreOptions({ schema = defaultSchema, dimensions }: Omit<PGliteStoreOptions, 'dataDir'>): void {
  assertSchemaName(schema);
  if (dimensions !== undefined && !(Number.isInteger(dimensions) && dimensions >= 1 && dimensions <= maxDimensions)) {
    throw new AgentCardsError('INVALID_INPUT', `dimensions must be a whole number from 1 to ${maxDimensions}.`);
  }
}

/** The directory itself where it is named by a link: PGlite opens none, and one may point elsewhere later. */
async function takeDirectory(named: string): Promise<{ readonly dataDir: string; readonly lock?: DirectoryLock }> {
  try {
    await makeDirectory(named);
    const dataDir = await realpath(named);
    assertOwnDirectory(dataDir);
    return { dataDir, lock: await lockDirectory(dataDir) };
  } catch (error) {
    throw openFailed(named, error);
  }
}

function openFailed(dataDir: string, error: unknown): Error {
  if (AgentCardsError.isInstance(error)) return error;
  const cause = safeCause(error);
  return new AgentCardsError('STORE_OPEN_FAILED', `The store in ${dataDir} could not be opened: ${cause.message}`, {
    hint: 'Check path, permissions and free space; a directory that another version of PostgreSQL wrote cannot be read.',
    cause,
    details: { dataDir },
  });
}
