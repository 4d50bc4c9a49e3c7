import type { DependencyRecord } from '../contracts/dependency.js';
import type { EdgeStore } from '../contracts/store.js';
import { noCounters } from '../learning/edge-counters.js';
import { strongerSource } from '../learning/stronger-source.js';
import { EdgeDraft } from './edge-draft.js';
import { edgeKey } from './edge-key.js';
import type { Rows } from './rows.js';

/** The edges of the memory store. */
export function createMemoryEdges(
  edges: Rows<DependencyRecord>,
  atomic: <Result>(work: () => Result) => Promise<Result>,
): EdgeStore {
  return {
    declare: (declared, confidenceOf) =>
      atomic(() => {
        const draft = new EdgeDraft(edges, confidenceOf);
        for (const { from, to, source } of declared) {
          const before = draft.get({ from, to });
          draft.put({ ...noCounters, ...before, from, to, source: strongerSource(source, before?.source) });
        }
        draft.commit();
      }),
    withdraw: (pairs, confidenceOf) =>
      atomic(() => {
        const draft = new EdgeDraft(edges, confidenceOf);
        let withdrawn = 0;
        for (const pair of pairs) {
          const edge = draft.get(pair);
          if (edge === undefined || edge.source === 'learned') continue;
          withdrawn += 1;
          if (edge.observedCount > 0) draft.put({ ...edge, source: 'learned' });
          else draft.delete(pair);
        }
        draft.commit();
        return withdrawn;
      }),
    replaceObserved: (increments, confidenceOf) =>
      atomic(() => {
        const draft = new EdgeDraft(edges, confidenceOf);
        for (const edge of edges.values()) {
          if (edge.source === 'learned') draft.delete(edge);
          else draft.put({ ...edge, ...noCounters, lastObserved: undefined });
        }
        for (const increment of increments) draft.add(increment);
        draft.commit();
      }),
    read: (page) => atomic(() => edges.page({ ...page, after: page.after && edgeKey(page.after) })),
  };
}
