import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createDependencyGraph } from './dependency-graph.js';
import { visibleGraph } from './visible-graph.js';

const ids = ['a', 'b', 'c', '__proto__', 'constructor'];
const id = fc.constantFrom(...ids);
const edges = fc.array(fc.tuple(id, id), { maxLength: 20 }).map((pairs) => pairs.filter(([from, to]) => from !== to));

function graphOf(pairs: readonly (readonly [string, string])[], known: readonly string[]) {
  const graph = createDependencyGraph((toolId) => known.includes(toolId));
  for (const [from, to] of pairs) graph.declare({ from, to, source: 'user' });
  return graph;
}

const ends = ({ from, to }: { from: string; to: string }) => [from, to];

it('is the graph of the visible tools alone', () => {
  fc.assert(
    fc.property(edges, fc.subarray(ids), (pairs, shown) => {
      const visible = visibleGraph(graphOf(pairs, ids), (toolId) => shown.includes(toolId));
      const alone = graphOf(pairs, shown);
      for (const toolId of ids) {
        expect(visible.predecessors(toolId).map(ends)).toEqual(alone.predecessors(toolId).map(ends));
        expect(visible.successors(toolId).map(ends)).toEqual(alone.successors(toolId).map(ends));
        const before = alone.predecessors(toolId).map(({ from }) => from);
        const after = alone.successors(toolId).map(({ to }) => to);
        expect(visible.degree(toolId)).toBe(new Set([...before, ...after]).size);
      }
    }),
  );
});

it('asks for the edges of a tool once, however many tools in use lead to it', () => {
  const graph = graphOf([['a', 'b']], ids);
  const asked: string[] = [];
  const counting = {
    ...graph,
    successors(toolId: string) {
      asked.push(toolId);
      return graph.successors(toolId);
    },
  };
  const visible = visibleGraph(counting, () => true);
  for (let time = 0; time < 3; time += 1) expect(visible.successors('a')).toHaveLength(1);
  expect(asked).toEqual(['a']);
});
