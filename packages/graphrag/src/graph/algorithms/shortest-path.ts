import type { DependencyPath } from '../../graph-answers.js';

/** Edges of a path at most: what is further away says nothing about a tool. */
export const maximumHops = 3;

interface Successor {
  readonly to: string;
  /** In (0, 1]. */
  readonly confidence: number;
}

/**
 * The path of at most `maximumHops` edges with the least Σ 1 / confidence; of equals the one with fewer edges, then the
 * first by ids. Each round lengthens by one edge what is cheapest so far (Bellman, Ford). Dijkstra's search, bounded,
 * would not do: it settles a tool by its cheapest path and forgets the one that costs more but leaves hops for going on.
 */
export function shortestPath(
  from: string,
  to: string,
  successors: (toolId: string) => readonly Successor[],
): DependencyPath | undefined {
  /** The cheapest of all paths so far, by where they end. */
  const cheapest = new Map<string, DependencyPath>([[from, { toolIds: [from], cost: 0 }]]);
  let longest = new Map(cheapest);
  for (let hops = 1; hops <= maximumHops; hops++) {
    const longer = new Map<string, DependencyPath>();
    for (const path of longest.values()) {
      for (const edge of successors(path.toolIds.at(-1)!)) {
        const next = { toolIds: [...path.toolIds, edge.to], cost: path.cost + 1 / edge.confidence };
        const bound = cheapest.get(to)?.cost ?? Number.POSITIVE_INFINITY;
        if (next.cost >= Math.min(bound, cheapest.get(edge.to)?.cost ?? bound)) continue;
        const known = longer.get(edge.to);
        if (known === undefined || isBetter(next, known)) longer.set(edge.to, next);
      }
    }
    for (const [end, path] of longer) cheapest.set(end, path);
    longest = longer;
  }
  return cheapest.get(to);
}

function isBetter(path: DependencyPath, other: DependencyPath): boolean {
  if (path.cost !== other.cost) return path.cost < other.cost;
  const difference = path.toolIds.findIndex((toolId, hop) => toolId !== other.toolIds[hop]);
  return difference >= 0 && path.toolIds[difference]! < other.toolIds[difference]!;
}
