import type { Embedder } from '../contracts/embedder.js';
import type { EmbeddingStore } from '../contracts/store.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';

/**
 * Before the embedder works for vectors that the store would not take.
 * @throws AgentCardsError `INVALID_INPUT`
 */
export function assertDimensions(
  { maxDimensions = Number.POSITIVE_INFINITY }: Pick<EmbeddingStore, 'maxDimensions'>,
  { modelId, dimensions }: Pick<Embedder, 'modelId' | 'dimensions'>,
): void {
  if (dimensions <= maxDimensions) return;
  throw new AgentCardsError(
    'INVALID_INPUT',
    `The embedder ${modelId} makes vectors of ${dimensions} numbers; ${maxDimensions} are the most that the store takes.`,
    { hint: 'Use an embedder that makes shorter vectors.' },
  );
}
