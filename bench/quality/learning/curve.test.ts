import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curveSizes, executionsToReach, shuffled } from './curve.js';

describe('learning curves', () => {
  it('are measured at nothing, at the sizes of the issue, and at all', () => {
    expect(curveSizes(0)).toEqual([0]);
    expect(curveSizes(75)).toEqual([0, 30, 75]);
    expect(curveSizes(100)).toEqual([0, 30, 100]);
    expect(curveSizes(3027)).toEqual([0, 30, 100, 300, 1000, 3027]);
  });

  it('say how many executions a value takes, linear between points', () => {
    const points = [
      { executions: 0, value: 0.2 },
      { executions: 100, value: 0.4 },
      { executions: 300, value: 0.3 },
      { executions: 1000, value: 0.6 },
    ];
    expect(executionsToReach(points, 0.1)).toBe(0);
    expect(executionsToReach(points, 0.3)).toBeCloseTo(50, 9);
    expect(executionsToReach(points, 0.45)).toBeCloseTo(650, 9);
    expect(executionsToReach(points, 0.7)).toBe(Number.POSITIVE_INFINITY);
    expect(executionsToReach([], 0)).toBe(Number.POSITIVE_INFINITY);
  });

  it('shuffle by the seed alone, and lose nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
        const order = shuffled(items, seed);
        expect(shuffled(items, seed)).toEqual(order);
        const sorted = (list: readonly number[]) => [...list].sort((left, right) => left - right);
        expect(sorted(order)).toEqual(sorted(items));
      }),
    );
  });
});
