import type { EmbeddingRecord, EmbeddingStore } from '@agentcards/core';
import type { Transaction } from '@electric-sql/pglite';
import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Connection } from '../connection.js';
import { encodeText } from '../encoding/text.js';
import { decodeVector } from '../encoding/vector.js';
import { toolEmbedding, toolEmbeddingFormer, toolEmbeddingStaged } from '../schema/tool-embedding.js';
import {
  assertIndexable,
  dimensionMismatch,
  fitVectorColumn,
  maxDimensions,
  rebuildEmbeddingIndex,
  refillVectorColumn,
  type VectorColumn,
} from '../vector-column.js';
import { copyVectors, vectorColumns } from './copy-vectors.js';
import { findNearest } from './nearest.js';
import { readPage } from './read-page.js';
import { chunked, lastByKey } from './rows.js';

/**
 * Putting a vector into the HNSW index costs about this many times its share of building the index anew: measured,
 * see docs/decisions/2026-11-23-vectors-in-pglite.md.
 */
const insertionOverBuild = 4;
/** Below this many in a call the index is never built anew: that is one statement, and nothing else has its turn meanwhile. */
const worthBuilding = 1_000;

/** Vectors that are kept of a tool beside the one in use: texts go back and forth between few versions. */
const formerVectors = 8;

/** The type of the vectors in the migrated store, as those who change it leave it. */
export interface CurrentColumn {
  column: VectorColumn;
  /** Whether the length of vectors is settled. If not, a store that holds none takes that of the first to come. */
  isSettled: boolean;
}

export function createEmbeddingStore(connection: Connection, current: CurrentColumn): EmbeddingStore {
  /** After the transaction alone: one that was rolled back has not changed the column. */
  function settle(column: VectorColumn): void {
    current.column = column;
    current.isSettled = true;
  }

  return {
    maxDimensions,

    put: async (records) => {
      const written = await connection.transaction('embeddings.put', async (_database, raw) => {
        const [first] = records;
        if (first === undefined) return undefined;
        const column = current.isSettled ? current.column : await fitVectorColumn(raw, first.embedding.length);
        assertLength(records, column.dimensions);
        const distinct = lastByKey(records, ({ toolId }) => toolId);
        await keepFormer(raw, distinct);
        const kept = await deleteVectors(raw, 'tool_embedding', distinct);
        const copy = () => copyVectors(raw, 'tool_embedding', column.type, distinct);
        const isBulk =
          distinct.length >= worthBuilding && distinct.length * insertionOverBuild >= kept + distinct.length;
        if (isBulk) await rebuildEmbeddingIndex(raw, column, copy);
        else await copy();
        return column;
      });
      if (written !== undefined) settle(written);
    },

    read: ({ after, limit, signal }) =>
      connection.transaction(
        'embeddings.read',
        (_database, raw) => readPage(raw, toolEmbedding, { key: [[toolEmbedding.toolId, after]], limit }),
        signal,
      ),

    find: ({ modelId, contentHashes }) =>
      connection.transaction('embeddings.find', async (database) => {
        const found = new Map<string, EmbeddingRecord>();
        for (const hashes of chunked(new Set(contentHashes))) {
          for (const table of [toolEmbeddingFormer, toolEmbeddingStaged, toolEmbedding]) {
            const rows = await database
              .selectDistinctOn([table.contentHash], columnsOf(table))
              .from(table)
              .where(and(inArray(table.contentHash, hashes), eq(table.modelId, modelId)))
              .orderBy(asc(table.contentHash), asc(table.toolId));
            for (const row of rows) found.set(row.contentHash, row);
          }
        }
        return [...found.values()];
      }),

    stage: (records) =>
      connection.transaction('embeddings.stage', async (_database, raw) => {
        const distinct = lastByKey(records, ({ toolId }) => toolId);
        const [first] = distinct;
        if (first === undefined) return;
        assertIndexable(first.embedding.length);
        const { rows } = await raw.query<{ length: number }>(
          'SELECT vector_dims(embedding) AS length FROM tool_embedding_staged LIMIT 1',
        );
        assertLength(records, rows[0]?.length ?? first.embedding.length);
        await deleteVectors(raw, 'tool_embedding_staged', distinct);
        await copyVectors(raw, 'tool_embedding_staged', 'vector', distinct);
      }),

    readStaged: ({ after, limit, signal }) =>
      connection.transaction(
        'embeddings.readStaged',
        (_database, raw) => readPage(raw, toolEmbeddingStaged, { key: [[toolEmbeddingStaged.toolId, after]], limit }),
        signal,
      ),

    promote: async ({ modelId, dimensions }) => {
      const promoted = await connection.transaction('embeddings.promote', async (_database, raw) => {
        const { rows: odd } = await raw.query<{ length: number }>(
          `SELECT vector_dims(embedding) AS length FROM tool_embedding_staged
           WHERE model_id = $1 AND vector_dims(embedding) <> $2 LIMIT 1`,
          [encodeText(modelId), dimensions],
        );
        if (odd[0]) throw dimensionMismatch(dimensions, odd[0].length);
        const column = await refillVectorColumn(raw, dimensions, ({ type }) =>
          raw.query(
            `INSERT INTO tool_embedding (${vectorColumns})
             SELECT tool_id, model_id, content_hash, embedding::${type}(${dimensions}), updated_at
             FROM tool_embedding_staged WHERE model_id = $1`,
            [encodeText(modelId)],
          ),
        );
        await raw.exec('TRUNCATE tool_embedding_staged, tool_embedding_former');
        return column;
      });
      settle(promoted);
    },

    discardStaged: () =>
      connection.transaction('embeddings.discardStaged', async (_database, raw) => {
        await raw.exec('TRUNCATE tool_embedding_staged');
      }),

    nearest: (query) => findNearest(connection, current.column, query),
  };
}

