import * as core from '@agentcards/core';
import Database from 'libsql';
import { createRows, type Place, Rows } from './rows.js';

/** Each brings the database from the version that is its place to the next. Append only. */
const tableNames = 'tools vectors staged former dimensions edges sums executions suggestions config learned errors';
const migrations = [tableNames.split(' ').map(createRows).join('\n')];

/**
 * A store in a file of SQLite (`:memory:` for none). It has no index of vectors, so it leaves out `nearest`: AgentCards then
 * compares vectors in memory.
 */
export function createSqliteStore(path: string): core.Store {
  const database = new Database(path);
  const rows = <Value>(table: string, placeOf: (value: Value) => Place) => new Rows<Value>(database, table, placeOf);

  const tools = rows<core.ToolRecord>('tools', ({ toolId }) => ({ key: toolId }));
  const byTool = ({ toolId, contentHash }: core.EmbeddingRecord) => ({ key: toolId, tag: contentHash });
  const vectors = rows('vectors', byTool);
  const staged = rows('staged', byTool);
  /** The last vector of another text that each tool had. */
  const former = rows('former', byTool);
  const dimensions = rows<number>('dimensions', () => ({ key: 'in use' }));
  const edges = rows<core.DependencyRecord>('edges', (edge) => ({ key: keyOf(edge) }));
  const sums = rows<core.DependencyIncrement>('sums', (sum) => ({ key: keyOf(sum) }));
  const executions = rows<core.ExecutionRecord>('executions', ({ id, executedAt }) => ({ key: id, at: executedAt }));
  const suggestions = rows<core.SuggestionRecord>('suggestions', ({ id, madeAt }) => ({ key: id, at: madeAt }));
  const config = rows<{ key: string; value: core.JsonValue }>('config', ({ key }) => ({ key }));
  const learned = rows<core.AdaptiveValue>('learned', ({ key }) => ({ key }));
  const errors = rows<{ place: number; error: core.ErrorRecord }>('errors', ({ place, error }) => ({
    key: String(place).padStart(16, '0'),
    at: error.timestamp,
  }));

  /**
   * Every call is one transaction, which is rolled back when the work throws. The work is done before the call returns its
   * promise: what the caller does to its objects afterwards changes nothing, and calls cannot come between each other.
   */
  async function call<Result>(work: () => Result, signal?: AbortSignal): Promise<Result> {
    if (!database.open) throw new core.AgentCardsError('CLOSED', 'The store is closed.');
    if (signal?.aborted) throw new core.AgentCardsError('ABORTED', 'The call was aborted.', { cause: signal.reason });
    try {
      return database.transaction(work).immediate();
    } catch (error) {
      if (!(error instanceof Database.SqliteError)) throw error;
      throw new core.AgentCardsError('STORE_OPERATION_FAILED', `SQLite failed: ${error.code}`, { cause: error });
    }
  }

  const newestErrors = (limit: number) => errors.select('ORDER BY key DESC LIMIT ?', limit);

  const observe = (increment: core.DependencyIncrement, confidenceOf: core.ConfidenceOf) =>
    edges.put(core.observedEdge(edges.get(keyOf(increment)), increment, confidenceOf));

  function assertLength({ embedding }: core.EmbeddingRecord, expected: number): void {
    if (embedding.length === expected) return;
    throw new core.AgentCardsError('VECTOR_DIMENSION_MISMATCH', `Vectors here have ${expected} numbers.`);
  }

  return {
    specificationVersion: 1,
    tools: {
      apply: ({ upsert, remove, at }) =>
        call(() => {
          for (const tool of upsert) tools.put({ ...tool, firstSeen: (tools.get(tool.toolId) ?? tool).firstSeen });
          for (const tool of remove.flatMap((id) => tools.get(id) ?? [])) {
            tools.put({ ...tool, status: 'removed', updatedAt: at });
          }
        }),
      read: (page) => call(() => tools.page(page), page.signal),
      purge: (ids) =>
        call(() => {
          const purged = ids.filter((id) => tools.get(id)?.status === 'removed' && tools.delete(id));
          for (const id of purged) for (const table of [vectors, staged, former]) table.delete(id);
          return purged.length;
        }),
    },
    embeddings: {
      put: (records) =>
        call(() => {
          for (const record of records) {
            const length = dimensions.get('in use') ?? record.embedding.length;
            assertLength(record, length);
            dimensions.insert(length);
            const before = vectors.get(record.toolId);
            if (before && before.contentHash !== record.contentHash) former.put(before);
            vectors.put(record);
          }
        }),
      read: (page) => call(() => vectors.page(page), page.signal),
      find: ({ modelId, contentHashes }) =>
        call(() =>
          [...new Set(contentHashes)].flatMap((hash) => {
            const tagged = [vectors, staged, former].flatMap((table) => table.select('WHERE tag = ?', hash));
            return tagged.find((record) => record.modelId === modelId) ?? [];
          }),
        ),
      stage: (records) =>
        call(() => {
          for (const record of records) {
            assertLength(record, (staged.page({ limit: 1 })[0] ?? record).embedding.length);
            staged.put(record);
          }
        }),
      readStaged: (page) => call(() => staged.page(page), page.signal),
      promote: (model) =>
        call(() => {
          const promoted = staged.page({ limit: -1 }).filter(({ modelId }) => modelId === model.modelId);
          for (const table of [vectors, staged, former]) table.deleteAll();
          for (const record of promoted) {
            assertLength(record, model.dimensions);
            vectors.put(record);
          }
          dimensions.put(model.dimensions);
        }),
      discardStaged: () => call(() => void staged.deleteAll()),
    },
    edges: {
      declare: (declared, confidenceOf) =>
        call(() => {
          for (const edge of declared) edges.put(core.declaredEdge(edges.get(keyOf(edge)), edge, confidenceOf));
        }),
      withdraw: (pairs, confidenceOf) =>
        call(() => {
          const declared = pairs.filter((pair) => {
            const edge = edges.get(keyOf(pair));
            if (edge === undefined || edge.source === 'learned') return false;
            const left = core.withdrawnEdge(edge, confidenceOf);
            if (left) edges.put(left);
            else edges.delete(keyOf(pair));
            return true;
          });
          return declared.length;
        }),
      replaceObserved: (increments, confidenceOf) =>
        call(() => {
          const declared = edges.page({ limit: -1 }).flatMap((edge) => core.unobservedEdge(edge, confidenceOf) ?? []);
          edges.deleteAll();
          for (const edge of declared) edges.put(edge);
          for (const increment of increments) observe(increment, confidenceOf);
        }),
      read: (page) => call(() => edges.page({ ...page, after: page.after && keyOf(page.after) }), page.signal),
    },
    executions: {
      record: (execution, increments, confidenceOf) =>
        call(() => {
          if (!executions.insert(execution)) return 'duplicate';
          for (const increment of increments) observe(increment, confidenceOf);
          return 'recorded';
        }),
      append: (records) => call(() => records.filter((record) => executions.insert(record)).length),
      read: (page) => call(() => executions.page(page), page.signal),
      remove: (ids) => call(() => ids.filter((id) => executions.delete(id)).length),
    },
    retirement: {
      oldest: ({ before, limit, signal }) =>
        call(() => executions.select('WHERE at < ? ORDER BY at, key LIMIT ?', before.getTime(), limit), signal),
      retire: (retired, confidenceOf) =>
        call(() => {
          const deleted = retired.filter(({ id }) => executions.delete(id));
          for (const increment of deleted.flatMap(({ increments }) => increments)) {
            const key = keyOf(increment);
            sums.put(core.addedIncrement(sums.get(key), increment));
            const edge = edges.get(key);
            if (edge) edges.put(core.ratedEdge(edge, confidenceOf));
          }
          return deleted.length;
        }),
      read: (page) => call(() => sums.page({ ...page, after: page.after && keyOf(page.after) }), page.signal),
      insert: (missing) => call(() => missing.filter((sum) => sums.insert(sum)).length),
      remove: (pairs) => call(() => pairs.filter((pair) => sums.delete(keyOf(pair))).length),
    },
    suggestions: {
      put: (records, { atMost, notBefore }) =>
        call(() => {
          for (const record of records) suggestions.insert(record);
          suggestions.deleteAll('WHERE at < ?', notBefore.getTime());
          // Those behind the youngest: SQLite takes -1 for no limit.
          for (const { id } of suggestions.select('ORDER BY at DESC, key DESC LIMIT -1 OFFSET ?', atMost)) {
            suggestions.delete(id);
          }
        }),
      get: (id) => call(() => suggestions.get(id)),
      read: (page) => call(() => suggestions.page(page), page.signal),
      remove: (ids) => call(() => ids.filter((id) => suggestions.delete(id)).length),
    },
    config: {
      get: (key) => call(() => config.get(key)?.value),
      set: (key, value) => call(() => config.put({ key, value })),
      setIfAbsent: (key, value) =>
        call(() => {
          config.insert({ key, value });
          return config.get(key)!.value;
        }),
      list: (prefix) => call(() => config.startingWith(prefix)),
    },
    adaptiveConfig: {
      read: (prefix) => call(() => learned.startingWith(prefix)),
      replace: (prefix, values) =>
        call(() => {
          for (const { key } of learned.startingWith(prefix)) learned.delete(key);
          for (const value of values) learned.put({ ...value, value: Math.fround(value.value) });
        }),
    },
    errors: {
      append: (error) => call(() => errors.put({ place: (newestErrors(1)[0]?.place ?? 0) + 1, error })),
      recent: (limit) => call(() => newestErrors(limit).map(({ error }) => error)),
      count: () => call(() => (database.prepare('SELECT count(*) AS n FROM errors').get() as { n: number }).n),
      prune: ({ before, limit }) =>
        call(() => {
          const old = 'SELECT key FROM errors WHERE at < ? ORDER BY at, key LIMIT ?';
          return errors.deleteAll(`WHERE key IN (${old})`, before.getTime(), limit);
        }),
    },
    migrate: () =>
      call(() => {
        const [{ user_version: version }] = database.prepare('PRAGMA user_version').all() as [{ user_version: number }];
        if (version > migrations.length) {
          throw new core.AgentCardsError('MIGRATION_MISMATCH', `${path} was written by a newer version of this store.`);
        }
        for (const migration of migrations.slice(version)) database.exec(migration);
        database.exec(`PRAGMA user_version = ${migrations.length}`);
      }),
    close: async () => void (database.open && database.close()),
  };
}

/** A line break is in no tool id and sorts before everything that is. */
function keyOf({ from, to }: core.DependencyPair): string {
  return `${from}\n${to}`;
}
