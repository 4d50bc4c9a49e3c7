import type { EmbeddingRecord, EmbeddingStore } from '@agentcards/core';
import type { Transaction } from '@electric-sql/pglite';
import { asc, gt, sql } from 'drizzle-orm';
import type { Connection } from '../connection.js';
import { copyBinary } from '../encoding/copy-binary.js';
import { encodeText } from '../encoding/text.js';
import { encodeTimestampBinary } from '../encoding/timestamp.js';
import { decodeVector, encodeVector } from '../encoding/vector.js';
import { toolEmbedding } from '../schema/tool-embedding.js';
import { dimensionMismatch, rebuildEmbeddingIndex, type VectorColumn } from '../vector-column.js';
import { lastByKey } from './rows.js';

/**
 * Putting a vector into the HNSW index costs about this many times its share of building the index anew: measured,
 * see docs/decisions/2026-11-23-vectors-in-pglite.md.
 */
const insertionOverBuild = 4;

/** @param column The type of the vectors in the migrated store. */
export function createEmbeddingStore(connection: Connection, column: () => VectorColumn): EmbeddingStore {
  return {
    put: (records) =>
      connection.transaction('embeddings.put', async (_database, raw) => {
        const { dimensions } = column();
        const odd = records.find(({ embedding }) => embedding.length !== dimensions);
        if (odd) throw dimensionMismatch(dimensions, odd.embedding.length);
        const distinct = lastByKey(records, ({ toolId }) => toolId);
        if (distinct.length > 0) await replace(raw, column(), distinct);
      }),

    read: ({ after, limit }) =>
      connection.transaction('embeddings.read', (database) => {
        const { toolId, modelId, contentHash, updatedAt } = toolEmbedding;
        return database
          .select({
            toolId,
            modelId,
            contentHash,
            updatedAt,
            embedding: sql`encode(vector_send(${toolEmbedding.embedding}::vector), 'base64')`.mapWith(decodeVector),
          })
          .from(toolEmbedding)
          .where(after === undefined ? undefined : gt(toolId, after))
          .orderBy(asc(toolId))
          .limit(limit);
      }),
  };
}

const copiedColumns = 'tool_id, model_id, content_hash, embedding, updated_at';

async function replace(
  transaction: Transaction,
  column: VectorColumn,
  records: readonly EmbeddingRecord[],
): Promise<void> {
  const { rows } = await transaction.query<{ kept: number }>(
    `WITH gone AS (DELETE FROM tool_embedding WHERE tool_id = ANY ($1::text[]) RETURNING 1)
     SELECT (SELECT count(*) FROM tool_embedding) - (SELECT count(*) FROM gone) AS kept`,
    [records.map(({ toolId }) => encodeText(toolId))],
  );
  const total = rows[0]!.kept + records.length;
  const copy = () =>
    transaction.query(`COPY tool_embedding (${copiedColumns}) FROM '/dev/blob' WITH (FORMAT binary)`, [], {
      blob: new Blob([copyBinary(records.map((record) => toFields(record, column)))]),
    });
  if (records.length * insertionOverBuild < total) await copy();
  else await rebuildEmbeddingIndex(transaction, column, copy);
}

function toFields(record: EmbeddingRecord, { type }: VectorColumn): Uint8Array[] {
  const texts = [record.toolId, record.modelId, record.contentHash];
  return [
    ...texts.map((text) => new TextEncoder().encode(encodeText(text))),
    encodeVector(record.embedding, type),
    encodeTimestampBinary(record.updatedAt),
  ];
}
