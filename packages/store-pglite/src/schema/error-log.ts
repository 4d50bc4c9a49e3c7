import type { JsonObject } from '@agentcards/core';
import { sql } from 'drizzle-orm';
import { index, pgTable, serial } from 'drizzle-orm/pg-core';
import { jsonb, text, timestamptz } from './column-types.js';

/** What went wrong without stopping a call, for `health()`. */
export const errorLog = pgTable(
  'error_log',
  {
    id: serial('id').primaryKey(),
    errorType: text('error_type').notNull(),
    message: text('message').notNull(),
    stack: text('stack'),
    context: jsonb('context').$type<JsonObject>(),
    timestamp: timestamptz('timestamp').notNull().default(sql`now()`),
  },
  (table) => [index('idx_error_log_timestamp').on(table.timestamp), index('idx_error_log_type').on(table.errorType)],
);
