import type {
  ConfidenceOf,
  DependencyDeclaration,
  DependencyIncrement,
  DependencyRecord,
} from '../contracts/dependency.js';
import { addCounters, later, noCounters } from './edge-counters.js';
import { strongerSource } from './stronger-source.js';

// What becomes of an edge, for stores that compute rows in JavaScript: read, compute, and write in one transaction.

/** The edge after a declaration: the stronger source stands, counters stay. */
export function declaredEdge(
  before: DependencyRecord | undefined,
  { from, to, source }: DependencyDeclaration,
  confidenceOf: ConfidenceOf,
): DependencyRecord {
  return ratedEdge(
    { ...noCounters, ...before, from, to, source: strongerSource(source, before?.source) },
    confidenceOf,
  );
}

/** A declared edge after its declaration was withdrawn: learned, or gone where nothing was observed of it. */
export function withdrawnEdge(before: DependencyRecord, confidenceOf: ConfidenceOf): DependencyRecord | undefined {
  return before.observedCount > 0 ? ratedEdge({ ...before, source: 'learned' }, confidenceOf) : undefined;
}

/** The edge after an observation; one that was not there is learned. */
export function observedEdge(
  before: DependencyRecord | undefined,
  increment: DependencyIncrement,
  confidenceOf: ConfidenceOf,
): DependencyRecord {
  const { from, to, observedAt } = increment;
  const counters = addCounters(before ?? noCounters, increment);
  const lastObserved = later(observedAt, before?.lastObserved);
  return ratedEdge({ from, to, source: before?.source ?? 'learned', ...counters, lastObserved }, confidenceOf);
}

/** The edge as if nothing had been observed: gone, unless it was declared. */
export function unobservedEdge(before: DependencyRecord, confidenceOf: ConfidenceOf): DependencyRecord | undefined {
  if (before.source === 'learned') return undefined;
  return ratedEdge({ ...before, ...noCounters, lastObserved: undefined }, confidenceOf);
}

/** The edge with its confidence computed anew. */
export function ratedEdge(edge: Omit<DependencyRecord, 'confidence'>, confidenceOf: ConfidenceOf): DependencyRecord {
  return { ...edge, confidence: confidenceOf(edge) };
}

/** The sum of two increments of one edge. */
export function addedIncrement(
  sum: DependencyIncrement | undefined,
  increment: DependencyIncrement,
): DependencyIncrement {
  if (sum === undefined) return increment;
  return { ...sum, ...addCounters(sum, increment), observedAt: later(increment.observedAt, sum.observedAt) };
}
