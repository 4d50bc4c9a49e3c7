import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';

const keyBytes = 16;

/** Vectors on disk by what was embedded: one file a model, rows of a digest of the text and its numbers. */
export interface VectorCache {
  get(text: string): Float32Array | undefined;
  add(texts: readonly string[], vectors: readonly Float32Array[]): void;
}

/** Opens a file, which may be absent. A row that a crash cut off is taken away. */
export function openVectorCache(path: string, dimensions: number): VectorCache {
  const rowBytes = keyBytes + 4 * dimensions;
  const known = new Map<string, Float32Array>();
  const content = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  for (let start = 0; start + rowBytes <= content.length; start += rowBytes) {
    const numbers = content.buffer.slice(
      content.byteOffset + start + keyBytes,
      content.byteOffset + start + rowBytes,
    ) as ArrayBuffer;
    known.set(content.toString('hex', start, start + keyBytes), new Float32Array(numbers));
  }
  if (content.length % rowBytes > 0) truncateSync(path, content.length - (content.length % rowBytes));
  return {
    get: (text) => known.get(keyOf(text).toString('hex')),
    add(texts, vectors) {
      mkdirSync(dirname(path), { recursive: true });
      const rows = texts.flatMap((text, index) => {
        const vector = vectors[index]!;
        known.set(keyOf(text).toString('hex'), vector);
        return [keyOf(text), Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)];
      });
      appendFileSync(path, Buffer.concat(rows));
    },
  };
}

const keyOf = (text: string) => createHash('sha256').update(text).digest().subarray(0, keyBytes);
