import type { ObservedExecution } from '../execution.js';
import type { EdgeObservation } from '../types.js';

/**
 * What an execution proves about edges: at most one observation a pair of tools, however often the two were called.
 * The observation is a success when in some linked pair of calls both succeeded. Two calls of one tool (a retry, a
 * loop) make no edge. Ordered by first occurrence.
 */
export function observationsOf(execution: Omit<ObservedExecution, 'id'>): readonly EdgeObservation[] {
  const observations = new Map<string, EdgeObservation>();
  for (const link of execution.links) {
    const from = execution.tasks[link.from]!;
    const to = execution.tasks[link.to]!;
    if (from.toolId === to.toolId) continue;
    const pair = JSON.stringify([from.toolId, to.toolId]);
    const known = observations.get(pair);
    const success = (from.success && to.success) || known?.successCount === 1;
    observations.set(pair, {
      from: from.toolId,
      to: to.toolId,
      observedAt: execution.executedAt,
      observedCount: 1,
      successCount: success ? 1 : 0,
      failureCount: success ? 0 : 1,
      dataFlowCount: link.dataFlow || known?.dataFlowCount === 1 ? 1 : 0,
      declaredCount: link.declared || known?.declaredCount === 1 ? 1 : 0,
      sequenceCount: link.sequence || known?.sequenceCount === 1 ? 1 : 0,
    });
  }
  return Array.from(observations.values());
}
