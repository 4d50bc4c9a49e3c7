import { sql } from 'drizzle-orm';
import { check, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { bytea, keyText, text, timestamptz } from './column-types.js';
import { users } from './users.js';

/** Ciphertexts, each beside its own key, which another key wraps that is not in the database. */
export const userSecrets = pgTable(
  'user_secrets',
  {
    userId: keyText('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    server: keyText('server').notNull(),
    name: keyText('name').notNull(),
    version: integer('version').notNull(),
    keyId: text('key_id').notNull(),
    wrappedKey: bytea('wrapped_key').notNull(),
    ciphertext: bytea('ciphertext').notNull(),
    createdAt: timestamptz('created_at').notNull(),
    updatedAt: timestamptz('updated_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'user_secrets_pkey', columns: [table.userId, table.server, table.name] }),
    check('user_secrets_version_check', sql`${table.version} >= 1`),
  ],
);
