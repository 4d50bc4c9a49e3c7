import { AgentCardsError } from '@agentcards/core';
import type { Transaction } from '@electric-sql/pglite';

/** Where the tables are of a store that names no schema. */
export const defaultSchema = 'public';

/** Where pgvector is once tenants have schemas: who looks for its types there meets no table of another tenant. */
const extensionSchema = 'agentcards_vector';

/** @throws AgentCardsError `INVALID_INPUT` */
export function assertSchemaName(schema: string): void {
  const reserved = /^(pg_.*|information_schema)$/.test(schema) || schema === extensionSchema;
  if (typeof schema === 'string' && /^[a-z_][a-z0-9_]{0,62}$/.test(schema) && !reserved) return;
  throw new AgentCardsError(
    'INVALID_INPUT',
    `schema must be 1 to 63 small letters, digits and underscores, not a digit first, no name of PostgreSQL's own, and not ${extensionSchema}.`,
  );
}

/** The schema's tables, and pgvector wherever it is; PostgreSQL passes over a schema that does not exist. */
export function searchPath(schema: string): string {
  return `search_path = "${schema}", ${extensionSchema}`;
}

/**
 * Makes the schema where it does not exist. The first one beside `public` moves pgvector out of there, which changes
 * where it is found and nothing that is stored.
 */
export async function createTenantSchema(transaction: Transaction, schema: string): Promise<void> {
  if (schema === defaultSchema) return;
  await transaction.exec(
    `CREATE SCHEMA IF NOT EXISTS "${schema}";
     CREATE SCHEMA IF NOT EXISTS ${extensionSchema};
     CREATE EXTENSION IF NOT EXISTS vector SCHEMA ${extensionSchema};
     ALTER EXTENSION vector SET SCHEMA ${extensionSchema}`,
  );
}
