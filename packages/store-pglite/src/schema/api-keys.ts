import type { Scopes } from '@agentcards/auth';
import { index, pgTable } from 'drizzle-orm/pg-core';
import { jsonb, keyText, text, timestamptz } from './column-types.js';
import { users } from './users.js';

/** Hashes of keys, of which a user may have several. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: keyText('id').primaryKey(),
    userId: keyText('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    prefix: text('prefix').notNull().unique('api_keys_prefix_key'),
    hash: text('hash').notNull(),
    name: text('name').notNull(),
    scopes: jsonb('scopes').$type<Scopes>().notNull(),
    createdAt: timestamptz('created_at').notNull(),
    expiresAt: timestamptz('expires_at'),
    lastUsedAt: timestamptz('last_used_at'),
    revokedAt: timestamptz('revoked_at'),
    replacedBy: text('replaced_by'),
  },
  (table) => [index('idx_api_keys_user').on(table.userId, table.createdAt, table.id)],
);
