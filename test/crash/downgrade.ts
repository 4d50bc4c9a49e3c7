import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';

/** Undoes each migration but the first. */
const undo = [
  'DROP TABLE tool_embedding_staged; DROP INDEX idx_tool_embedding_content',
  'DROP TABLE tool_embedding_former',
  'DROP TABLE suggestion; ALTER TABLE workflow_execution DROP COLUMN proposed_tools',
  'DROP TABLE adaptive_config',
  'DROP INDEX idx_tool_embedding_staged_content',
  'DROP TABLE tool_dependency_retired',
  'DROP TABLE user_mcp_configs, user_secrets, api_keys, users',
];

/** Leaves a store of so many migrations, as an earlier version would have. */
export async function downgrade(dataDir: string, migrations: number): Promise<void> {
  await using database = await PGlite.create({ dataDir, extensions: { vector } });
  const statements = undo.slice(migrations - 1).reverse();
  await database.exec(`${statements.join('; ')}; DELETE FROM agentcards_migration WHERE position >= ${migrations}`);
}
