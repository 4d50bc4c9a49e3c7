import type { DependencySource, EdgeEvidence } from '../types.js';
import { betaQuantile } from './beta-quantile.js';

/**
 * The confidence of an edge that executions inform is the value that its true rate exceeds with odds of two to one. From
 * `docs/decisions/2026-11-28-confidence-of-edges.md`.
 */
const confidenceQuantile = 1 / 3;

/**
 * What each source is worth before anything ran: `successes` and `failures` are the pseudo-counts of a Beta prior.
 * A person is believed nearly always, a hint mostly, a trace not at all. A schema contract weighs as much as five
 * observations, so divided that its confidence is 0.6 while nothing ran.
 */
export const edgePriors: Readonly<Record<DependencySource, { successes: number; failures: number }>> = {
  user: { successes: 19, failures: 1 },
  hint: { successes: 4, failures: 1 },
  schema: { successes: 3.3633, failures: 1.6367 },
  learned: { successes: 1, failures: 1 },
};

/**
 * Share of its weight that evidence keeps when a definition of either tool has changed since it was last observed: a
 * changed contract mostly keeps the tool's purpose, but four old runs then prove as little as one new one.
 */
const staleWeight = 0.25;

/** What of the evidence the confidence is made of. */
export type RatedEvidence = Omit<EdgeEvidence, 'observedCount' | 'dataFlowCount' | 'declaredCount' | 'sequenceCount'>;

/**
 * Confidence of an edge, in (0, 1). For edges that executions inform (`schema`, `learned`) it is a lower quantile of a
 * Beta posterior,
 *
 *     Q(confidenceQuantile; a + w · successes, b + w · failures)
 *
 * with the pseudo-counts a, b of its source: little evidence is worth less than much of the same. Successes and failures
 * are the effective counts of the observations, or the counters where these are not given. The weight w is 1, or
 * `staleWeight` where a contract is newer than the last observation; a newer contract never raises the confidence. What
 * a person or a hint declared keeps its prior mean a / (a + b): observation never overrules a declaration.
 */
export function edgeConfidence(edge: RatedEvidence): number {
  const prior = edgePriors[edge.source];
  if (edge.source === 'user' || edge.source === 'hint') return prior.successes / (prior.successes + prior.failures);
  const { successes, failures } = edge.effective ?? { successes: edge.successCount, failures: edge.failureCount };
  const posterior = (weight: number) =>
    betaQuantile(confidenceQuantile, prior.successes + weight * successes, prior.failures + weight * failures);
  const weight = evidenceWeight(edge);
  return weight === 1 ? posterior(1) : Math.min(posterior(1), posterior(weight));
}

/** What the observations of an edge count for: 1, or `staleWeight` where a contract is newer than the last of them. */
export function evidenceWeight({ lastObserved, definedAt }: Pick<EdgeEvidence, 'lastObserved' | 'definedAt'>): number {
  const isStale = lastObserved !== undefined && definedAt !== undefined && lastObserved < definedAt;
  return isStale ? staleWeight : 1;
}
