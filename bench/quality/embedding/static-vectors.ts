import { createStaticEmbedder } from '@agentcards/embedder-static';
import type { TextVectors } from './text-vectors.js';

/** The embedder that `agentcards` uses where none is given; `embed` remembers nothing. */
export async function openStaticVectors(): Promise<TextVectors & { embed(text: string): Float32Array }> {
  const { modelId, embedText } = await createStaticEmbedder();
  const known = new Map<string, Float32Array>();
  return {
    modelId,
    embed: embedText,
    prepare: async () => {},
    vectorOf(text) {
      const vector = known.get(text) ?? embedText(text);
      known.set(text, vector);
      return vector;
    },
  };
}
