import { toUnitLength } from '../unit-vector.js';

/** Either the vectors in the order of the texts, or what is wrong with the answer. */
export type ParsedEmbeddings =
  | { readonly vectors: readonly Float32Array[]; readonly problem?: undefined }
  | { readonly vectors?: undefined; readonly problem: string };

/**
 * Reads `{ data: [{ index, embedding }] }`, where `embedding` is an array of numbers or little-endian float32 in base64,
 * entries are in any order, and `index` is absent from all or from none. The vectors are scaled to length 1.
 */
export function parseEmbeddings(answer: unknown, count: number, dimensions: number): ParsedEmbeddings {
  const data = property(answer, 'data');
  if (!Array.isArray(data)) return { problem: 'an answer without a list "data"' };
  if (data.length !== count) return { problem: `${data.length} vectors for ${count} texts` };
  const isIndexed = data.some((entry) => property(entry, 'index') !== undefined);
  const vectors = new Map<number, Float32Array>();
  for (const [position, entry] of data.entries()) {
    const index = isIndexed ? property(entry, 'index') : position;
    if (!(typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < count)) {
      return { problem: 'a vector for no text, by its "index"' };
    }
    if (vectors.has(index)) return { problem: 'two vectors for one text, by their "index"' };
    const vector = readVector(property(entry, 'embedding'));
    if (vector === undefined) return { problem: 'an "embedding" that is neither an array of numbers nor base64' };
    if (vector.length !== dimensions) return { problem: `vectors of ${vector.length} numbers, not of ${dimensions}` };
    if (!vector.every(Number.isFinite)) return { problem: 'a vector with a number that is not finite' };
    vectors.set(index, toUnitLength(vector));
  }
  return { vectors: Array.from({ length: count }, (_, index) => vectors.get(index)!) };
}

function readVector(embedding: unknown): Float32Array | undefined {
  if (typeof embedding === 'string') return readBase64(embedding);
  // JSON has no NaN: servers write null in its place, which becomes one here again.
  if (!Array.isArray(embedding) || !embedding.every((value) => typeof value === 'number' || value === null)) {
    return undefined;
  }
  return Float32Array.from(embedding, (value) => value ?? Number.NaN);
}

function readBase64(text: string): Float32Array | undefined {
  let bytes: Uint8Array;
  try {
    bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
  if (bytes.length % 4 !== 0) return undefined;
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => view.getFloat32(index * 4, true));
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
