import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakCycles, type WeightedEdge } from './break-cycles.js';

const node = fc.constantFrom('a', 'b', 'c', 'd', '__proto__');
const edges = fc.uniqueArray(fc.record({ from: node, to: node, weight: fc.integer({ min: 1, max: 4 }) }), {
  selector: ({ from, to }) => `${from}→${to}`,
});

/** By definition: an edge lies on a cycle when its start can be reached from its end. */
function isAcyclic(edges: readonly WeightedEdge[]): boolean {
  const reachable = (start: string, seen = new Set<string>()): Set<string> => {
    for (const { from, to } of edges) if (from === start && !seen.has(to)) reachable(to, seen.add(to));
    return seen;
  };
  return edges.every(({ from, to }) => from !== to && !reachable(to).has(from));
}

describe('breakCycles', () => {
  it('leaves no cycle, and every edge that lies on none', () => {
    fc.assert(
      fc.property(edges, (edges) => {
        const kept = breakCycles(edges);
        expect(isAcyclic(kept)).toBe(true);
        expect(edges.filter((edge) => kept.includes(edge))).toEqual(kept);
        if (isAcyclic(edges)) expect(kept).toEqual(edges);
      }),
    );
  });

  it('does not depend on the order of the edges', () => {
    fc.assert(
      fc.property(
        edges.chain((edges) => fc.tuple(fc.constant(edges), fc.shuffledSubarray(edges, { minLength: edges.length }))),
        ([edges, shuffled]) => {
          expect(new Set(breakCycles(shuffled))).toEqual(new Set(breakCycles(edges)));
        },
      ),
    );
  });

  it('drops the weakest edge of a cycle, and the last by name of equals', () => {
    const edge = (from: string, to: string, weight: number) => ({ from, to, weight });
    const strong = [edge('a', 'b', 3), edge('b', 'c', 2), edge('c', 'd', 9)];
    expect(breakCycles([...strong, edge('c', 'a', 1)])).toEqual(strong);
    expect(breakCycles([edge('a', 'b', 1), edge('b', 'a', 1)])).toEqual([edge('a', 'b', 1)]);
  });

  it('takes long cycles without a deep stack', () => {
    const ring = Array.from({ length: 20_000 }, (_, index) => ({
      from: `n${index}`,
      to: `n${(index + 1) % 20_000}`,
      weight: index === 7 ? 0.5 : 1,
    }));
    expect(breakCycles(ring)).toEqual(ring.filter(({ weight }) => weight === 1));
  });
});
