import type { Embedder } from '../contracts/embedder.js';
import type { EmbeddingRecord } from '../contracts/store.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';

export function embedderMismatch(
  { modelId, embedding }: Pick<EmbeddingRecord, 'modelId' | 'embedding'>,
  given: Embedder,
): AgentCardsError {
  return new AgentCardsError(
    'EMBEDDER_MISMATCH',
    `The store holds vectors of ${embedding.length} numbers by ${modelId}; the embedder ${given.modelId} makes ${given.dimensions}.`,
    {
      hint:
        'Open it with the embedder that it was filled with and call tools.reembed(newEmbedder), which answers ' +
        'from the old vectors meanwhile; or open it with { embedder: newEmbedder, reembed: true }, which answers ' +
        'lexically meanwhile. With { embedder: null } it stays lexical.',
      details: {
        stored: { modelId, dimensions: embedding.length },
        given: { modelId: given.modelId, dimensions: given.dimensions },
      },
    },
  );
}
