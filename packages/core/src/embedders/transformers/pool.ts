import { toUnitLength } from '../unit-vector.js';
import type { Pooling } from './transformers-embedder-options.js';
import type { TransformersTensor } from './transformers-library.js';

/**
 * One vector of length 1 a text, from the model's answer `[texts, tokens, dimensions]` and the mask `[texts, tokens]`,
 * which is 1 for tokens of the text and 0 for padding. Each vector has memory of its own.
 */
export function pool(hidden: TransformersTensor, mask: TransformersTensor, pooling: Pooling): Float32Array[] {
  const [texts = 0, tokens = 0, dimensions = 0] = hidden.dims;
  const values = hidden.to('float32').data as Float32Array;
  const isText = (text: number, token: number) => Number(mask.data[text * tokens + token]) === 1;
  return Array.from({ length: texts }, (_, text) => {
    const vector = new Float32Array(dimensions);
    for (let token = 0; token < tokens; token += 1) {
      if (!isText(text, token)) continue;
      const offset = (text * tokens + token) * dimensions;
      for (let index = 0; index < dimensions; index += 1) vector[index]! += values[offset + index]!;
      // The first token of the text, also where padding stands before it.
      if (pooling === 'cls') break;
    }
    // The sum has the direction of the mean.
    return toUnitLength(vector);
  });
}
