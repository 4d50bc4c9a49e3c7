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

/** @throws AgentCardsError `INVALID_INPUT` above `maxDimensions` */
export function assertIndexable(dimensions: number): void {
  if (dimensions <= maxDimensions) return;
  throw new AgentCardsError(
    'INVALID_INPUT',
    `Vectors of ${dimensions} dimensions cannot be indexed; ${maxDimensions} are the most.`,
    { hint: 'Use an embedder that makes shorter vectors.' },
  );
}

/** What a column for vectors of this length is. @throws AgentCardsError `INVALID_INPUT` */
function columnFor(dimensions: number): VectorColumn {
  assertIndexable(dimensions);
  return { type: dimensions > maxVectorDimensions ? 'halfvec' : 'vector', dimensions };
}

/** Gives a column that holds nothing the dimension; one that holds vectors stays as it is. Returns what it is then. */
export async function fitVectorColumn(transaction: Transaction, dimensions: number): Promise<VectorColumn> {
  const stored = await readVectorColumn(transaction);
  if (stored.dimensions === dimensions) return stored;
  const { rows } = await transaction.query('SELECT FROM tool_embedding LIMIT 1');
  return rows.length > 0 ? stored : refillVectorColumn(transaction, dimensions, async () => {});
}

/** Empties the table, gives the column the dimension, and lets `fill` write before the index is built. */
export async function refillVectorColumn(
  transaction: Transaction,
  dimensions: number,
  fill: (column: VectorColumn) => Promise<unknown>,
): Promise<VectorColumn> {
  const column = columnFor(dimensions);
  await rebuildEmbeddingIndex(transaction, column, async () => {
    await transaction.exec(
      `TRUNCATE tool_embedding;
       ALTER TABLE tool_embedding ALTER COLUMN embedding TYPE ${column.type}(${dimensions})`,
    );
    await fill(column);
  });
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
  // pgvector builds the graph in memory as long as it fits in here, and far slower on the table when it does not.
  await transaction.exec(
    `SET LOCAL maintenance_work_mem = '1GB';
     CREATE INDEX ${embeddingIndex} ON tool_embedding
     USING hnsw (embedding ${type}_cosine_ops) WITH (m = 16, ef_construction = 64)`,
  );
}

export function dimensionMismatch(stored: number, given: number): AgentCardsError {
  return new AgentCardsError(
    'VECTOR_DIMENSION_MISMATCH',
    `The store holds vectors of ${stored} dimensions; got ${given}.`,
    {
      hint:
        'Use the embedder that the store was filled with, or change it with tools.reembed or the option reembed. A store ' +
        'that holds no vectors yet takes those of its `dimensions`: open it with those of the embedder, or without them.',
      details: { stored, given },
    },
  );
}
