import type { DependencyIncrement, DependencyRecord } from '../contracts/dependency.js';
import type { ExecutionRecord } from '../contracts/execution.js';
import type { RetirementStore } from '../contracts/retirement.js';
import { throwIfAborted } from '../errors/aborted.js';
import { addedIncrement, ratedEdge } from '../learning/edge-transitions.js';
import { EdgeDraft } from './edge-draft.js';
import { edgeKey } from './edge-key.js';
import { Rows } from './rows.js';

/** What retirement needs of the memory store. */
interface Retiring {
  readonly executions: Rows<ExecutionRecord>;
  readonly edges: Rows<DependencyRecord>;
  readonly atomic: <Result>(work: () => Result) => Promise<Result>;
}

/** What is left of the executions that the memory store has retired. */
export function createMemoryRetirement({ executions, edges, atomic }: Retiring): RetirementStore {
  const sums = new Rows<DependencyIncrement>();

  return {
    oldest: ({ before, limit, signal }) =>
      atomic(() => {
        throwIfAborted(signal);
        const old = [...executions.values()].filter(({ executedAt }) => executedAt < before);
        return structuredClone(old.sort(byAge).slice(0, limit));
      }),
    retire: (retired, confidenceOf) =>
      atomic(() => {
        // Of an id that comes twice the first counts, which is the one that is put into the map last.
        const known = new Map(
          retired
            .toReversed()
            .filter(({ id }) => executions.has(id))
            .map((each) => [each.id, each]),
        );
        const increments = structuredClone([...known.values()].flatMap((each) => each.increments));
        const draft = new EdgeDraft(edges);
        for (const increment of increments) {
          const edge = draft.get(increment);
          if (edge !== undefined) draft.set(edge, ratedEdge(edge, confidenceOf));
        }
        draft.commit();
        for (const increment of increments) {
          sums.set(edgeKey(increment), addedIncrement(sums.get(edgeKey(increment)), increment));
        }
        for (const id of known.keys()) executions.delete(id);
        return known.size;
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
