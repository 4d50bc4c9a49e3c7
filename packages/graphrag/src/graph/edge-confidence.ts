import type { DependencySource, EdgeCounters } from '../types.js';

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
 * Confidence of an edge, in (0, 1). For edges that executions inform (`schema`, `learned`) it is the posterior mean
 * of a Beta distribution,
 *
 *     (a + successCount) / (a + b + successCount + failureCount)
 *
 * with the pseudo-counts a, b of its source. What a person or a hint declared keeps its prior mean a / (a + b):
 * observation never overrules a declaration.
 */
export function edgeConfidence(edge: { readonly source: DependencySource } & EdgeCounters): number {
  const { successes, failures } = edgePriors[edge.source];
  if (edge.source === 'user' || edge.source === 'hint') return successes / (successes + failures);
  return (successes + edge.successCount) / (successes + failures + edge.successCount + edge.failureCount);
}
