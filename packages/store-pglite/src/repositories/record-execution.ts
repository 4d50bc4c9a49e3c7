import type { ConfidenceOf, DependencyIncrement, DependencySource } from '@agentcards/core';
import type { Transaction } from '@electric-sql/pglite';
import { encodeJson } from '../encoding/json.js';
import { encodeText } from '../encoding/text.js';
import { decodeTimestamp, encodeTimestamp } from '../encoding/timestamp.js';
import type { workflowExecution } from '../schema/workflow-execution.js';
import { counterNames, noCounters, sumByPair } from './edge-increments.js';

type EdgeCounters = Record<(typeof counterNames)[number], number>;

interface StoredEdge extends EdgeCounters {
  readonly from: string;
  readonly to: string;
  readonly source: DependencySource;
  readonly lastObserved: string | null;
}

const edgeColumns = {
  observedCount: 'observed_count',
  successCount: 'success_count',
  failureCount: 'failure_count',
  dataFlowCount: 'data_flow_count',
  declaredCount: 'declared_count',
  sequenceCount: 'sequence_count',
} as const satisfies Record<(typeof counterNames)[number], string>;

const counterColumns = Object.values(edgeColumns).join(', ');

const readEdges = `
  SELECT from_tool_id AS from, to_tool_id AS to, source, last_observed::text AS "lastObserved",
    ${Object.entries(edgeColumns)
      .map(([name, column]) => `${column} AS "${name}"`)
      .join(', ')}
  FROM unnest($1::text[], $2::text[]) AS wanted (from_id, to_id)
  JOIN tool_dependency ON from_tool_id = wanted.from_id AND to_tool_id = wanted.to_id`;

/** Nothing where the execution is known: its edges have been counted. */
const write = `
  WITH recorded AS (
    INSERT INTO workflow_execution (execution_id, executed_at, intent_text, dag_structure, success, execution_time_ms,
      error_message, code_snippet, code_hash, suggestion_id, proposed_tools)
    VALUES ($1, $2::text::timestamptz, $3, $4::text::jsonb, $5, $6, $7, $8, $9, $10, $11::text::jsonb)
    ON CONFLICT DO NOTHING RETURNING execution_id
  ), edges AS (
    INSERT INTO tool_dependency (from_tool_id, to_tool_id, ${counterColumns}, confidence_score, last_observed)
    SELECT from_id, to_id, ${counterColumns}, confidence_score, last_observed
    FROM recorded, json_to_recordset($12::text::json) AS edge (from_id text, to_id text,
      ${Object.values(edgeColumns)
        .map((column) => `${column} integer`)
        .join(', ')},
      confidence_score float8, last_observed timestamptz)
    ON CONFLICT (from_tool_id, to_tool_id) DO UPDATE SET confidence_score = excluded.confidence_score,
      last_observed = excluded.last_observed,
      ${Object.values(edgeColumns)
        .map((column) => `${column} = excluded.${column}`)
        .join(', ')}
  )
  SELECT execution_id FROM recorded`;

/**
 * Stores an execution with what it adds to the edges, in two statements: every one of them costs PGlite half a dozen
 * messages, more than its rows do. Edges are read and written whole, which is safe as one session has the database.
 * Returns whether the execution is new.
 */
export async function recordExecution(
  database: Transaction,
  row: typeof workflowExecution.$inferInsert,
  increments: readonly DependencyIncrement[],
  confidenceOf: ConfidenceOf,
): Promise<boolean> {
  const edges = await edgesAfter(database, increments, confidenceOf);
  const optional = (value: string | null | undefined) => (value == null ? null : encodeText(value));
  const { rows } = await database.query(write, [
    encodeText(row.id),
    encodeTimestamp(row.executedAt!),
    optional(row.intent),
    encodeJson(row.dagStructure),
    row.success,
    row.durationMs,
    optional(row.errorMessage),
    optional(row.codeSnippet),
    optional(row.codeHash),
    optional(row.suggestionId),
    row.proposedTools == null ? null : encodeJson(row.proposedTools),
    JSON.stringify(edges),
  ]);
  return rows.length > 0;
}

/** The rows of the edges as they will be, in the order of their keys. */
async function edgesAfter(
  database: Transaction,
  increments: readonly DependencyIncrement[],
  confidenceOf: ConfidenceOf,
): Promise<readonly object[]> {
  const sums = sumByPair(increments);
  if (sums.length === 0) return [];
  const ends = (end: 'from' | 'to') => sums.map((sum) => encodeText(sum[end]));
  const { rows } = await database.query<StoredEdge>(readEdges, [ends('from'), ends('to')]);
  const known = new Map(rows.map((row) => [JSON.stringify([row.from, row.to]), row]));
  return sums.map((sum) => {
    const [from, to] = [encodeText(sum.from), encodeText(sum.to)];
    const before = known.get(JSON.stringify([from, to]));
    const edge = { ...sum, source: before?.source ?? ('learned' as const) };
    for (const name of counterNames) edge[name] += before?.[name] ?? noCounters[name];
    const seen = before?.lastObserved == null ? undefined : decodeTimestamp(before.lastObserved);
    if (seen !== undefined && seen > edge.lastObserved) edge.lastObserved = seen;
    return {
      from_id: from,
      to_id: to,
      ...Object.fromEntries(counterNames.map((name) => [edgeColumns[name], edge[name]])),
      confidence_score: confidenceOf(edge),
      last_observed: encodeTimestamp(edge.lastObserved),
    };
  });
}
