import { edgePriors } from '../graph/edge-confidence.js';
import type { EdgeEvidence, EngineDependencyPair } from '../types.js';
import { checkId, checkObject, invalid } from './checks.js';

/** What a confidence is made of; the other counters have no part in it. */
export function readEdgeEvidence(edge: EdgeEvidence): EdgeEvidence {
  checkObject(edge, 'edge');
  const { source, successCount, failureCount, effective, lastObserved, definedAt } = edge;
  if (!Object.hasOwn(edgePriors, source)) invalid('edge.source', `one of ${Object.keys(edgePriors).join(', ')}`);
  checkAmount(successCount, 'edge.successCount');
  checkAmount(failureCount, 'edge.failureCount');
  if (effective !== undefined) {
    checkObject(effective, 'edge.effective');
    checkAmount(effective.successes, 'edge.effective.successes');
    checkAmount(effective.failures, 'edge.effective.failures');
  }
  checkOptionalTime(lastObserved, 'edge.lastObserved');
  checkOptionalTime(definedAt, 'edge.definedAt');
  return edge;
}

export function checkPair(pair: EngineDependencyPair): void {
  checkObject(pair, 'pair');
  checkId(pair.from, 'pair.from');
  checkId(pair.to, 'pair.to');
}

export function checkOptionalTime(time: unknown, what: string): void {
  if (time !== undefined && !Number.isFinite(time)) invalid(what, 'a finite number of milliseconds');
}

function checkAmount(amount: unknown, what: string): void {
  if (typeof amount !== 'number' || !(amount >= 0 && amount < Infinity)) invalid(what, 'a finite number of at least 0');
}
