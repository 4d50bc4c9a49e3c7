import { AgentCardsError, giveWay } from '@agentcards/core';
import { PGlite, type Transaction, types } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { drizzle, type PgliteDatabase } from 'drizzle-orm/pglite';
import { abandon } from './abandon.js';
import { guardAgainstAborts } from './abort-guard.js';
import { assertNotAborted } from './aborted.js';
import { operationFailed } from './failures.js';
import { assertHeld } from './lock/assert-held.js';
import { reuseSpace } from './reuse-space.js';
import { defaultSchema, searchPath } from './tenant-schema.js';
import { withoutTimers } from './without-timers.js';

export type { PgliteDatabase as Database } from 'drizzle-orm/pglite';

/**
 * Starts PGlite with pgvector, on a directory or in memory. JSON stays the text that it is stored as: the decoding of
 * the columns parses it.
 * @param cluster Tar archive of the cluster that a database in memory begins with, instead of what initdb makes.
 */
export async function startPGlite(dataDir: string, cluster?: Uint8Array): Promise<PGlite> {
  const pglite = new PGlite({
    dataDir,
    extensions: { vector, withoutTimers },
    parsers: { [types.JSONB]: (stored) => stored },
    ...(cluster && { loadDataDir: new Blob([cluster as Uint8Array<ArrayBuffer>]) }),
  });
  try {
    await pglite.waitReady;
  } catch (error) {
    // It leaves its files open, and whoever tries again and again has no handles left.
    abandon(pglite);
    throw error;
  }
  guardAgainstAborts(pglite);
  return pglite;
}

const transactionsBetweenLooks = 32;
/** Room is looked for rarely, since that takes longer, and early, so that short lives do it too. */
const transactionsBetweenCleanings = 1_024;
const transactionsBeforeCleaning = 8;
const maxLogBytes = 32 * 1024 * 1024;

type Work<Result> = (database: PgliteDatabase, raw: Transaction) => Promise<Result>;

/**
 * The way of every repository of a store to the database. PGlite has one session: transactions run one after the other,
 * in the order of the calls, those of other stores among them.
 *
 * The search path of the session is that of the default schema and stays it: every other store sets its own for each
 * of its transactions, and runs nothing outside of one.
 */
export class Connection {
  readonly schema: string;
  readonly #pglite: PGlite;
  readonly #isDirectoryHeld: () => boolean;
  readonly #inFlight = new Set<Promise<unknown>>();
  #migrated = false;
  #transactions = 0;
  #upkeep: Promise<void> | undefined;
  #cleaning: Promise<void> | undefined;
  #vectorType: Promise<number> | undefined;
  #closing: Promise<void> | undefined;

  /** @param isDirectoryHeld Whether what is written is written where this process may write. */
  constructor(pglite: PGlite, schema = defaultSchema, isDirectoryHeld = () => true) {
    this.#pglite = pglite;
    this.schema = schema;
    this.#isDirectoryHeld = isDirectoryHeld;
  }

