import { mkdir, readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AgentCardsError, type Store } from '@agentcards/core';
import { builtCluster } from './cluster/cluster-image.js';
import { creatingFileName, prepareDirectory } from './cluster/prepare-directory.js';
import { Connection, startPGlite } from './connection.js';
import { safeCause } from './failures.js';
import { type DirectoryLock, lockDirectory } from './lock/directory-lock.js';
import { allMigrations } from './migrations/all-migrations.js';
import { applyMigrations } from './migrations/apply-migrations.js';
import { createAdaptiveConfigStore } from './repositories/adaptive-config.js';
import { createConfigStore } from './repositories/config.js';
import { createEdgeStore } from './repositories/edges.js';
import { type CurrentColumn, createEmbeddingStore } from './repositories/embeddings.js';
import { createErrorStore } from './repositories/errors.js';
import { createExecutionStore } from './repositories/executions.js';
import { prepareNearest } from './repositories/nearest.js';
import { createSuggestionStore } from './repositories/suggestions.js';
import { createToolStore } from './repositories/tools.js';
import { fitVectorColumn, maxDimensions, readVectorColumn } from './vector-column.js';

const inMemory = 'memory://';

export interface PGliteStoreOptions {
  /** The database's directory, created where it does not exist; or `memory://` for one that ends with the store. */
  readonly dataDir: string;
  /**
   * Numbers in a vector, 1 to 4000, for a store that holds no vectors yet; one that does keeps the length of those, which
   * only `tools.reembed` changes. Above 2000 they are stored with half precision, the most that can be indexed.
   * @default what the store has; 1024 in a new one
   */
  readonly dimensions?: number | undefined;
}

/** A store in PGlite. `close` it, or declare it with `await using`: it holds the lock of its directory. */
export interface PGliteStore extends Store, AsyncDisposable {}

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
  const { dataDir, dimensions } = validated(options);
  const lock = dataDir === inMemory ? undefined : await takeDirectory(dataDir);
  try {
    if (lock) await prepareDirectory(dataDir);
    const pglite = await startPGlite(dataDir, lock ? undefined : await builtCluster());
    return createStore(new Connection(pglite), lock, dimensions);
  } catch (error) {
    await lock?.release();
    throw openFailed(dataDir, error);
  }
}

function createStore(
  connection: Connection,
  lock: DirectoryLock | undefined,
  dimensions: number | undefined,
): PGliteStore {
  // Replaced by `migrate`, which comes before whatever reads it.
  const current: CurrentColumn = { column: { type: 'vector', dimensions: 1_024 } };
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= connection.close().finally(() => lock?.release());
    return closing;
  };
  return {
    specificationVersion: 1,
    tools: createToolStore(connection),
    embeddings: createEmbeddingStore(connection, current),
    edges: createEdgeStore(connection),
    executions: createExecutionStore(connection),
    suggestions: createSuggestionStore(connection),
    config: createConfigStore(connection),
    adaptiveConfig: createAdaptiveConfigStore(connection),
    errors: createErrorStore(connection),
    migrate: () =>
      connection.migrate(async (_database, raw) => {
        await applyMigrations(raw, allMigrations);
        current.column = await (dimensions === undefined ? readVectorColumn(raw) : fitVectorColumn(raw, dimensions));
        await prepareNearest(raw);
      }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function validated({ dataDir, dimensions }: PGliteStoreOptions): PGliteStoreOptions {
  if (typeof dataDir !== 'string' || dataDir === '' || (dataDir.includes('://') && dataDir !== inMemory)) {
    throw new AgentCardsError('INVALID_INPUT', `dataDir must be the path of a directory, or ${inMemory}.`);
  }
  if (dimensions !== undefined && !(Number.isInteger(dimensions) && dimensions >= 1 && dimensions <= maxDimensions)) {
    throw new AgentCardsError('INVALID_INPUT', `dimensions must be a whole number from 1 to ${maxDimensions}.`);
  }
  return { dataDir: dataDir === inMemory ? dataDir : resolve(dataDir), dimensions };
}

/** What an interrupted creation by an earlier version leaves, and what file systems put into a directory. */
const harmlessEntry = /^(base|global|pg_\w+|agentcards\.lock.*|lost\+found|\..*)$/;

async function takeDirectory(dataDir: string): Promise<DirectoryLock> {
  try {
    await mkdir(dataDir, { recursive: true });
    const entries = await readdir(dataDir);
    const foreign = entries.find((entry) => !harmlessEntry.test(entry));
    if (foreign !== undefined && !entries.includes('PG_VERSION') && !entries.includes(creatingFileName)) {
      throw new AgentCardsError('STORE_OPEN_FAILED', `${dataDir} holds something other than a store: ${foreign}.`, {
        hint: 'Give the store a directory of its own.',
      });
    }
    return await lockDirectory(dataDir);
  } catch (error) {
    throw openFailed(dataDir, error);
  }
}

function openFailed(dataDir: string, error: unknown): AgentCardsError {
  if (AgentCardsError.isInstance(error)) return error;
  const cause = safeCause(error);
  return new AgentCardsError('STORE_OPEN_FAILED', `The store in ${dataDir} could not be opened: ${cause.message}`, {
    hint: 'Check path, permissions and free space; a directory that another version of PostgreSQL wrote cannot be read.',
    cause,
    details: { dataDir },
  });
}
