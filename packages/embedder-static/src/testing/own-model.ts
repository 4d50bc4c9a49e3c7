import { readFileSync } from 'node:fs';
import type { StaticModel } from '../static-model.js';

const file = (name: string) => readFileSync(new URL(`../../model/${name}`, import.meta.url));

/** The shipped files, read by other means than the package's own. */
export function readModelFiles(): StaticModel {
  const vectors = Uint8Array.from(file('vectors.i8'));
  const scales = Uint8Array.from(file('scales.f32'));
  return {
    config: JSON.parse(file('config.json').toString()),
    vocabulary: file('vocab.txt').toString(),
    vectors: new Int8Array(vectors.buffer),
    scales: new Float32Array(scales.buffer),
  };
}
