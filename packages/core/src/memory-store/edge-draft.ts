import type { ConfidenceOf, DependencyIncrement, DependencyPair, DependencyRecord } from '../contracts/dependency.js';
import { addCounters, later, noCounters } from '../learning/edge-counters.js';
import { edgeKey } from './edge-key.js';
import type { Rows } from './rows.js';

/** Changes of edges that are not made before `commit`: what throws on the way has changed nothing. */
export class EdgeDraft {
  readonly #edges: Rows<DependencyRecord>;
  readonly #confidenceOf: ConfidenceOf;
  readonly #changes = new Map<string, DependencyRecord | undefined>();

  constructor(edges: Rows<DependencyRecord>, confidenceOf: ConfidenceOf) {
    this.#edges = edges;
    this.#confidenceOf = confidenceOf;
  }

  get(pair: DependencyPair): DependencyRecord | undefined {
    const key = edgeKey(pair);
    return this.#changes.has(key) ? this.#changes.get(key) : this.#edges.get(key);
  }

  put(edge: Omit<DependencyRecord, 'confidence'>): void {
    this.#changes.set(edgeKey(edge), { ...edge, confidence: this.#confidenceOf(edge) });
  }

  /** Counts one observation; an edge that was not there is learned. */
  add(increment: DependencyIncrement): void {
    const { observedAt, ...counted } = structuredClone(increment);
    const before = this.get(increment);
    this.put({
      ...counted,
      source: before?.source ?? 'learned',
      ...addCounters(before ?? noCounters, increment),
      lastObserved: later(observedAt, before?.lastObserved),
    });
  }

  /** Computes the confidence of an edge anew. */
  rate(pair: DependencyPair): void {
    const edge = this.get(pair);
    if (edge !== undefined) this.put(edge);
  }

  delete(pair: DependencyPair): void {
    this.#changes.set(edgeKey(pair), undefined);
  }

  commit(): void {
    for (const [key, edge] of this.#changes) {
      if (edge === undefined) this.#edges.delete(key);
      else this.#edges.set(key, edge);
    }
  }
}
