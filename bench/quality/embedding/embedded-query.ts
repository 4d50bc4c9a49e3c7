import type { TextVectors } from './text-vectors.js';

/** What the product hands to the engine for an intent. */
export interface EmbeddedQuery {
  readonly text: string;
  readonly embedding?: Float32Array;
}

export function embedQuery(text: string, vectors: TextVectors): EmbeddedQuery {
  return { text, embedding: vectors.vectorOf(text) };
}
