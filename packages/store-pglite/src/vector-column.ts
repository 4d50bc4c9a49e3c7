import { AgentCardsError } from '@agentcards/core';
import type { Transaction } from '@electric-sql/pglite';

/** The type of the column that holds the vectors: the one place where the store's dimension is written down. */
export interface VectorColumn {
  readonly type: 'vector' | 'halfvec';
  readonly dimensions: number;
}

/** pgvector indexes at most this many dimensions of each type. */
const maxVectorDimensions = 2_000;
export const maxDimensions = 4_000;

const embeddingIndex = 'idx_tool_embedding_embedding';

export async function readVectorColumn(transaction: Transaction): Promise<VectorColumn> {
  const { rows } = await transaction.query<{ declared: string }>(
    `SELECT format_type(atttypid, atttypmod) AS declared FROM pg_attribute
     WHERE attrelid = 'tool_embedding'::regclass AND attname = 'embedding'`,
  );
  const [type, dimensions] = rows[0]!.declared.split(/[()]/);
  return { type: type as VectorColumn['type'], dimensions: Number(dimensions) };
}

/**
 * Gives the column the dimension. Only a column that holds nothing changes its type.
 * @throws AgentCardsError `VECTOR_DIMENSION_MISMATCH` when vectors of another dimension are stored
 */
export async function fitVectorColumn(transaction: Transaction, dimensions: number): Promise<VectorColumn> {
  const stored = await readVectorColumn(transaction);
  if (stored.dimensions === dimensions) return stored;
  const { rows } = await transaction.query('SELECT FROM tool_embedding LIMIT 1');
  if (rows.length > 0) throw dimensionMismatch(stored.dimensions, dimensions);
  const column: VectorColumn = { type: dimensions > maxVectorDimensions ? 'halfvec' : 'vector', dimensions };
  await rebuildEmbeddingIndex(transaction, column, () =>
    transaction.exec(`ALTER TABLE tool_embedding ALTER COLUMN embedding TYPE ${column.type}(${dimensions})`),
  );
  return column;
}

/** Drops the HNSW index, does the work without it, and builds it anew. */
export async function rebuildEmbeddingIndex(
  transaction: Transaction,
  { type }: VectorColumn,
  work: () => Promise<unknown>,
): Promise<void> {
  await transaction.exec(`DROP INDEX ${embeddingIndex}`);
  await work();
  await transaction.exec(
    `CREATE INDEX ${embeddingIndex} ON tool_embedding
     USING hnsw (embedding ${type}_cosine_ops) WITH (m = 16, ef_construction = 64)`,
  );
}

export function dimensionMismatch(stored: number, given: number): AgentCardsError {
  return new AgentCardsError(
    'VECTOR_DIMENSION_MISMATCH',
    `The store holds vectors of ${stored} dimensions; got ${given}.`,
    {
      hint: `Use the embedder that the store was filled with, or embed anew into a store of ${given} dimensions.`,
      details: { stored, given },
    },
  );
}
