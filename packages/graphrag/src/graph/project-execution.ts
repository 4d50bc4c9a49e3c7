import { entry } from '../entry.js';
import { type ObservedExecution, toolsOf } from '../execution.js';
import type { EdgeObservation } from '../types.js';

/**
 * What an execution proves about edges: at most one observation a pair of tools, however often the two were called.
 * The observation is a success when in some linked pair of calls both succeeded. Two calls of one tool (a retry, a
 * loop) make no edge. Ordered by first occurrence.
 */
export function observationsOf({
  executedAt,
  tasks,
  links,
}: Omit<ObservedExecution, 'id'>): readonly EdgeObservation[] {
  const observations: Observed[] = [];
  // Where every call is of another tool, as mostly, no two links are of one pair.
  const known = toolsOf({ tasks }).size < tasks.length ? new Map<string, Map<string, Observed>>() : undefined;
  for (const link of links) {
    const from = tasks[link.from]!;
    const to = tasks[link.to]!;
    if (from.toolId === to.toolId) continue;
    const ofFrom = known && entry(known, from.toolId, () => new Map<string, Observed>());
    let observed = ofFrom?.get(to.toolId);
    if (observed === undefined) {
      observed = {
        from: from.toolId,
        to: to.toolId,
        observedAt: executedAt,
        observedCount: 1,
        successCount: 0,
        failureCount: 1,
        dataFlowCount: 0,
        declaredCount: 0,
        sequenceCount: 0,
      };
      ofFrom?.set(to.toolId, observed);
      observations.push(observed);
    }
    if (from.success && to.success) {
      observed.successCount = 1;
      observed.failureCount = 0;
    }
    if (link.dataFlow) observed.dataFlowCount = 1;
    if (link.declared) observed.declaredCount = 1;
    if (link.sequence) observed.sequenceCount = 1;
  }
  return observations;
}

type Observed = { -readonly [Key in keyof EdgeObservation]: EdgeObservation[Key] };
