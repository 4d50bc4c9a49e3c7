import type {
  ConfidenceOf,
  DependencyCounters,
  DependencyIncrement,
  DependencyPair,
  DependencyRecord,
} from '@agentcards/core';

export const zero: DependencyCounters = {
  observedCount: 0,
  successCount: 0,
  failureCount: 0,
  dataFlowCount: 0,
  declaredCount: 0,
  sequenceCount: 0,
};
const counters = Object.keys(zero) as (keyof DependencyCounters)[];

type Edges = Map<string, DependencyRecord>;

export function put(edges: Edges, edge: Omit<DependencyRecord, 'confidence'>, confidenceOf: ConfidenceOf): void {
  edges.set(keyOf(edge), { ...edge, confidence: confidenceOf(edge) });
}

/** Counts one observation; an edge that was not there is learned. */
export function add(edges: Edges, { observedAt, ...increment }: DependencyIncrement, confidenceOf: ConfidenceOf): void {
  const before = edges.get(keyOf(increment));
  const sum: { -readonly [Name in keyof DependencyCounters]: number } = { ...zero };
  for (const name of counters) sum[name] = increment[name] + (before?.[name] ?? 0);
  const lastObserved = before?.lastObserved && before.lastObserved > observedAt ? before.lastObserved : observedAt;
  put(edges, { ...increment, ...sum, lastObserved, source: before?.source ?? 'learned' }, confidenceOf);
}

/** A line break is in no tool id and sorts before everything that is. */
export function keyOf({ from, to }: DependencyPair): string {
  return `${from}\n${to}`;
}

/** Of several sources of one edge the strongest stands. */
export const strength = { learned: 0, schema: 1, hint: 2, user: 3 } as const;
