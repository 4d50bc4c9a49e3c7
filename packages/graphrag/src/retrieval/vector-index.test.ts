import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVectorIndex } from './vector-index.js';

const vector = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 4, maxLength: 4 });

describe('the vector index', () => {
  it('gives the cosine of every slot that has a vector with a direction', () => {
    fc.assert(
      fc.property(fc.array(fc.option(vector), { maxLength: 40 }), vector, (vectors, query) => {
        const index = createVectorIndex();
        for (const [slot, values] of vectors.entries()) if (values) index.set(slot, Float32Array.from(values));
        const cosines = index.cosines(query, vectors.length);
        const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, place) => sum + x * b[place]!, 0);
        for (const [slot, values] of vectors.entries()) {
          const norms = values === null ? 0 : Math.sqrt(dot(values, values)) * Math.sqrt(dot(query, query));
          if (norms === 0) expect(cosines[slot]).toBeNaN();
          else expect(cosines[slot]).toBeCloseTo(dot(values!, query) / norms, 6);
        }
      }),
    );
  });

  it('returns what was set, forgets what was deleted, and takes another length once it is empty', () => {
    const index = createVectorIndex();
    index.set(20, Float32Array.of(3, 4));
    expect(index.get(20)).toEqual(Float32Array.of(3, 4));
    expect([index.size, index.dimensions, index.has(3), index.has(-1)]).toEqual([1, 2, false, false]);
    index.delete(20);
    index.delete(20);
    expect([index.size, index.dimensions, index.get(20)]).toEqual([0, undefined, undefined]);
    index.set(1, Float32Array.of(1, 2, 3));
    expect([index.size, index.dimensions, index.has(20)]).toEqual([1, 3, false]);
  });
});
