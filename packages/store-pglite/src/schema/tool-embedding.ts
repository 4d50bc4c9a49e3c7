import type { ToolId } from '@agentcards/core';
import { index, pgTable, primaryKey, vector } from 'drizzle-orm/pg-core';
import { anyVector, keyText, text, timestamptz } from './column-types.js';
import { toolSchema } from './tool-schema.js';

/** The vector of a tool and what it was made from. The column's type is fitted to the store; see `fitDimensions`. */
export const toolEmbedding = pgTable(
  'tool_embedding',
  {
    toolId: keyText('tool_id')
      .$type<ToolId>()
      .primaryKey()
      .references(() => toolSchema.toolId, { onDelete: 'cascade' }),
    modelId: text('model_id').notNull(),
    contentHash: text('content_hash').notNull(),
    embedding: vector('embedding', { dimensions: 1024 }).$type<Float32Array>().notNull(),
    updatedAt: timestamptz('updated_at').notNull(),
  },
  (table) => [
    index('idx_tool_embedding_embedding')
      .using('hnsw', table.embedding.op('vector_cosine_ops'))
      .with({ m: 16, ef_construction: 64 }),
    index('idx_tool_embedding_content').on(table.contentHash, table.modelId),
  ],
);

/** A vector that is not in use, of whatever length, and what it was made from. */
const vectorAside = () => ({
  modelId: text('model_id').notNull(),
  contentHash: text('content_hash').notNull(),
  embedding: anyVector('embedding').notNull(),
  updatedAt: timestamptz('updated_at').notNull(),
});

/** Vectors of another model, of whatever length, that wait to take the place of those in use. */
export const toolEmbeddingStaged = pgTable(
  'tool_embedding_staged',
  {
    toolId: keyText('tool_id')
      .$type<ToolId>()
      .primaryKey()
      .references(() => toolSchema.toolId, { onDelete: 'cascade' }),
    ...vectorAside(),
  },
  (table) => [index('idx_tool_embedding_staged_content').on(table.contentHash, table.modelId)],
);

/** Vectors that tools had before their texts changed, some of each tool. */
export const toolEmbeddingFormer = pgTable(
  'tool_embedding_former',
  {
    toolId: keyText('tool_id')
      .$type<ToolId>()
      .notNull()
      .references(() => toolSchema.toolId, { onDelete: 'cascade' }),
    ...vectorAside(),
  },
  (table) => [
    primaryKey({ columns: [table.toolId, table.contentHash] }),
    index('idx_tool_embedding_former_content').on(table.contentHash, table.modelId),
  ],
);
