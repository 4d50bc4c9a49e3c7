import type { ToolId } from '@agentcards/core';
import { index, pgTable } from 'drizzle-orm/pg-core';
import { jsonb, keyText, text, timestamptz } from './column-types.js';

/** What was proposed, until it is recorded what became of it. */
export const suggestion = pgTable(
  'suggestion',
  {
    id: keyText('suggestion_id').primaryKey(),
    madeAt: timestamptz('made_at').notNull(),
    intent: text('intent_text'),
    toolIds: jsonb('tool_ids').$type<readonly ToolId[]>().notNull(),
  },
  (table) => [index('idx_suggestion_made_at').on(table.madeAt, table.id)],
);
