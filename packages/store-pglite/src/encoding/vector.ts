import { halfBits } from './half.js';

/** pgvector's binary form of a vector: its length in 16 bits, 16 unused bits, then big-endian numbers. */
export function encodeVector(vector: Float32Array, type: 'vector' | 'halfvec'): Uint8Array {
  const size = type === 'vector' ? 4 : 2;
  const bytes = new Uint8Array(4 + vector.length * size);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, vector.length);
  vector.forEach((value, index) => {
    if (type === 'vector') view.setFloat32(4 + 4 * index, value);
    else view.setUint16(4 + 2 * index, halfBits(value));
  });
  return bytes;
}

/** From the base64 of the binary form of a `vector`. */
export function decodeVector(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  return decodeVectorBinary(bytes, 0, bytes.length);
}

/** From the binary form of a `vector`, which `bytes` has from `start` up to `end`. */
export function decodeVectorBinary(bytes: Buffer, start: number, end: number): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start + 4, end - start - 4);
  const vector = new Float32Array(view.byteLength / 4);
  // A loop, because it is five times as fast as `map` and reading is what opening a store waits for.
  for (let index = 0; index < vector.length; index++) vector[index] = view.getFloat32(4 * index);
  return vector;
}
