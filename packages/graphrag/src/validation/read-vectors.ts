import type { ToolVector } from '../types.js';
import { checkArray, checkId, checkObject, checkVector } from './checks.js';

/** The vectors that the new ones must agree with. */
interface KnownTools {
  readonly dimensions: number | undefined;
  has(toolId: string): boolean;
}

/** Checks vectors and copies those of known tools. */
export function readVectors(
  vectors: readonly ToolVector[],
  known: KnownTools,
): readonly { readonly toolId: string; readonly vector: Float32Array }[] {
  checkArray(vectors, 'vectors');
  let { dimensions } = known;
  const read = vectors.map((entry, index) => {
    const what = `vectors[${index}]`;
    checkObject(entry, what);
    checkId(entry.toolId, `${what}.toolId`);
    checkVector(entry.embedding, `${what}.embedding`, dimensions);
    dimensions = entry.embedding.length;
    return { toolId: entry.toolId, vector: Float32Array.from(entry.embedding) };
  });
  return read.filter(({ toolId }) => known.has(toolId));
}
