import type { EmbeddingRecord } from '@agentcards/core';
import type { Transaction } from '@electric-sql/pglite';
import { copyBinary } from '../encoding/copy-binary.js';
import { encodeText } from '../encoding/text.js';
import { encodeTimestampBinary } from '../encoding/timestamp.js';
import { encodeVector } from '../encoding/vector.js';
import type { VectorColumn } from '../vector-column.js';
import { chunked } from './rows.js';

/** Vectors of a statement: with an index each takes milliseconds, and the event loop turns after a statement only. */
const vectorsInPiece = 32;

export const vectorColumns = 'tool_id, model_id, content_hash, embedding, updated_at';

/** Writes vectors of tools that have none in the table, by binary COPY. */
export async function copyVectors(
  transaction: Transaction,
  table: 'tool_embedding' | 'tool_embedding_staged',
  type: VectorColumn['type'],
  records: readonly EmbeddingRecord[],
): Promise<void> {
  for (const piece of chunked(records, vectorsInPiece)) {
    await transaction.query(`COPY ${table} (${vectorColumns}) FROM '/dev/blob' WITH (FORMAT binary)`, [], {
      blob: new Blob([copyBinary(piece.map((record) => toFields(record, type)))]),
    });
  }
}

function toFields(record: EmbeddingRecord, type: VectorColumn['type']): Uint8Array[] {
  const texts = [record.toolId, record.modelId, record.contentHash];
  return [
    ...texts.map((text) => new TextEncoder().encode(encodeText(text))),
    encodeVector(record.embedding, type),
    encodeTimestampBinary(record.updatedAt),
  ];
}
