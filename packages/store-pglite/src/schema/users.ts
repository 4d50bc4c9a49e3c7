import type { Role } from '@agentcards/auth';
import { sql } from 'drizzle-orm';
import { check, index, pgTable } from 'drizzle-orm/pg-core';
import { keyText, text, timestamptz } from './column-types.js';

/** Who may use what the tables describe. */
export const users = pgTable(
  'users',
  {
    id: keyText('id').primaryKey(),
    githubId: text('github_id').unique('users_github_id_key'),
    username: text('username').notNull(),
    email: text('email'),
    avatarUrl: text('avatar_url'),
    role: text('role').$type<Role>().notNull().default('user'),
    createdAt: timestamptz('created_at').notNull().default(sql`now()`),
    updatedAt: timestamptz('updated_at').notNull().default(sql`now()`),
  },
  (table) => [
    index('idx_users_role').on(table.role),
    check('users_role_check', sql`${table.role} IN ('user', 'admin', 'ops')`),
  ],
);
