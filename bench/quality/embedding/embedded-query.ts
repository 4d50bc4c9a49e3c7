import type { Engine } from '@agentcards/graphrag';
import type { TextVectors } from './text-vectors.js';

/** What the product hands to the engine for an intent. */
export interface EmbeddedQuery {
  readonly text: string;
  readonly embedding?: Float32Array;
}

export function embedQuery(text: string, engine: Pick<Engine, 'textToEmbed'>, vectors: TextVectors): EmbeddedQuery {
  return { text, embedding: vectors.vectorOf(engine.textToEmbed(text)) };
}
