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
  const bytes = Buffer.from(base64, 'base64').subarray(4);
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatBE(4 * index));
}
