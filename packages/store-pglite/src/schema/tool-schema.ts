import type { JsonObject, ToolId, ToolStatus } from '@agentcards/core';
import { sql } from 'drizzle-orm';
import { check, pgTable } from 'drizzle-orm/pg-core';
import { jsonb, keyText, text, timestamptz } from './column-types.js';

/** Every tool that was ever listed, with its definition as its server gave it. */
export const toolSchema = pgTable(
  'tool_schema',
  {
    toolId: keyText('tool_id').$type<ToolId>().primaryKey(),
    serverId: text('server_id').notNull(),
    name: text('name').notNull(),
    title: text('title'),
    description: text('description'),
    inputSchema: jsonb('input_schema').$type<JsonObject>().notNull(),
    outputSchema: jsonb('output_schema').$type<JsonObject>(),
    annotations: jsonb('annotations').$type<JsonObject>(),
    fingerprint: text('fingerprint').notNull(),
    status: text('status').$type<ToolStatus>().notNull(),
    firstSeen: timestamptz('first_seen').notNull(),
    updatedAt: timestamptz('updated_at').notNull(),
  },
  (table) => [check('tool_schema_status_check', sql`${table.status} IN ('active', 'removed', 'quarantined')`)],
);
