import type { DependencyRecord } from '../contracts/dependency.js';
import type { EdgeStore } from '../contracts/store.js';
import { declaredEdge, observedEdge, unobservedEdge, withdrawnEdge } from '../learning/edge-transitions.js';
import { EdgeDraft } from './edge-draft.js';
import { edgeKey } from './edge-key.js';
import type { Rows } from './rows.js';

/** The edges of the memory store. */
export function createMemoryEdges(
  edges: Rows<DependencyRecord>,
  atomic: <Result>(work: () => Result) => Promise<Result>,
): EdgeStore {
  function change<Result>(work: (draft: EdgeDraft) => Result): Promise<Result> {
    return atomic(() => {
      const draft = new EdgeDraft(edges);
      const result = work(draft);
      draft.commit();
      return result;
    });
  }

  return {
    declare: (declared, confidenceOf) =>
      change((draft) => {
        for (const edge of declared) draft.set(edge, declaredEdge(draft.get(edge), edge, confidenceOf));
      }),
    withdraw: (pairs, confidenceOf) =>
      change((draft) => {
        let withdrawn = 0;
        for (const pair of pairs) {
          const edge = draft.get(pair);
          if (edge === undefined || edge.source === 'learned') continue;
          withdrawn += 1;
          draft.set(edge, withdrawnEdge(edge, confidenceOf));
        }
        return withdrawn;
      }),
    replaceObserved: (increments, confidenceOf) =>
      change((draft) => {
        for (const edge of edges.values()) draft.set(edge, unobservedEdge(edge, confidenceOf));
        for (const increment of structuredClone(increments)) {
          draft.set(increment, observedEdge(draft.get(increment), increment, confidenceOf));
        }
      }),
    read: (page) => atomic(() => edges.page({ ...page, after: page.after && edgeKey(page.after) })),
  };
}
