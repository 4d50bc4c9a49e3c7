import type { Embedder } from '../../contracts/embedder.js';
import { abortedError, throwIfAborted } from '../../errors/aborted.js';
import { AgentCardsError } from '../../errors/agent-cards-error.js';
import { onAbort } from '../../on-abort.js';
import { assertCall } from '../assert-option-types.js';
import type { HttpEmbedderOptions, HttpEmbedderSettings } from './http-embedder-options.js';
import { postTexts } from './post-texts.js';
import { readOptions } from './read-options.js';
import { retryDelay, sleep } from './retry-delay.js';
import { createSlots, type Slots } from './slots.js';

type Kind = 'query' | 'document';

/**
 * An embedder behind an endpoint of OpenAI's form (`POST /v1/embeddings`): OpenAI, Azure, Mistral, vLLM, Ollama,
 * llama.cpp, Text Embeddings Inference and others. Vectors have length 1; a text of nothing but white space has one of
 * zeros and is not sent, because most endpoints refuse it.
 *
 * `embed` rejects with `EMBEDDER_FAILED` (`details.status` is the endpoint's, where it gave one) after the retries, and
 * with `ABORTED`. Neither error nor embedder shows the key.
 *
 * @throws AgentCardsError `INVALID_INPUT` for options that cannot work or would send the key in the clear
 */
export function createHttpEmbedder(options: HttpEmbedderOptions): Embedder {
  const settings = readOptions(options);
  const slots = createSlots(settings.concurrency);
  const { modelId, dimensions, prefixes, maxTextLength } = settings;
  return {
    modelId,
    dimensions,
    async embed(texts, options) {
      const { signal, kind } = options ?? {};
      assertCall(texts, kind);
      throwIfAborted(signal);
      const vectors: Float32Array[] = texts.map(() => new Float32Array(dimensions));
      const positions = [...texts.keys()].filter((position) => texts[position]!.trim() !== '');
      const inputs = positions.map((position) => sendable(prefixes[kind] + texts[position]!, maxTextLength));
      const found = await embedAll(inputs, kind, signal, settings, slots);
      for (const [index, vector] of found.entries()) vectors[positions[index]!] = vector;
      return vectors;
    },
  };
}

/** Cut to its longest length; half characters, which JSON cannot carry everywhere, become U+FFFD. */
function sendable(text: string, maxLength: number): string {
  return text.slice(0, maxLength).replace(/\p{Surrogate}/gu, '\ufffd');
}

/** As many workers as requests may go on at once take batch after batch; the first that fails stops the others. */
async function embedAll(
  texts: readonly string[],
  kind: Kind,
  signal: AbortSignal | undefined,
  settings: HttpEmbedderSettings,
  slots: Slots,
): Promise<Float32Array[]> {
  const { batchSize, concurrency } = settings;
  const vectors: Float32Array[] = [];
  const stop = new AbortController();
  const unfollow = signal && onAbort(signal, () => stop.abort(signal.reason));
  let next = 0;
  const work = async () => {
    while (next < texts.length) {
      const start = next;
      next += batchSize;
      const batch = texts.slice(start, start + batchSize);
      for (const [index, vector] of (await embedBatch(batch, kind, stop.signal, settings, slots)).entries()) {
        vectors[start + index] = vector;
      }
    }
  };
  const count = Math.min(concurrency, Math.ceil(texts.length / batchSize));
  const workers = Array.from({ length: count }, work);
  try {
    await Promise.all(workers);
  } catch (error) {
    if (signal?.aborted) throw abortedError(signal);
    throw error;
  } finally {
    unfollow?.();
    stop.abort();
    // Nothing of a call goes on after it.
    await Promise.allSettled(workers);
  }
  return vectors;
}

async function embedBatch(
  texts: readonly string[],
  kind: Kind,
  signal: AbortSignal,
  settings: HttpEmbedderSettings,
  slots: Slots,
): Promise<readonly Float32Array[]> {
  const { maxRetries } = settings;
  for (let retry = 0; ; retry += 1) {
    const outcome = await slots.use(kind, signal, () => postTexts(texts, settings, signal));
    if (outcome.vectors) return outcome.vectors;
    if (!outcome.isTransient) throw outcome.error;
    if (retry === maxRetries) throw afterRetries(outcome.error, retry);
    // Not in a slot: what another call asks for may succeed meanwhile.
    await sleep(retryDelay(retry, outcome.retryAfterMs, settings), signal);
  }
}

function afterRetries(error: AgentCardsError, retries: number): AgentCardsError {
  if (retries === 0) return error;
  const { code, message, hint, cause, details } = error;
  return new AgentCardsError(code, `${message.slice(0, -1)}, also after ${retries} retries.`, {
    hint,
    cause,
    details: { ...details, retries },
  });
}
