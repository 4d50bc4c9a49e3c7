import type { ConfidenceOf, DependencyIncrement, DependencyPair } from '../contracts/dependency.js';
import type { ExecutionRecord } from '../contracts/execution.js';
import type { RetirementStore } from '../contracts/retirement.js';
import { throwIfAborted } from '../errors/aborted.js';
import { addCounters, later } from '../learning/edge-counters.js';
import { edgeKey } from './edge-key.js';
import { Rows } from './rows.js';

/** What retirement needs of the memory store. */
interface Retiring {
  readonly executions: Rows<ExecutionRecord>;
  readonly rateAnew: (pair: DependencyPair, confidenceOf: ConfidenceOf) => void;
  readonly atomic: <Result>(work: () => Result) => Promise<Result>;
}

/** What is left of the executions that the memory store has retired. */
export function createMemoryRetirement({ executions, rateAnew, atomic }: Retiring): RetirementStore {
  const sums = new Rows<DependencyIncrement>();

  function add(increment: DependencyIncrement): void {
    const sum = sums.get(edgeKey(increment));
    sums.set(edgeKey(increment), {
      ...structuredClone(increment),
      ...(sum && { ...addCounters(sum, increment), observedAt: later(increment.observedAt, sum.observedAt) }),
    });
  }

  return {
    oldest: ({ before, limit, signal }) =>
      atomic(() => {
        throwIfAborted(signal);
        const old = [...executions.values()].filter(({ executedAt }) => executedAt < before);
        return structuredClone(old.sort(byAge).slice(0, limit));
      }),
    retire: (retired, confidenceOf) =>
      atomic(() => {
        const deleted = retired.filter(({ id }) => executions.delete(id));
        const increments = deleted.flatMap((execution) => execution.increments);
        increments.forEach(add);
        for (const increment of increments) rateAnew(increment, confidenceOf);
        return deleted.length;
      }),
    read: (page) => atomic(() => sums.page({ ...page, after: page.after && edgeKey(page.after) })),
    insert: (inserted) =>
      atomic(() => {
        const missing = inserted.filter((sum) => !sums.has(edgeKey(sum)));
        for (const sum of structuredClone(missing).reverse()) sums.set(edgeKey(sum), sum);
        return new Set(missing.map(edgeKey)).size;
      }),
    remove: (pairs) => atomic(() => pairs.filter((pair) => sums.delete(edgeKey(pair))).length),
  };
}

function byAge(a: ExecutionRecord, b: ExecutionRecord): number {
  return a.executedAt.getTime() - b.executedAt.getTime() || (a.id < b.id ? -1 : 1);
}
