import { expect, test } from 'vitest';
import type { Embedder } from '../contracts/embedder.js';
import { callEmbedder } from './call-embedder.js';

const call = (vector: unknown) => {
  const embedder: Embedder = { modelId: 'own', dimensions: 2, embed: async () => [vector as Float32Array] };
  return callEmbedder(embedder, ['text'], {
    kind: 'document',
    signal: new AbortController().signal,
    timeoutMs: 1_000,
  });
};

test.each([Float32Array.of(1, 2), [1, 2]])('a vector may be a Float32Array or an array', async (vector) => {
  expect(await call(vector)).toEqual([Float32Array.of(1, 2)]);
});

test.each([
  [Float64Array.of(1, 2), 'returned a vector that is Float64Array, not a Float32Array or an array of numbers'],
  [undefined, 'returned a vector that is Undefined, not a Float32Array or an array of numbers'],
  [[1], 'returned a vector that is not 2 finite numbers'],
  [[1, Number.NaN], 'returned a vector that is not 2 finite numbers'],
])('what is wrong with another vector is said: %s', async (vector, what) => {
  await expect(call(vector)).rejects.toMatchObject({ code: 'EMBEDDER_FAILED', message: `The embedder own ${what}.` });
});
