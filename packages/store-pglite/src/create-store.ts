import type { Store } from '@agentcards/core';
import type { Connection } from './connection.js';
import { allMigrations } from './migrations/all-migrations.js';
import { applyMigrations } from './migrations/apply-migrations.js';
import { createAdaptiveConfigStore } from './repositories/adaptive-config.js';
import { createConfigStore } from './repositories/config.js';
import { createEdgeStore } from './repositories/edges.js';
import { type CurrentColumn, createEmbeddingStore } from './repositories/embeddings.js';
import { createErrorStore } from './repositories/errors.js';
import { createExecutionStore } from './repositories/executions.js';
import { prepareNearest } from './repositories/nearest.js';
import { createRetirementStore } from './repositories/retirement.js';
import { createSuggestionStore } from './repositories/suggestions.js';
import { createToolStore } from './repositories/tools.js';
import { createTenantSchema } from './tenant-schema.js';
import { fitVectorColumn, readVectorColumn } from './vector-column.js';

/** The ports of a store over its connection. What they remember of the database they remember of its schema. */
export function createStore(connection: Connection, dimensions: number | undefined): Omit<Store, 'close'> {
  // Replaced by `migrate`, which comes before whatever reads it.
  const current: CurrentColumn = {
    column: { type: 'vector', dimensions: 1_024 },
    isSettled: dimensions !== undefined,
  };
  return {
    specificationVersion: 1,
    tools: createToolStore(connection),
    embeddings: createEmbeddingStore(connection, current),
    edges: createEdgeStore(connection),
    executions: createExecutionStore(connection),
    retirement: createRetirementStore(connection),
    suggestions: createSuggestionStore(connection),
    config: createConfigStore(connection),
    adaptiveConfig: createAdaptiveConfigStore(connection),
    errors: createErrorStore(connection),
    migrate: () =>
      connection.migrate(async (_database, raw) => {
        await createTenantSchema(raw, connection.schema);
        await applyMigrations(raw, allMigrations);
        current.column = await (dimensions === undefined ? readVectorColumn(raw) : fitVectorColumn(raw, dimensions));
        await prepareNearest(raw);
      }),
  };
}
