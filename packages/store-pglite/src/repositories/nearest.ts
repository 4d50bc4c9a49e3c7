import type { EmbeddingStore, NearestTool, ToolId } from '@agentcards/core';
import type { Transaction } from '@electric-sql/pglite';
import type { Connection } from '../connection.js';
import { decodeText, encodeText } from '../encoding/text.js';
import { encodeVector } from '../encoding/vector.js';
import { dimensionMismatch, type VectorColumn } from '../vector-column.js';

type NearestQuery = Parameters<NonNullable<EmbeddingStore['nearest']>>[0];

/**
 * Length of the list of candidates with which the index is searched: recall@10 of .98 and more at 50,000 tools, see
 * docs/decisions/2026-11-23-nearest-tools-by-index.md.
 */
const candidates = 200;

/**
 * Settles how this session searches the index. Where the conditions of a query drop candidates, pgvector goes on until
 * it has as many as were asked for.
 */
export async function prepareNearest(transaction: Transaction): Promise<void> {
  // The settings exist once the library is loaded, which the first use of the type does.
  await transaction.exec(
    `SELECT '[1]'::vector; SET hnsw.ef_search = ${candidates}; SET hnsw.iterative_scan = strict_order`,
  );
}

export async function findNearest(
  connection: Connection,
  { type, dimensions }: VectorColumn,
  { vector, limit, toolIds, signal }: NearestQuery,
): Promise<NearestTool[]> {
  if (vector.length !== dimensions) throw dimensionMismatch(dimensions, vector.length);
  const distance = `embedding <=> $1::vector::${type}(${dimensions})`;
  // A subquery is a condition that the planner cannot turn into a join, which would not read the index in its order.
  const active = "(SELECT status FROM tool_schema WHERE tool_schema.tool_id = tool_embedding.tool_id) = 'active'";
  // A sum is not what the index orders by, so these tools are compared one by one.
  const exact = `SELECT tool_id, ${distance} AS distance FROM tool_embedding
    WHERE tool_id = ANY ($3::text[]) ORDER BY (${distance}) + 0, tool_id LIMIT $2`;
  const indexed = `SELECT tool_id, ${distance} AS distance FROM tool_embedding
    WHERE ${active} ORDER BY ${distance} LIMIT $2`;
  const vectorType = await connection.vectorType();
  const rows = await connection.query<{ tool_id: string; distance: number }>(
    'embeddings.nearest',
    toolIds === undefined ? indexed : exact,
    toolIds === undefined ? [vector, limit] : [vector, limit, toolIds.map(encodeText)],
    // In binary: as text, a vector of 1,024 numbers takes four times as long to hand over as to find.
    { [vectorType]: (value) => encodeVector(value as Float32Array, 'vector') },
    signal,
  );
  return rows
    .filter(({ distance: value }) => Number.isFinite(value))
    .map(({ tool_id, distance: value }) => ({
      toolId: decodeText(tool_id) as ToolId,
      similarity: Math.max(-1, Math.min(1, 1 - value)),
    }));
}
