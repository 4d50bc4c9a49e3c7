import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostExpected } from './most-expected.js';

const items = (...probabilities: number[]) => probabilities.map((probability) => ({ probability }));

describe('mostExpected', () => {
  it('takes what lifts the expected F1, as computed by hand', () => {
    // Of size 1.5: k = 1: 2 · 0.9 / 2.5 = 0.72; k = 2: 2 · 1.4 / 3.5 = 0.8; k = 3: 2 · 1.5 / 4.5 = 0.67.
    expect(mostExpected(items(0.9, 0.5, 0.1), 1.5)).toEqual(items(0.9, 0.5));
    expect(mostExpected(items(0.9, 0.5, 0.1), 1.5, 1)).toEqual(items(0.9));
    expect(mostExpected(items(0.2), 5)).toEqual(items(0.2));
    expect(mostExpected(items(0, 0), 1)).toEqual([]);
  });

  it('is never beaten by another number of the first items', () => {
    const probabilities = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(probabilities, fc.double({ min: 0.5, max: 20, noNaN: true }), (drawn, size) => {
        const sorted = items(...drawn.toSorted((a, b) => b - a));
        const value = (count: number) =>
          (2 * sorted.slice(0, count).reduce((sum, { probability }) => sum + probability, 0)) / (count + size);
        const taken = mostExpected(sorted, size).length;
        for (let count = 1; count <= sorted.length; count++) {
          expect(value(taken)).toBeGreaterThanOrEqual(value(count) - 1e-12);
        }
      }),
    );
  });
});
