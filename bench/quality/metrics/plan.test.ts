import { describe, expect, it } from 'vitest';
import { edgeF1, exactMatch, nodeF1, planShape } from './plan.js';

const task = (id: string, tool: string, ...dependsOn: string[]) => ({ id, tool, dependsOn });
const chain = planShape([task('1', 'a'), task('2', 'b', '1'), task('3', 'c', '2')]);

describe('plan metrics', () => {
  it('agree with values computed by hand', () => {
    const plan = planShape([task('x', 'a'), task('y', 'b', 'x'), task('z', 'd', 'x')]);
    // Tools a, b of {a, b, d} and {a, b, c}; edge a→b of {a→b, a→d} and {a→b, b→c}.
    expect(nodeF1(plan, chain)).toBeCloseTo(2 / 3, 12);
    expect(edgeF1(plan, chain)).toBeCloseTo(1 / 2, 12);
    expect(exactMatch(plan, chain)).toBe(0);
  });

  it('do not depend on task ids or their order', () => {
    const same = planShape([task('q', 'a'), task('p', 'b', 'q'), task('r', 'c', 'p')]);
    expect([nodeF1(same, chain), edgeF1(same, chain), exactMatch(same, chain)]).toEqual([1, 1, 1]);
  });

  it('count a repeated tool once in F1, but not in the exact match', () => {
    const twice = planShape([task('1', 'a'), task('2', 'a', '1')]);
    const once = planShape([task('1', 'a')]);
    expect(nodeF1(twice, once)).toBe(1);
    expect(exactMatch(twice, once)).toBe(0);
  });

  it('have a direction: an edge the other way is wrong', () => {
    expect(
      edgeF1(planShape([task('1', 'b'), task('2', 'a', '1')]), planShape([task('1', 'a'), task('2', 'b', '1')])),
    ).toBe(0);
  });

  it('give 0 for an empty plan, and 1 for no edge where none is right', () => {
    const empty = planShape([]);
    expect([nodeF1(empty, chain), edgeF1(empty, chain)]).toEqual([0, 0]);
    expect(edgeF1(empty, planShape([task('1', 'a')]))).toBe(1);
  });
});
