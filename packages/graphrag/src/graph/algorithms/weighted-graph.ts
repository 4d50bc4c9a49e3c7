/**
 * A directed graph in arrays, for algorithms that pass over all of it again and again. Nodes are numbered; the edges
 * that leave node n are those at `firstEdge[n]` up to, not including, `firstEdge[n + 1]`.
 */
export interface WeightedGraph {
  /** Has one entry more than there are nodes. */
  readonly firstEdge: Int32Array;
  /** Where each edge leads. */
  readonly targets: Int32Array;
  /** Weight of each edge, > 0. */
  readonly weights: Float64Array;
}

/** An edge between two numbered nodes: from, to, weight > 0. */
export type NumberedEdge = readonly [from: number, to: number, weight: number];

export function nodeCount(graph: WeightedGraph): number {
  return graph.firstEdge.length - 1;
}

/** Edges of one node keep the order in which they come, and with it the order of every sum over them. */
export function weightedGraph(nodes: number, edges: readonly NumberedEdge[]): WeightedGraph {
  const firstEdge = new Int32Array(nodes + 1);
  for (const [from] of edges) firstEdge[from + 1]!++;
  for (let node = 0; node < nodes; node++) firstEdge[node + 1]! += firstEdge[node]!;
  const next = firstEdge.slice(0, nodes);
  const targets = new Int32Array(edges.length);
  const weights = new Float64Array(edges.length);
  for (const [from, to, weight] of edges) {
    const place = next[from]!++;
    targets[place] = to;
    weights[place] = weight;
  }
  return { firstEdge, targets, weights };
}

/**
 * The edges as ties, which have no direction: each is there both ways, once. Of two edges between the same nodes the
 * larger weight is that of the tie.
 */
export function ties(edges: readonly NumberedEdge[]): NumberedEdge[] {
  const weights = new Map<number, Map<number, number>>();
  const raise = (from: number, to: number, weight: number) => {
    const ofNode = weights.get(from) ?? new Map<number, number>();
    weights.set(from, ofNode.set(to, Math.max(weight, ofNode.get(to) ?? 0)));
  };
  for (const [from, to, weight] of edges) {
    raise(from, to, weight);
    raise(to, from, weight);
  }
  return Array.from(weights, ([from, ofNode]) =>
    Array.from(ofNode, ([to, weight]): NumberedEdge => [from, to, weight]),
  ).flat();
}
