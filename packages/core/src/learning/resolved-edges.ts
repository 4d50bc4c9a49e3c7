import type { DependencyRecord } from '../contracts/dependency.js';
import type { ToolId } from '../contracts/tool.js';
import { addCounters, later } from './edge-counters.js';
import { strongerSource } from './stronger-source.js';

/** A stored edge without its confidence, which changes with the tools. */
export type EdgeFacts = Omit<DependencyRecord, 'confidence'>;

/**
 * Stored edges between the tools as they are called now, by (from, to). Edges that become one add up their counters and
 * keep the strongest source.
 */
export function resolvedEdges(edges: readonly EdgeFacts[], resolve: (toolId: ToolId) => ToolId): EdgeFacts[] {
  const resolved = new Map<string, EdgeFacts>();
  for (const edge of edges) {
    const [from, to] = [resolve(edge.from), resolve(edge.to)];
    if (from === to) continue;
    const key = JSON.stringify([from, to]);
    const known = resolved.get(key);
    resolved.set(key, known ? joined(known, edge) : { ...edge, from, to });
  }
  return [...resolved.values()].sort((a, b) => order(a.from, b.from) || order(a.to, b.to));
}

function joined(known: EdgeFacts, other: EdgeFacts): EdgeFacts {
  const { from, to } = known;
  const source = strongerSource(known.source, other.source);
  const lastObserved = known.lastObserved ? later(known.lastObserved, other.lastObserved) : other.lastObserved;
  return { from, to, source, ...addCounters(known, other), lastObserved };
}

function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
