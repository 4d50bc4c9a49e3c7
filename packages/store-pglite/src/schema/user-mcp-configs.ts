import type { JsonValue } from '@agentcards/auth';
import { pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { jsonb, keyText, timestamptz } from './column-types.js';
import { users } from './users.js';

/** How each user starts each server. Secrets are named in it, and are elsewhere. */
export const userMcpConfigs = pgTable(
  'user_mcp_configs',
  {
    userId: keyText('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    server: keyText('server').notNull(),
    settings: jsonb('settings').$type<{ readonly [key: string]: JsonValue }>().notNull(),
    createdAt: timestamptz('created_at').notNull(),
    updatedAt: timestamptz('updated_at').notNull(),
  },
  (table) => [primaryKey({ name: 'user_mcp_configs_pkey', columns: [table.userId, table.server] })],
);
