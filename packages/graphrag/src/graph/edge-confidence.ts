import type { DependencySource, EdgeEvidence } from '../types.js';

/**
 * What each source is worth before anything ran: `successes` and `failures` are the pseudo-counts of a Beta prior.
 * A person is believed nearly always, a hint mostly, a schema contract a little more than not, a trace not at all.
 */
export const edgePriors: Readonly<Record<DependencySource, { successes: number; failures: number }>> = {
  user: { successes: 19, failures: 1 },
  hint: { successes: 4, failures: 1 },
  schema: { successes: 3, failures: 2 },
  learned: { successes: 1, failures: 1 },
};

/**
 * Share of its weight that evidence keeps when a definition of either tool has changed since it was last observed: a
 * changed contract mostly keeps the tool's purpose, but four old runs then prove as little as one new one.
 */
const staleWeight = 0.25;

/**
 * Confidence of an edge, in (0, 1). For edges that executions inform (`schema`, `learned`) it is the posterior mean
 * of a Beta distribution,
 *
 *     (a + w · successCount) / (a + b + w · (successCount + failureCount))
 *
 * with the pseudo-counts a, b of its source. The weight w is 1, or `staleWeight` where a contract is newer than the
 * last observation; a newer contract never raises the confidence. What a person or a hint declared keeps its prior
 * mean a / (a + b): observation never overrules a declaration.
 */
export function edgeConfidence(edge: EdgeEvidence): number {
  const { successes, failures } = edgePriors[edge.source];
  if (edge.source === 'user' || edge.source === 'hint') return successes / (successes + failures);
  const posterior = (weight: number) =>
    (successes + weight * edge.successCount) /
    (successes + failures + weight * (edge.successCount + edge.failureCount));
  return Math.min(posterior(1), posterior(evidenceWeight(edge)));
}

/** What the observations of an edge count for: 1, or `staleWeight` where a contract is newer than the last of them. */
export function evidenceWeight({ lastObserved, definedAt }: Pick<EdgeEvidence, 'lastObserved' | 'definedAt'>): number {
  const isStale = lastObserved !== undefined && definedAt !== undefined && lastObserved < definedAt;
  return isStale ? staleWeight : 1;
}
