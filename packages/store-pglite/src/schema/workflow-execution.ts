import type { ExecutionTask, ToolId } from '@agentcards/core';
import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, pgTable } from 'drizzle-orm/pg-core';
import { jsonb, keyText, text, timestamptz } from './column-types.js';

/** Executions as they ran: append-only, the truth that edges are projected from. */
export const workflowExecution = pgTable(
  'workflow_execution',
  {
    id: keyText('execution_id').primaryKey(),
    executedAt: timestamptz('executed_at').notNull().default(sql`now()`),
    intent: text('intent_text'),
    dagStructure: jsonb('dag_structure').$type<DagStructure>().notNull(),
    success: boolean('success').notNull(),
    durationMs: bigint('execution_time_ms', { mode: 'number' }).notNull(),
    errorMessage: text('error_message'),
    codeSnippet: text('code_snippet'),
    codeHash: text('code_hash'),
    suggestionId: text('suggestion_id'),
    proposedTools: jsonb('proposed_tools').$type<readonly ToolId[]>(),
  },
  (table) => [
    index('idx_execution_timestamp').on(table.executedAt),
    index('idx_workflow_execution_code_hash').on(table.codeHash).where(sql`${table.codeHash} IS NOT NULL`),
    check('workflow_execution_time_check', sql`${table.durationMs} >= 0`),
  ],
);

/** The executed DAG: tasks in topological order. */
export interface DagStructure {
  readonly version: 1;
  readonly tasks: readonly StoredTask[];
}

/** A task as JSON: its times in ISO 8601. */
export type StoredTask = Omit<ExecutionTask, 'startedAt' | 'endedAt'> & {
  readonly startedAt?: string | undefined;
  readonly endedAt?: string | undefined;
};
