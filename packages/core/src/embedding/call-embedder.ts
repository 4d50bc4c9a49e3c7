import type { Embedder } from '../contracts/embedder.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import { withDeadline } from './deadline.js';
import { failureReason } from './failure-reason.js';

/** Longest text that is embedded, in UTF-16 code units; models read less. */
export const maxTextLength = 8_192;

interface Call {
  readonly kind: 'query' | 'document';
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/**
 * One call of the embedder, its answer checked and copied.
 * @throws AgentCardsError `EMBEDDER_FAILED`, also when the signal aborts or the time is over
 */
export async function callEmbedder(
  embedder: Embedder,
  texts: readonly string[],
  { kind, signal, timeoutMs }: Call,
): Promise<Float32Array[]> {
  let vectors: readonly (Float32Array | readonly number[])[];
  try {
    // A copy: an embedder that uses the list up would otherwise be asked for nothing the next time, and succeed.
    vectors = await withDeadline(timeoutMs, signal, (own) => embedder.embed([...texts], { signal: own, kind }));
  } catch (error) {
    const reason = failureReason(error, texts);
    throw failed(embedder, reason === undefined ? 'failed' : `failed: ${reason}`, error);
  }
  if (!Array.isArray(vectors) || vectors.length !== texts.length) {
    throw failed(
      embedder,
      `returned ${Array.isArray(vectors) ? vectors.length : 'no'} vectors for ${texts.length} texts`,
    );
  }
  // Not `map`, which leaves the holes of a list as they are.
  return Array.from(vectors, (vector) => {
    if (kindOf(vector) !== 'Float32Array' && !Array.isArray(vector)) {
      throw failed(embedder, `returned a vector that is ${kindOf(vector)}, not a Float32Array or an array of numbers`);
    }
    const copy = Float32Array.from(vector);
    if (copy.length === embedder.dimensions && copy.every(Number.isFinite)) return copy;
    throw failed(embedder, `returned a vector that is not ${embedder.dimensions} finite numbers`);
  });
}

/** Such as `Float64Array`, also of another realm, as test runners have them. */
function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

function failed({ modelId }: Embedder, what: string, cause?: unknown): AgentCardsError {
  return new AgentCardsError('EMBEDDER_FAILED', `The embedder ${modelId} ${what}.`, { cause });
}
