import type { DependencyPair, DependencyRecord } from '../contracts/dependency.js';
import { edgeKey } from './edge-key.js';
import type { Rows } from './rows.js';

/** Changes of edges that are not made before `commit`: what throws on the way has changed nothing. */
export class EdgeDraft {
  readonly #edges: Rows<DependencyRecord>;
  readonly #changes = new Map<string, DependencyRecord | undefined>();

  constructor(edges: Rows<DependencyRecord>) {
    this.#edges = edges;
  }

  get(pair: DependencyPair): DependencyRecord | undefined {
    const key = edgeKey(pair);
    return this.#changes.has(key) ? this.#changes.get(key) : this.#edges.get(key);
  }

  /** What becomes of an edge; undefined deletes it. */
  set(pair: DependencyPair, edge: DependencyRecord | undefined): void {
    this.#changes.set(edgeKey(pair), edge);
  }

  commit(): void {
    for (const [key, edge] of this.#changes) {
      if (edge === undefined) this.#edges.delete(key);
      else this.#edges.set(key, edge);
    }
  }
}
