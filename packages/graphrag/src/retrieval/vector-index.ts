import { createDotProducts } from './simd/create-dot-products.js';
import { type DotProducts, rowStep } from './simd/dot-products.js';
import { createByteCodec, createFloatCodec } from './vector-codec.js';

/** How the numbers of a vector are kept: as they are, or rounded to 255 steps in a quarter of the memory. */
export type VectorPrecision = 'float32' | 'int8';

/**
 * Vectors of one length, scanned exactly. Slots are numbered by the caller, who keeps the numbers dense. A vector
 * without length (norm 0) points nowhere: it is kept and never compared.
 */
export interface VectorIndex {
  /** How many slots have a vector. */
  readonly size: number;
  /** Length of the vectors; undefined while there are none. */
  readonly dimensions: number | undefined;
  has(slot: number): boolean;
  set(slot: number, vector: Float32Array): void;
  delete(slot: number): void;
  /** The vector as it was set, or with int8 as it is kept: setting that again changes nothing. */
  get(slot: number): Float32Array | undefined;
  /**
   * Cosine with every slot below `slots`, in [−1, 1]; NaN where there is no vector to compare, and for slots whose
   * entry of `visible` is 0.
   */
  cosines(query: ArrayLike<number>, slots: number, visible?: Uint8Array | undefined): Float64Array;
}

/** Rows that are compared in one go: their results stay in the processor's nearest memory. */
const blockRows = 2048;
const resultBytes = 4 * blockRows;

/**
 * Makes an index. Vectors lie in one block of memory as rows padded to a multiple of 16 numbers; after room for a query
 * and for the results of one block of rows. The memory is let go of when the last vector is.
 */
export function createVectorIndex(
  precision: VectorPrecision = 'float32',
  createProducts: () => DotProducts = createDotProducts,
): VectorIndex {
  const codec = precision === 'int8' ? createByteCodec() : createFloatCodec();
  let products: DotProducts | undefined;
  let dimensions: number | undefined;
  let rowBytes = 0;
  let firstRow = 0;
  let size = 0;
  /** 1 / norm of the row; NaN for slots without a vector, infinite for vectors without length. */
  let scales = new Float64Array(0);

  const has = (slot: number) => !Number.isNaN(scales[slot] ?? Number.NaN);

  function start(length: number): DotProducts {
    dimensions = length;
    rowBytes = Math.ceil(length / rowStep) * rowStep * codec.bytesPerNumber;
    firstRow = rowBytes + resultBytes;
    products = createProducts();
    return products;
  }

  function forgetAll(): void {
    products = undefined;
    dimensions = undefined;
    scales = new Float64Array(0);
    codec.clear();
  }

  return {
    get size() {
      return size;
    },
    get dimensions() {
      return dimensions;
    },

    has,

    set(slot, vector) {
      const memory = products ?? start(vector.length);
      if (slot >= scales.length) {
        const capacity = Math.max(16, slot + 1, Math.ceil(scales.length * 1.25));
        memory.reserve(firstRow + capacity * rowBytes);
        const larger = new Float64Array(capacity).fill(Number.NaN);
        larger.set(scales);
        scales = larger;
      }
      if (!has(slot)) size++;
      scales[slot] = codec.write(slot, vector, memory.buffer, firstRow + slot * rowBytes);
    },

    delete(slot) {
      if (!has(slot)) return;
      scales[slot] = Number.NaN;
      codec.forget(slot);
      if (--size === 0) forgetAll();
    },

    get(slot) {
      if (products === undefined || dimensions === undefined || !has(slot)) return undefined;
      return codec.read(slot, dimensions, products.buffer, firstRow + slot * rowBytes);
    },

    cosines(query, slots, visible) {
      const cosines = new Float64Array(slots);
      const end = products === undefined ? 0 : Math.min(slots, scales.length);
      cosines.fill(Number.NaN, end);
      if (products === undefined) return cosines;
      const { buffer } = products;
      const scaleOfQuery = codec.writeQuery(query, buffer, 0);
      const results = codec.results(buffer, rowBytes, blockRows);
      for (let first = 0; first < end; first += blockRows) {
        const count = Math.min(blockRows, end - first);
        codec.dot(products, firstRow + first * rowBytes, count, rowBytes);
        // Not a number where a scale is not, and, being 0 · ∞, where a vector has no length.
        for (let row = 0; row < count; row++) {
          const cosine = results[row]! * (scales[first + row]! * scaleOfQuery);
          cosines[first + row] = Math.max(-1, Math.min(1, cosine));
        }
      }
      visible?.subarray(0, end).forEach((isVisible, slot) => {
        if (isVisible === 0) cosines[slot] = Number.NaN;
      });
      return cosines;
    },
  };
}