function columnsOf(table: typeof toolEmbedding | typeof toolEmbeddingStaged | typeof toolEmbeddingFormer) {
  const { toolId, modelId, contentHash, updatedAt } = table;
  const bytes: SQL = sql`encode(vector_send(${table.embedding}::vector), 'base64')`;
  return { toolId, modelId, contentHash, updatedAt, embedding: bytes.mapWith(decodeVector) };
}

/** Puts the vectors of other texts, which these replace, aside. */
async function keepFormer(transaction: Transaction, records: readonly EmbeddingRecord[]): Promise<void> {
  const toolIds = records.map(({ toolId }) => encodeText(toolId));
  const { rows } = await transaction.query(
    `INSERT INTO tool_embedding_former (${vectorColumns})
     SELECT tool_id, model_id, former.content_hash, embedding::vector, updated_at
     FROM tool_embedding AS former
     JOIN unnest($1::text[], $2::text[]) AS next (tool_id, content_hash) USING (tool_id)
     WHERE former.content_hash <> next.content_hash
     ON CONFLICT (tool_id, content_hash) DO UPDATE
       SET model_id = excluded.model_id, embedding = excluded.embedding, updated_at = excluded.updated_at
     RETURNING 1`,
    [toolIds, records.map(({ contentHash }) => encodeText(contentHash))],
  );
  if (rows.length === 0) return;
  await transaction.query(
    `DELETE FROM tool_embedding_former AS former USING (
       SELECT tool_id, content_hash,
         row_number() OVER (PARTITION BY tool_id ORDER BY updated_at DESC, content_hash) AS place
       FROM tool_embedding_former WHERE tool_id = ANY ($1::text[])
     ) AS ranked
     WHERE place > $2 AND former.tool_id = ranked.tool_id AND former.content_hash = ranked.content_hash`,
    [toolIds, formerVectors],
  );
}

/**
 * Deletes the vectors of these tools; returns how many others there are, counted as far as it takes to choose between
 * inserting and building the index anew.
 */
async function deleteVectors(
  transaction: Transaction,
  table: 'tool_embedding' | 'tool_embedding_staged',
  records: readonly { readonly toolId: string }[],
): Promise<number> {
  const { rows } = await transaction.query<{ kept: number }>(
    `WITH gone AS (DELETE FROM ${table} WHERE tool_id = ANY ($1::text[]) RETURNING 1)
     SELECT (SELECT count(*) FROM (SELECT FROM ${table} LIMIT $2) AS counted) - (SELECT count(*) FROM gone) AS kept`,
    [records.map(({ toolId }) => encodeText(toolId)), insertionOverBuild * records.length + 1],
  );
  return rows[0]!.kept;
}

/** @throws AgentCardsError `VECTOR_DIMENSION_MISMATCH` */
function assertLength(records: readonly { readonly embedding: Float32Array }[], dimensions: number): void {
  const odd = records.find(({ embedding }) => embedding.length !== dimensions);
  if (odd) throw dimensionMismatch(dimensions, odd.embedding.length);
}
