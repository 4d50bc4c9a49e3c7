import { AgentCardsError, createMemoryStore, type Store } from '@agentcards/core';

/** The memory store with the one thing that it lacks: a right store of every capability but persistence. */
export function createCosineStore(): Store {
  const store = createMemoryStore();
  const { embeddings, tools } = store;
  return {
    ...store,
    embeddings: {
      ...embeddings,
      async nearest({ vector, limit, toolIds, signal }) {
        const vectors = await embeddings.read({ limit: 1_000_000, signal });
        const all = await tools.read({ limit: 1_000_000 });
        const active = new Set(all.filter(({ status }) => status === 'active').map(({ toolId }) => toolId));
        if (vectors.some(({ embedding }) => embedding.length !== vector.length)) {
          throw new AgentCardsError('VECTOR_DIMENSION_MISMATCH', 'The vector has another length.');
        }
        return vectors
          .filter(({ toolId }) => (toolIds === undefined ? active.has(toolId) : toolIds.includes(toolId)))
          .map(({ toolId, embedding }) => ({ toolId, similarity: cosine(vector, embedding) }))
          .filter(({ similarity }) => !Number.isNaN(similarity))
          .sort((a, b) => b.similarity - a.similarity)
          .slice(0, limit);
      },
    },
  };
}

function cosine(a: Float32Array, b: Float32Array): number {
  let product = 0;
  for (const [index, value] of a.entries()) product += value * b[index]!;
  return product / (Math.hypot(...a) * Math.hypot(...b));
}
