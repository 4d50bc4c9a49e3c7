import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { compileKernels } from '../../../assembly/compile.mjs';
import { rowStep } from './dot-products.js';
import * as generated from './dot-products-module.js';
import { createScriptDotProducts } from './script-dot-products.js';
import { createWasmDotProducts } from './wasm-dot-products.js';

const shape = fc.record({
  rows: fc.integer({ min: 0, max: 9 }),
  length: fc.integer({ min: 1, max: 5 }).map((steps) => steps * rowStep),
});
const bits = (results: Float32Array) => Array.from(new Uint32Array(results.buffer, results.byteOffset, results.length));

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe('the kernels', () => {
  it.each([
    ['there is none', undefined],
    [
      'it has no vector instructions',
      {
        Module: class {
          constructor() {
            throw new Error('invalid opcode');
          }
        },
      },
    ],
  ])('do without WebAssembly where %s', async (_, stub) => {
    vi.resetModules();
    vi.stubGlobal('WebAssembly', stub);
    const { createWasmDotProducts } = await import('./wasm-dot-products.js');
    const { createDotProducts } = await import('./create-dot-products.js');
    expect(createWasmDotProducts()).toBeUndefined();
    const products = createDotProducts();
    products.reserve(1_000_000);
    new Float32Array(products.buffer, 0, 2 * rowStep).fill(2);
    products.dotFloats(4 * rowStep, 1, rowStep, 0, 999_996);
    expect(new Float32Array(products.buffer, 999_996, 1)[0]).toBe(4 * rowStep);
  });

  it('are what their source compiles to, small enough for the main thread of a browser', async () => {
    const written = Buffer.from(generated.dotProductsModule, 'base64');
    expect(written.length).toBeLessThan(4096);
    const text = await compileKernels();
    const [, encoded = ''] = text.split('dotProductsModule =');
    expect(encoded.replaceAll(/[\s'+;]/g, '')).toBe(generated.dotProductsModule.replaceAll('+', ''));
  });

  it('sum floats to the same bits with and without WebAssembly', () => {
    const number = fc.float({ noNaN: true, noDefaultInfinity: true });
    const drawn = shape.chain(({ rows, length }) => {
      const count = (rows + 1) * length;
      return fc.tuple(fc.constant({ rows, length }), fc.array(number, { minLength: count, maxLength: count }));
    });
    fc.assert(
      fc.property(drawn, ([{ rows, length }, numbers]) => {
        const [inWasm, inScript] = [createWasmDotProducts()!, createScriptDotProducts()].map((products) => {
          const results = 4 * numbers.length;
          products.reserve(results + 4 * rows);
          new Float32Array(products.buffer, 0, numbers.length).set(numbers);
          products.dotFloats(4 * length, rows, length, 0, results);
          return bits(new Float32Array(products.buffer, results, rows).map((sum) => (Number.isNaN(sum) ? 0.5 : sum)));
        });
        expect(inWasm).toEqual(inScript);
      }),
    );
  });

  it('sum bytes exactly with and without WebAssembly', () => {
    const number = fc.integer({ min: -127, max: 127 });
    const drawn = shape.chain(({ rows, length }) => {
      const count = (rows + 1) * length;
      return fc.tuple(fc.constant({ rows, length }), fc.array(number, { minLength: count, maxLength: count }));
    });
    fc.assert(
      fc.property(drawn, ([{ rows, length }, numbers]) => {
        const expected = Array.from({ length: rows }, (_, row) =>
          numbers.slice(0, length).reduce((sum, x, index) => sum + x * numbers[(row + 1) * length + index]!, 0),
        );
        for (const products of [createWasmDotProducts()!, createScriptDotProducts()]) {
          products.reserve(numbers.length + 4 * rows);
          new Int8Array(products.buffer, 0, numbers.length).set(numbers);
          products.dotBytes(length, rows, length, 0, numbers.length);
          expect(Array.from(new Int32Array(products.buffer, numbers.length, rows), (sum) => sum + 0)).toEqual(
            expected.map((sum) => sum + 0),
          );
        }
      }),
    );
  });

  it('sum the longest and greatest rows of bytes without overflow', () => {
    const length = 2 ** 16;
    for (const products of [createWasmDotProducts()!, createScriptDotProducts()]) {
      products.reserve(2 * length + 4);
      new Int8Array(products.buffer, 0, 2 * length).fill(-127);
      products.dotBytes(length, 1, length, 0, 2 * length);
      expect(new Int32Array(products.buffer, 2 * length, 1)[0]).toBe(127 * 127 * length);
    }
  });
});
