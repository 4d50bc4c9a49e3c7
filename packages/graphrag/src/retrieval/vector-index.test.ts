import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScriptDotProducts } from './simd/script-dot-products.js';
import { createWasmDotProducts } from './simd/wasm-dot-products.js';
import { createVectorIndex, type VectorPrecision } from './vector-index.js';

const finite = fc.float({ noNaN: true, noDefaultInfinity: true });
/** Vectors of one length, some missing, and a query; of any size of numbers. */
const drawn = fc.integer({ min: 1, max: 40 }).chain((length) => {
  const vector = fc.array(finite, { minLength: length, maxLength: length });
  return fc.record({ vectors: fc.array(fc.option(vector), { maxLength: 20 }), query: vector });
});
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, x, place) => sum + x * b[place]!, 0);
const precisions: readonly VectorPrecision[] = ['float32', 'int8'];

function indexOf(vectors: readonly (readonly number[] | null)[], ...options: Parameters<typeof createVectorIndex>) {
  const index = createVectorIndex(...options);
  for (const [slot, values] of vectors.entries()) if (values) index.set(slot, Float32Array.from(values));
  return index;
}

describe('the vector index', () => {
  it('gives the cosine of every slot that has a vector with a direction', () => {
    fc.assert(
      fc.property(drawn, ({ vectors, query }) => {
        const cosines = indexOf(vectors).cosines(query, vectors.length);
        for (const [slot, values] of vectors.entries()) {
          const norms = values === null ? 0 : Math.sqrt(dot(values, values)) * Math.sqrt(dot(query, query));
          if (norms === 0) expect(cosines[slot]).toBeNaN();
          else expect(cosines[slot]).toBeCloseTo(dot(values!, query) / norms, 5);
        }
      }),
    );
  });

  it('gives with int8 the cosine within the error of rounding', () => {
    const random = (seed: number) => Array.from({ length: 384 }, (_, index) => Math.sin(seed * 7 + index * seed));
    const vectors = Array.from({ length: 50 }, (_, seed) => random(seed + 1));
    const query = random(77);
    const exact = indexOf(vectors).cosines(query, vectors.length);
    const rounded = indexOf(vectors, 'int8').cosines(query, vectors.length);
    for (const [slot, cosine] of exact.entries()) expect(Math.abs(rounded[slot]! - cosine)).toBeLessThan(0.01);
  });

  it.each(precisions)('gives with %s the same bits with and without WebAssembly', (precision) => {
    fc.assert(
      fc.property(drawn, ({ vectors, query }) => {
        const [inWasm, inScript] = [() => createWasmDotProducts()!, createScriptDotProducts].map((create) =>
          indexOf(vectors, precision, create).cosines(query, vectors.length),
        );
        expect(inWasm).toEqual(inScript);
      }),
    );
  });

  it('returns what was set, whatever its size, and with int8 what changes nothing when it is set again', () => {
    fc.assert(
      fc.property(drawn, ({ vectors }) => {
        const exact = indexOf(vectors);
        const rounded = indexOf(vectors, 'int8');
        for (const [slot, values] of vectors.entries()) {
          expect(exact.get(slot)).toEqual(values ? Float32Array.from(values) : undefined);
          const kept = rounded.get(slot);
          if (kept === undefined) continue;
          rounded.set(slot, kept);
          expect(rounded.get(slot)!.map((number) => number + 0)).toEqual(kept.map((number) => number + 0));
        }
      }),
    );
  });

  it('does not compare slots that are not visible', () => {
    const cosines = indexOf([
      [1, 0],
      [0, 1],
      [1, 1],
    ]).cosines([1, 0], 3, Uint8Array.of(1, 0, 1));
    expect(Array.from(cosines, (cosine) => Math.round(cosine * 100) / 100)).toEqual([1, Number.NaN, 0.71]);
  });

  it.each(precisions)('with %s scans thousands of rows, block by block', (precision) => {
    const index = createVectorIndex(precision);
    for (let slot = 0; slot < 5000; slot++) index.set(slot, Float32Array.of(slot % 7, 1, 0));
    const cosines = index.cosines([1, 0, 0], 5000);
    for (const slot of [0, 6, 2047, 2048, 4095, 4096, 4999]) {
      const x = slot % 7;
      expect(cosines[slot]).toBeCloseTo(x / Math.hypot(x, 1), 1);
    }
  });

  it('forgets what was deleted, and takes another length once it is empty', () => {
    const index = createVectorIndex();
    index.set(20, Float32Array.of(3, 4));
    expect([index.size, index.dimensions, index.has(3), index.has(-1)]).toEqual([1, 2, false, false]);
    index.delete(20);
    index.delete(20);
    expect([index.size, index.dimensions, index.get(20)]).toEqual([0, undefined, undefined]);
    expect(index.cosines([1, 1], 2)).toEqual(Float64Array.of(Number.NaN, Number.NaN));
    index.set(1, Float32Array.of(1, 2, 3));
    expect([index.size, index.dimensions, index.has(20)]).toEqual([1, 3, false]);
  });
});
