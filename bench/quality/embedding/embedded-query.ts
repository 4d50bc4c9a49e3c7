import { createEngine } from '@agentcards/graphrag';
import type { TextVectors } from './text-vectors.js';

/** What the product hands to the engine for an intent. */
export interface EmbeddedQuery {
  readonly text: string;
  readonly embedding?: Float32Array;
}

/** The text that the product embeds for an intent. */
export const { textToEmbed } = createEngine();

export function embedQuery(text: string, vectors: TextVectors): EmbeddedQuery {
  return { text, embedding: vectors.vectorOf(textToEmbed(text)) };
}
