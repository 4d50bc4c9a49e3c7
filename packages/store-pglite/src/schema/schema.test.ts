import type { PGlite } from '@electric-sql/pglite';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { expect, test } from 'vitest';
import { startPGlite } from '../connection.js';
import { allMigrations } from '../migrations/all-migrations.js';
import { applyMigrations } from '../migrations/apply-migrations.js';
import { adaptiveConfig } from './adaptive-config.js';
import { apiKeys } from './api-keys.js';
import { config } from './config.js';
import { errorLog } from './error-log.js';
import { suggestion } from './suggestion.js';
import { toolDependency, toolDependencyRetired } from './tool-dependency.js';
import { toolEmbedding, toolEmbeddingFormer, toolEmbeddingStaged } from './tool-embedding.js';
import { toolSchema } from './tool-schema.js';
import { userMcpConfigs } from './user-mcp-configs.js';
import { userSecrets } from './user-secrets.js';
import { users } from './users.js';
import { workflowExecution } from './workflow-execution.js';

const tables = {
  adaptiveConfig,
  apiKeys,
  config,
  errorLog,
  suggestion,
  toolDependency,
  toolDependencyRetired,
  toolEmbedding,
  toolEmbeddingFormer,
  toolEmbeddingStaged,
  toolSchema,
  userMcpConfigs,
  userSecrets,
  users,
  workflowExecution,
};

/** Everything that PostgreSQL knows about the tables, in its own words; names of foreign keys aside. */
async function catalogue(database: PGlite): Promise<unknown> {
  const columns = await database.query(`
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull, l.collname,
           pg_get_expr(d.adbin, d.adrelid) AS "default"
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
    LEFT JOIN pg_collation l ON l.oid = a.attcollation
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attnum > 0 AND c.relname <> 'agentcards_migration'
    ORDER BY c.relname, a.attname`);
  const constraints = await database.query(`
    SELECT conrelid::regclass::text AS "table", pg_get_constraintdef(oid) AS definition,
           CASE contype WHEN 'f' THEN NULL ELSE conname END AS name
    FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'agentcards_migration'
    ORDER BY 1, 2`);
  const indexes = await database.query(`
    SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'agentcards_migration' ORDER BY 1`);
  return { columns: columns.rows, constraints: constraints.rows, indexes: indexes.rows };
}

test('the migrations make what the Drizzle schema describes', async () => {
  await using database = await startPGlite('memory://');
  await database.transaction((transaction) => applyMigrations(transaction, allMigrations));
  const migrated = await catalogue(database);

  await database.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE EXTENSION vector');
  for (const statement of await generateMigration(generateDrizzleJson({}), generateDrizzleJson(tables))) {
    await database.exec(statement);
  }
  expect(migrated).toEqual(await catalogue(database));
});
