import type { ConfidenceOf, DependencyIncrement, DependencySource, ToolId } from '@agentcards/core';
import type { Transaction } from '@electric-sql/pglite';
import type { Database } from '../connection.js';
import { encodeJson } from '../encoding/json.js';
import { decodeText, encodeText } from '../encoding/text.js';
import { decodeTimestamp, encodeTimestamp } from '../encoding/timestamp.js';
import { toolDependency } from '../schema/tool-dependency.js';
import type { workflowExecution } from '../schema/workflow-execution.js';
import { counterNames, type EdgeSum, noCounters, pairKey, sumByPair, writeConfidences } from './edge-increments.js';

/** An edge without its confidence. */
export type RememberedEdge = Omit<EdgeSum, 'lastObserved'> & {
  readonly source: DependencySource;
  readonly lastObserved: Date | undefined;
};

/**
 * Edges as they were when they were last recorded, by pair. They only save work: what the database returns is what counts,
 * whoever else wrote it.
 */
export type RememberedEdges = Map<string, RememberedEdge>;

const mostRemembered = 10_000;

const columnOf = (name: (typeof counterNames)[number]) => toolDependency[name].name;

const listed = (toText: (column: string) => string) => counterNames.map((name) => toText(columnOf(name))).join(', ');

/** Nothing where the execution is known: its edges have been counted. */
const write = `
  WITH recorded AS (
    INSERT INTO workflow_execution (execution_id, executed_at, intent_text, dag_structure, success, execution_time_ms,
      error_message, code_snippet, code_hash, suggestion_id, proposed_tools)
    VALUES ($1, $2::timestamptz, $3, $4::jsonb, $5, $6, $7, $8, $9, $10, $11::jsonb)
    ON CONFLICT DO NOTHING RETURNING execution_id
  ), edges AS (
    INSERT INTO tool_dependency AS edge (from_tool_id, to_tool_id, ${listed((column) => column)}, confidence_score, last_observed)
    SELECT from_id, to_id, ${listed((column) => column)}, confidence_score, last_observed
    FROM recorded, json_to_recordset($12::json) AS row (from_id text, to_id text,
      ${listed((column) => `${column} integer`)}, confidence_score float8, last_observed timestamptz)
    ON CONFLICT (from_tool_id, to_tool_id) DO UPDATE SET confidence_score = excluded.confidence_score,
      last_observed = greatest(edge.last_observed, excluded.last_observed),
      ${listed((column) => `${column} = edge.${column} + excluded.${column}`)}
    RETURNING json_build_array(from_tool_id, to_tool_id, source, confidence_score, last_observed::text,
      ${listed((column) => column)})::text AS written
  )
  SELECT written FROM recorded LEFT JOIN edges ON true`;

/**
 * The statement as a function of the session, which keeps its plan: planning it takes PostgreSQL longer than running it.
 * Nothing of it stays in the data, so it is always that of this program.
 */
export const defineRecord = `
  CREATE OR REPLACE FUNCTION pg_temp.record_execution(text, text, text, text, boolean, bigint, text, text, text, text, text, text)
  RETURNS SETOF text LANGUAGE plpgsql AS $record$ BEGIN RETURN QUERY ${write}; END $record$`;

const callRecord = `
  SELECT record_execution AS written FROM pg_temp.record_execution($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;

/** One text an edge: PGlite takes longer over eleven columns than the database over joining them. */
interface Written {
  /** Null where there was no edge to write. */
  readonly written: string | null;
}

type WrittenEdge = readonly [
  from: string,
  to: string,
  source: DependencySource,
  confidence: number,
  lastObserved: string,
  ...counters: number[],
];

/**
 * Stores an execution with what it adds to the edges, in one statement: every one of them costs PGlite half a dozen
 * messages, more than its rows do. The confidences in it are of the edges as they are remembered; where the database knew
 * more of one, a second statement writes that of what it returned. Returns whether the execution is new. `defineRecord`
 * has to have been run in the session.
 */
export async function recordExecution(
  { database, raw }: { readonly database: Database; readonly raw: Transaction },
  row: typeof workflowExecution.$inferInsert,
  increments: readonly DependencyIncrement[],
  confidenceOf: ConfidenceOf,
  remembered: RememberedEdges,
): Promise<boolean> {
  const optional = (value: string | null | undefined) => (value == null ? null : encodeText(value));
  const sums = sumByPair(increments);
  const expected = new Map(sums.map((sum) => [pairKey(sum), expectedAfter(sum, remembered)]));
  const { rows } = await raw.query<Written>(callRecord, [
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
    JSON.stringify(sums.map((sum) => toRow(sum, confidenceOf(expected.get(pairKey(sum))!)))),
  ]);
  const edges = rows.flatMap(({ written }) => (written === null ? [] : [fromRow(JSON.parse(written))]));
  for (const edge of edges) remember(remembered, edge);
  const others = edges.filter((edge) => !isRatedAlike(edge, expected.get(pairKey(edge))!));
  await writeConfidences(database, others, confidenceOf);
  return rows.length > 0;
}

function expectedAfter(sum: EdgeSum, remembered: RememberedEdges): RememberedEdge {
  const before = remembered.get(pairKey(sum)) ?? { source: 'learned', lastObserved: undefined, ...noCounters };
  const counters = Object.fromEntries(
    counterNames.map((name) => [name, before[name] + sum[name]]),
  ) as typeof noCounters;
  const seen = before.lastObserved;
  const lastObserved = seen !== undefined && seen > sum.lastObserved ? seen : sum.lastObserved;
  return { from: sum.from, to: sum.to, source: before.source, ...counters, lastObserved };
}

function isRatedAlike(one: RememberedEdge, other: RememberedEdge): boolean {
  return (
    one.source === other.source &&
    one.lastObserved?.getTime() === other.lastObserved?.getTime() &&
    counterNames.every((name) => one[name] === other[name])
  );
}

function toRow(sum: EdgeSum, confidence: number): object {
  return {
    from_id: encodeText(sum.from),
    to_id: encodeText(sum.to),
    ...Object.fromEntries(counterNames.map((name) => [columnOf(name), sum[name]])),
    confidence_score: confidence,
    last_observed: encodeTimestamp(sum.lastObserved),
  };
}

function fromRow([from, to, source, confidence, lastObserved, ...counters]: WrittenEdge) {
  return {
    from: decodeText(from) as ToolId,
    to: decodeText(to) as ToolId,
    source,
    confidence,
    lastObserved: decodeTimestamp(lastObserved),
    ...(Object.fromEntries(counterNames.map((name, place) => [name, counters[place]!])) as typeof noCounters),
  };
}

function remember(remembered: RememberedEdges, edge: RememberedEdge): void {
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(pairKey(edge), edge);
}
