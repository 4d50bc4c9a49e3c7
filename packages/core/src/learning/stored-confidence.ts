import type { ConfidenceOf } from '../contracts/dependency.js';
import type { EffectiveCounts, EngineExecution, ScoringEngine } from '../contracts/engine.js';

/** What observations count for that were all retired, or never learned from: the counters tell them, confidence does not. */
export const nothingKept: EffectiveCounts = { successes: 0, failures: 0 };

/**
 * The confidences that a store writes: of everything that the engine has observed, and of `upcoming`, the execution that is
 * about to be stored. As of the last observation of the edge, whatever the clock says, so that a rebuild writes the same.
 */
export function storedConfidence(engine: ScoringEngine, upcoming?: EngineExecution): ConfidenceOf {
  const evidenceOf = engine.edgeEvidence(upcoming);
  return (edge) => {
    const { source, observedCount, successCount, failureCount, dataFlowCount, declaredCount, sequenceCount } = edge;
    const counters = { observedCount, successCount, failureCount, dataFlowCount, declaredCount, sequenceCount };
    const effective = evidenceOf(edge, edge.lastObserved?.getTime()) ?? nothingKept;
    return engine.edgeConfidence({ source, ...counters, effective });
  };
}
