import type { DependencySource, ToolId } from '@agentcards/core';
import { sql } from 'drizzle-orm';
import { check, doublePrecision, index, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { keyText, text, timestamptz } from './column-types.js';

const counter = (name: string) => integer(name).notNull().default(0);

const pair = () => ({
  from: keyText('from_tool_id').$type<ToolId>().notNull(),
  to: keyText('to_tool_id').$type<ToolId>().notNull(),
});

const counters = () => ({
  observedCount: counter('observed_count'),
  successCount: counter('success_count'),
  failureCount: counter('failure_count'),
  dataFlowCount: counter('data_flow_count'),
  declaredCount: counter('declared_count'),
  sequenceCount: counter('sequence_count'),
});

/** Edges between tools: declared ones, and what executions showed. A projection of both; see `rebuild`. */
export const toolDependency = pgTable(
  'tool_dependency',
  {
    ...pair(),
    ...counters(),
    confidence: doublePrecision('confidence_score').notNull().default(0.5),
    lastObserved: timestamptz('last_observed'),
    source: text('source').$type<DependencySource>().notNull().default('learned'),
  },
  (table) => [
    primaryKey({ name: 'tool_dependency_pkey', columns: [table.from, table.to] }),
    index('idx_tool_dependency_from').on(table.from),
    index('idx_tool_dependency_to').on(table.to),
    index('idx_tool_dependency_confidence').on(table.confidence),
    index('idx_tool_dependency_source').on(table.source),
    check('tool_dependency_source_check', sql`${table.source} IN ('learned', 'user', 'hint', 'schema')`),
    check('tool_dependency_confidence_check', sql`${table.confidence} BETWEEN 0 AND 1`),
    check(
      'tool_dependency_outcome_check',
      sql`${table.successCount} >= 0 AND ${table.failureCount} >= 0 AND ${table.observedCount} = ${table.successCount} + ${table.failureCount}`,
    ),
    check(
      'tool_dependency_evidence_check',
      sql`${table.dataFlowCount} >= 0 AND ${table.declaredCount} >= 0 AND ${table.sequenceCount} >= 0`,
    ),
  ],
);

/** Sums of what executions showed that have grown too old to be kept; part of the counters above. */
export const toolDependencyRetired = pgTable(
  'tool_dependency_retired',
  { ...pair(), ...counters(), lastObserved: timestamptz('last_observed').notNull() },
  (table) => [primaryKey({ name: 'tool_dependency_retired_pkey', columns: [table.from, table.to] })],
);
