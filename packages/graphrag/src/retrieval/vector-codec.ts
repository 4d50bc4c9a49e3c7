import type { DotProducts } from './simd/dot-products.js';

/** How vectors become rows of one block of memory, and rows vectors. Offsets are in bytes. */
export interface VectorCodec {
  readonly bytesPerNumber: number;
  /** Writes a row and returns 1 / its norm. */
  write(slot: number, vector: ArrayLike<number>, buffer: ArrayBuffer, offset: number): number;
  read(slot: number, dimensions: number, buffer: ArrayBuffer, offset: number): Float32Array;
  /** Frees what is kept of a row elsewhere. */
  forget(slot: number): void;
  clear(): void;
  /** Writes the row of a query and returns 1 / its norm. */
  writeQuery(query: ArrayLike<number>, buffer: ArrayBuffer, offset: number): number;
  /** Compares rows with the query, which stands at the beginning; the results come after it. */
  dot(products: DotProducts, rows: number, count: number, rowBytes: number): void;
  results(buffer: ArrayBuffer, offset: number, count: number): ArrayLike<number>;
}

/** Rows with norms in this range are kept as they are: their products stay within float32. */
const safeNorm = { minimum: 2 ** -32, maximum: 2 ** 32 } as const;

/** Vectors as float32 numbers. */
export function createFloatCodec(): VectorCodec {
  /** Vectors that are kept scaled, as they were set. */
  const originals = new Map<number, Float32Array>();

  /** Writes the vector times the power of two that brings its norm near 1. */
  function writeScaled(vector: ArrayLike<number>, norm: number, row: Float32Array): number {
    const power = norm === 0 ? 1 : 2 ** -Math.round(Math.log2(norm));
    for (let index = 0; index < vector.length; index++) row[index] = vector[index]! * power;
    return 1 / (norm * power);
  }

  return {
    bytesPerNumber: 4,
    write(slot, vector, buffer, offset) {
      const row = new Float32Array(buffer, offset, vector.length);
      const norm = normOf(vector);
      originals.delete(slot);
      if (norm === 0 || (norm >= safeNorm.minimum && norm <= safeNorm.maximum)) {
        row.set(vector);
        return 1 / norm;
      }
      originals.set(slot, Float32Array.from(vector));
      return writeScaled(vector, norm, row);
    },
    read: (slot, dimensions, buffer, offset) =>
      originals.get(slot)?.slice() ?? new Float32Array(buffer, offset, dimensions).slice(),
    forget: (slot) => void originals.delete(slot),
    clear: () => originals.clear(),
    writeQuery: (query, buffer, offset) =>
      writeScaled(query, normOf(query), new Float32Array(buffer, offset, query.length)),
    dot: (products, rows, count, rowBytes) => products.dotFloats(rows, count, rowBytes / 4, 0, rowBytes),
    results: (buffer, offset, count) => new Float32Array(buffer, offset, count),
  };
}

/** The greatest int8 number whose negative is one, too. */
const steps = 127;

/**
 * Vectors as int8 numbers, each a share of the vector's greatest number: `round(127 · x / max |x|)`. Of what that loses
 * nothing is lost twice: a vector that was read gives the same row when it is written again.
 */
export function createByteCodec(): VectorCodec {
  /** By slot. */
  let greatest = new Float32Array(0);

  function writeRounded(vector: ArrayLike<number>, maximum: number, row: Int8Array): number {
    for (let index = 0; index < vector.length; index++) {
      row[index] = maximum === 0 ? 0 : Math.round((vector[index]! * steps) / maximum);
    }
    return 1 / normOf(row);
  }

  return {
    bytesPerNumber: 1,
    write(slot, vector, buffer, offset) {
      if (slot >= greatest.length) {
        const larger = new Float32Array(Math.max(16, slot + 1, Math.ceil(greatest.length * 1.25)));
        larger.set(greatest);
        greatest = larger;
      }
      greatest[slot] = greatestOf(vector);
      return writeRounded(vector, greatest[slot]!, new Int8Array(buffer, offset, vector.length));
    },
    read(slot, dimensions, buffer, offset) {
      const row = new Int8Array(buffer, offset, dimensions);
      return Float32Array.from(row, (number) => (number * greatest[slot]!) / steps);
    },
    forget: () => {},
    clear() {
      greatest = new Float32Array(0);
    },
    writeQuery: (query, buffer, offset) =>
      writeRounded(query, greatestOf(query), new Int8Array(buffer, offset, query.length)),
    dot: (products, rows, count, rowBytes) => products.dotBytes(rows, count, rowBytes, 0, rowBytes),
    results: (buffer, offset, count) => new Int32Array(buffer, offset, count),
  };
}

function normOf(vector: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < vector.length; index++) sum += vector[index]! ** 2;
  return Math.sqrt(sum);
}

function greatestOf(vector: ArrayLike<number>): number {
  let greatest = 0;
  for (let index = 0; index < vector.length; index++) greatest = Math.max(greatest, Math.abs(vector[index]!));
  return greatest;
}
