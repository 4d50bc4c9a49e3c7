import { sql } from 'drizzle-orm';
import { integer, pgTable } from 'drizzle-orm/pg-core';
import { keyText, singlePrecision, timestamptz } from './column-types.js';

/** Numbers that were learned. */
export const adaptiveConfig = pgTable('adaptive_config', {
  key: keyText('config_key').primaryKey(),
  value: singlePrecision('config_value').notNull(),
  updatedAt: timestamptz('last_updated').notNull().default(sql`now()`),
  samples: integer('total_samples').notNull().default(0),
});
