import type { ConfidenceOf, DependencyCounters, DependencyIncrement, DependencyPair } from '@agentcards/core';
import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../connection.js';
import { encodeText } from '../encoding/text.js';
import { toolDependency, toolDependencyRetired } from '../schema/tool-dependency.js';
import { chunked } from './rows.js';

type EdgeRow = typeof toolDependency.$inferSelect;

/** What is counted of an edge. */
export const counterNames = [
  'observedCount',
  'successCount',
  'failureCount',
  'dataFlowCount',
  'declaredCount',
  'sequenceCount',
] as const satisfies readonly (keyof DependencyCounters)[];

/** The counters of an edge that nothing was observed of. */
export const noCounters = Object.fromEntries(counterNames.map((name) => [name, 0])) as Record<
  (typeof counterNames)[number],
  number
>;

/** What the increment that met a row adds to it. */
function addedTo(table: typeof toolDependency | typeof toolDependencyRetired) {
  const sums = counterNames.map((name) => [name, sql`${table[name]} + excluded.${sql.identifier(table[name].name)}`]);
  return {
    ...(Object.fromEntries(sums) as Record<(typeof counterNames)[number], SQL>),
    lastObserved: sql`greatest(${table.lastObserved}, excluded.last_observed)`,
  };
}

/** Adds the increments to the edges, which are created as `learned` where they do not exist, and rates them anew. */
export async function addIncrements(
  database: Database,
  increments: readonly DependencyIncrement[],
  confidenceOf: ConfidenceOf,
): Promise<void> {
  for (const rows of chunked(sumByPair(increments))) {
    const { from, to } = toolDependency;
    const edges = await database
      .insert(toolDependency)
      .values(rows)
      .onConflictDoUpdate({ target: [from, to], set: addedTo(toolDependency) })
      .returning();
    await writeConfidences(database, edges, confidenceOf);
  }
}

/** Adds the increments to the sums of what is kept no longer, and rates the edges anew, whose counters stay. */
export async function addToRetired(
  database: Database,
  increments: readonly DependencyIncrement[],
  confidenceOf: ConfidenceOf,
): Promise<void> {
  for (const rows of chunked(sumByPair(increments))) {
    const { from, to } = toolDependencyRetired;
    await database
      .insert(toolDependencyRetired)
      .values(rows)
      .onConflictDoUpdate({ target: [from, to], set: addedTo(toolDependencyRetired) });
    const edges = await database.select().from(toolDependency).where(isOneOf(rows));
    await writeConfidences(database, edges, confidenceOf);
  }
}

/** Writes the confidences of edges as they now are, where they differ from what is stored. */
export async function writeConfidences(
  database: Database,
  edges: readonly EdgeRow[],
  confidenceOf: ConfidenceOf,
): Promise<void> {
  const rated = edges.map((edge) => ({ ...edge, rated: confidenceOf(edge) }));
  const changed = rated.filter((edge) => edge.rated !== edge.confidence);
  if (changed.length === 0) return;
  await database.execute(sql`
    UPDATE tool_dependency SET confidence_score = changed.confidence
    FROM unnest(${ids(changed, 'from')}, ${ids(changed, 'to')}, ${sql.param(changed.map((edge) => edge.rated))}::float8[])
      AS changed (from_id, to_id, confidence)
    WHERE from_tool_id = changed.from_id AND to_tool_id = changed.to_id`);
}

/** Condition: the edge is one of the pairs. */
export function isOneOf(pairs: readonly DependencyPair[]): SQL {
  return sql`(from_tool_id, to_tool_id) IN (SELECT * FROM unnest(${ids(pairs, 'from')}, ${ids(pairs, 'to')}))`;
}

/** Condition: the row comes after that of the pair. */
export function isAfter({ from, to }: DependencyPair): SQL {
  return sql`(from_tool_id, to_tool_id) > (${encodeText(from)}, ${encodeText(to)})`;
}

export function pairKey({ from, to }: DependencyPair): string {
  return JSON.stringify([from, to]);
}

function ids(pairs: readonly DependencyPair[], end: keyof DependencyPair): SQL {
  return sql`${sql.param(pairs.map((pair) => encodeText(pair[end])))}::text[]`;
}

/** The sum of what executions showed of an edge. */
export type EdgeSum = Record<(typeof counterNames)[number], number> & DependencyPair & { lastObserved: Date };

/** One row an edge, in the order of the keys. */
export function sumByPair(increments: readonly DependencyIncrement[]): EdgeSum[] {
  const sums = new Map<string, EdgeSum>();
  for (const increment of increments) {
    const { from, to, observedAt } = increment;
    const sum = sums.get(pairKey(increment)) ?? { from, to, lastObserved: observedAt, ...noCounters };
    for (const name of counterNames) sum[name] += increment[name];
    if (observedAt > sum.lastObserved) sum.lastObserved = observedAt;
    sums.set(pairKey(increment), sum);
  }
  return [...sums.keys()].sort().map((key) => sums.get(key)!);
}
