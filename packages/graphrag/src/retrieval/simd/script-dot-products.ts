import { type DotProducts, rowStep } from './dot-products.js';

/** The sums of assembly/dot-products.ts in plain JavaScript, in the same order and rounded alike. */
export function createScriptDotProducts(): DotProducts {
  let buffer = new ArrayBuffer(0);
  const lanes = new Float32Array(rowStep);

  return {
    get buffer() {
      return buffer;
    },

    reserve(bytes) {
      if (bytes <= buffer.byteLength) return;
      const larger = new ArrayBuffer(bytes);
      new Uint8Array(larger).set(new Uint8Array(buffer));
      buffer = larger;
    },

    dotFloats(rows, count, length, query, results) {
      const row = new Float32Array(buffer, rows, count * length);
      const other = new Float32Array(buffer, query, length);
      const result = new Float32Array(buffer, results, count);
      for (let index = 0; index < count; index++) {
        lanes.fill(0);
        const start = index * length;
        for (let offset = 0; offset < length; offset += rowStep) {
          for (let lane = 0; lane < rowStep; lane++) {
            lanes[lane]! += Math.fround(row[start + offset + lane]! * other[offset + lane]!);
          }
        }
        result[index] = Math.fround(Math.fround(Math.fround(sumOf(0) + sumOf(1)) + sumOf(2)) + sumOf(3));
      }
    },

    dotBytes(rows, count, length, query, results) {
      const row = new Int8Array(buffer, rows, count * length);
      const other = new Int8Array(buffer, query, length);
      const result = new Int32Array(buffer, results, count);
      for (let index = 0; index < count; index++) {
        const start = index * length;
        let sum = 0;
        for (let offset = 0; offset < length; offset++) sum += row[start + offset]! * other[offset]!;
        result[index] = sum;
      }
    },
  };

  /** The sums that lie in one place of the four vectors, added up. */
  function sumOf(place: number): number {
    const first = Math.fround(lanes[place]! + lanes[place + 4]!);
    return Math.fround(first + Math.fround(lanes[place + 8]! + lanes[place + 12]!));
  }
}