  /**
   * Runs the work in a transaction, which is rolled back when the work throws. `raw` is the same transaction without
   * Drizzle.
   * @param operation For the error's message, such as `tools.apply`.
   * @throws AgentCardsError `CLOSED` | `STORE_OPERATION_FAILED`, and those that the work throws
   */
  async transaction<Result>(operation: string, work: Work<Result>, signal?: AbortSignal): Promise<Result> {
    return this.#call(operation, () => {
      this.#assertMigrated(operation);
      return this.#transact(async (database, raw) => {
        // Looked at when its turn has come.
        assertNotAborted(signal);
        return work(database, raw);
      });
    });
  }

  /**
   * Runs one statement by itself, for reads that are too frequent to begin and end a transaction for each. (In another
   * schema than the default one it takes a transaction.)
   * @param serializers How values of some types, by their number, become the bytes that PostgreSQL reads.
   * @throws AgentCardsError as `transaction` does
   */
  async query<Row>(
    operation: string,
    statement: string,
    parameters: unknown[],
    serializers: Readonly<Record<number, (value: unknown) => Uint8Array>>,
    signal?: AbortSignal,
  ): Promise<Row[]> {
    const { rows } = await this.#call(operation, () => {
      this.#assertMigrated(operation);
      assertNotAborted(signal);
      // PGlite hands bytes over as they are, though its type says text.
      const options = { serializers: serializers as unknown as Record<number, (value: unknown) => string> };
      return this.schema === defaultSchema
        ? this.#pglite.query<Row>(statement, parameters, options)
        : this.#transact((_database, raw) => raw.query<Row>(statement, parameters, options));
    });
    return rows;
  }

  /** The number of pgvector's type `vector` in this database. */
  vectorType(): Promise<number> {
    this.#vectorType ??= this.query<{ oid: number }>(
      'embeddings.nearest',
      "SELECT 'vector'::regtype::oid",
      [],
      {},
    ).then(([row]) => row!.oid);
    return this.#vectorType;
  }

  /** The transaction that lets others begin. @throws AgentCardsError as `transaction` does */
  async migrate(work: Work<void>): Promise<void> {
    await this.#call('migrate', () => this.#transact(work));
    this.#migrated = true;
  }

  /** Refuses further calls, and waits for those in flight and for the upkeep; PGlite goes on. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= Promise.allSettled(this.#inFlight).then(() => this.#cleaning);
    return this.#closing;
  }

  #assertMigrated(operation: string): void {
    if (this.#migrated) return;
    throw new AgentCardsError('STORE_OPERATION_FAILED', `${operation} was called before migrate().`, {
      hint: 'Call migrate() once after opening the store, and wait for it.',
    });
  }

  async #call<Result>(operation: string, begin: () => Promise<Result>): Promise<Result> {
    if (this.#closing) throw new AgentCardsError('CLOSED', 'The store is closed.');
    let call: Promise<Result> | undefined;
    try {
      call = begin();
      this.#inFlight.add(call);
      return await call;
    } catch (error) {
      throw operationFailed(operation, error);
    } finally {
      if (call) this.#inFlight.delete(call);
    }
  }

  async #transact<Result>(work: Work<Result>): Promise<Result> {
    assertHeld(this.#isDirectoryHeld);
    try {
      this.#keepUp();
      // Those that come meanwhile wait too: nobody overtakes.
      if (this.#upkeep !== undefined) await this.#upkeep;
      // Drizzle reads of its client only `query`, which a transaction has too.
      return await this.#pglite.transaction(async (transaction) => {
        const raw = givingWay(transaction);
        if (this.schema !== defaultSchema) await raw.exec(`SET LOCAL ${searchPath(this.schema)}`);
        return work(drizzle({ client: raw as unknown as PGlite }), raw);
      });
    } finally {
      // PostgreSQL goes on writing into files that it has open and nobody finds any more.
      assertHeld(this.#isDirectoryHeld);
    }
  }

  /** Counts a transaction, and begins what PostgreSQL in one process has no other processes for, where it is due. */
  #keepUp(): void {
    this.#transactions += 1;
    if (this.#transactions % transactionsBetweenCleanings === transactionsBeforeCleaning) this.#clean();
    if (this.#transactions % transactionsBetweenLooks !== 0) return;
    const before = this.#upkeep;
    const work = async () => {
      await before?.catch(() => {});
      await this.#boundLog();
    };
    const upkeep = work().finally(() => {
      if (this.#upkeep === upkeep) this.#upkeep = undefined;
    });
    this.#upkeep = upkeep;
  }

  /** Nobody waits for it: calls have their turn between two tables. What fails is tried again with the next cleaning. */
  #clean(): void {
    this.#cleaning ??= reuseSpace(
      this.#pglite,
      this.schema,
      () => this.#closing === undefined && this.#isDirectoryHeld(),
    )
      .catch(() => {})
      .finally(() => {
        this.#cleaning = undefined;
      });
  }

  /**
   * PostgreSQL in one process has no checkpointer: its log would grow until the store is closed, and with it the time
   * that the next opening takes after a kill.
   */
  async #boundLog(): Promise<void> {
    const { rows } = await this.#pglite.query<{ bytes: number }>(
      'SELECT (pg_current_wal_lsn() - redo_lsn)::float8 AS bytes FROM pg_control_checkpoint()',
    );
    if (rows[0]!.bytes > maxLogBytes) await this.#pglite.exec('CHECKPOINT');
  }
}

/** The transaction, which before each statement lets the event loop turn when it is time: PGlite works on this thread. */
function givingWay(transaction: Transaction): Transaction {
  return {
    ...transaction,
    query: (...call) => giveWay().then(() => transaction.query(...call)),
    exec: (...call) => giveWay().then(() => transaction.exec(...call)),
  };
}
