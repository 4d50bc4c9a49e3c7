import type { JsonValue } from '@agentcards/core';
import { pgTable } from 'drizzle-orm/pg-core';
import { jsonb, keyText } from './column-types.js';

/** Small settings of the store itself. */
export const config = pgTable('config', {
  key: keyText('key').primaryKey(),
  value: jsonb('value').$type<JsonValue>().notNull(),
});
