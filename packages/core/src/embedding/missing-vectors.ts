import { AgentCardsError } from '../errors/agent-cards-error.js';

/** Does what a store is asked for vectors, and says of what it throws that the store threw it, and not the embedder. */
export async function askStore<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    // Stores of ours have said it already.
    if (AgentCardsError.isInstance(error)) throw error;
    const reason = error instanceof Error ? error.message : 'what it threw is no Error';
    throw new AgentCardsError('STORE_OPERATION_FAILED', `The store failed for vectors: ${reason}`, { cause: error });
  }
}

/** What waits for vectors is told, by what the last of them failed with. */
export function withoutVectors(tools: number, lastFailure: unknown): AgentCardsError {
  const cause = lastFailure;
  if (failureCode(lastFailure) === 'EMBEDDER_FAILED') {
    return new AgentCardsError('EMBEDDER_FAILED', `The embedder failed for ${tools} tools.`, {
      hint: 'Search answers lexically for them. The next sync, or the next start, tries again.',
      cause,
    });
  }
  return new AgentCardsError('STORE_OPERATION_FAILED', `The store failed for the vectors of ${tools} tools.`, {
    hint: 'Search answers lexically for them. See the cause, mend the store, and sync again.',
    cause,
  });
}

/** Whose failure it is. */
export function failureCode(error: unknown): 'EMBEDDER_FAILED' | 'STORE_OPERATION_FAILED' {
  const isEmbedders = AgentCardsError.isInstance(error) && error.code === 'EMBEDDER_FAILED';
  return isEmbedders ? 'EMBEDDER_FAILED' : 'STORE_OPERATION_FAILED';
}
