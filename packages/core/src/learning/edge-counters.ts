import type { DependencyCounters } from '../contracts/dependency.js';

export const noCounters: DependencyCounters = {
  observedCount: 0,
  successCount: 0,
  failureCount: 0,
  dataFlowCount: 0,
  declaredCount: 0,
  sequenceCount: 0,
};

export function addCounters(a: DependencyCounters, b: DependencyCounters): DependencyCounters {
  return {
    observedCount: a.observedCount + b.observedCount,
    successCount: a.successCount + b.successCount,
    failureCount: a.failureCount + b.failureCount,
    dataFlowCount: a.dataFlowCount + b.dataFlowCount,
    declaredCount: a.declaredCount + b.declaredCount,
    sequenceCount: a.sequenceCount + b.sequenceCount,
  };
}

/** The later of two points in time. */
export function later(a: Date, b: Date | undefined): Date {
  return b !== undefined && b.getTime() > a.getTime() ? b : a;
}
