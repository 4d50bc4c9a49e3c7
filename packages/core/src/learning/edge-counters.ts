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

/**
 * Most that edges are projected with, half of what stores count to: what is recorded and retired on top of it never
 * overflows. Nobody counts as far, but an edited import, or a thousand tools that became one, may claim it.
 */
const mostProjected = 2 ** 30;

/** A row with counters that stores can add to: larger ones in proportion. */
export function boundedCounters<Row extends DependencyCounters>(row: Row): Row {
  const { observedCount, dataFlowCount, declaredCount, sequenceCount } = row;
  const largest = Math.max(observedCount, dataFlowCount, declaredCount, sequenceCount);
  if (largest <= mostProjected) return row;
  const bounded = (name: keyof DependencyCounters) => Math.floor((row[name] / largest) * mostProjected);
  const [successCount, failureCount] = [bounded('successCount'), bounded('failureCount')];
  return {
    ...row,
    observedCount: successCount + failureCount,
    successCount,
    failureCount,
    dataFlowCount: bounded('dataFlowCount'),
    declaredCount: bounded('declaredCount'),
    sequenceCount: bounded('sequenceCount'),
  };
}

/** The later of two points in time. */
export function later(a: Date, b: Date | undefined): Date {
  return b !== undefined && b.getTime() > a.getTime() ? b : a;
}
