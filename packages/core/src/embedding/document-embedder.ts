import type { Embedder } from '../contracts/embedder.js';
import { callEmbedder } from './call-embedder.js';
import { sleep } from './deadline.js';
import type { EmbeddingSettings } from './embedding-options.js';

const longestBackoffMs = 30_000;

/** What became of one text. */
export type Outcome = { readonly vector: Float32Array } | EmbeddingFault;

export interface EmbeddingFault {
  readonly error: unknown;
  /** Calls in which the text took part. */
  readonly attempts: number;
  /** Nothing is known about this text: the embedder takes no text at all at present. */
  readonly isDown: boolean;
}

/**
 * Embeds batches of texts and finds out which of them an embedder cannot take: a batch that fails again and again is
 * divided until the texts that fail are alone. When all texts of a batch fail, the embedder is taken to be down, and
 * is only tried once a batch until a batch succeeds.
 */
export class DocumentEmbedder {
  readonly #embedder: Embedder;
  readonly #settings: EmbeddingSettings;
  #isDown = false;

  constructor(embedder: Embedder, settings: EmbeddingSettings) {
    this.#embedder = embedder;
    this.#settings = settings;
  }

  get isDown(): boolean {
    return this.#isDown;
  }

  /** One outcome a text, in their order. @throws the signal's reason when it aborts, and nothing else */
  async embed(texts: readonly string[], signal: AbortSignal): Promise<Outcome[]> {
    const wasDown = this.#isDown;
    const attempts = wasDown ? 1 : this.#settings.attempts;
    const outcomes = await this.#attempt(texts, attempts, this.#settings.timeoutMs, signal);
    if (!Array.isArray(outcomes)) {
      const { error } = outcomes;
      if (wasDown) return texts.map(() => ({ error, attempts, isDown: true }));
      const parts = await this.#divide(texts, error, attempts, this.#settings.timeoutMs, signal);
      this.#isDown = texts.length > 1 && parts.every((part) => 'error' in part);
      return parts;
    }
    this.#isDown = false;
    return outcomes;
  }

  /** Half of the texts have half of the time: to divide a batch takes a bounded time even when every call hangs. */
  async #divide(
    texts: readonly string[],
    error: unknown,
    attempts: number,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<Outcome[]> {
    if (texts.length === 1) return [{ error, attempts, isDown: false }];
    const middle = texts.length >> 1;
    const outcomes: Outcome[] = [];
    for (const half of [texts.slice(0, middle), texts.slice(middle)]) {
      const vectors = await this.#attempt(half, 1, timeoutMs / 2, signal);
      if (Array.isArray(vectors)) outcomes.push(...vectors);
      else outcomes.push(...(await this.#divide(half, vectors.error, attempts + 1, timeoutMs / 2, signal)));
    }
    return outcomes;
  }

  async #attempt(
    texts: readonly string[],
    attempts: number,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<Outcome[] | { readonly error: unknown }> {
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      try {
        const vectors = await callEmbedder(this.#embedder, texts, { kind: 'document', signal, timeoutMs });
        return vectors.map((vector) => ({ vector }));
      } catch (error) {
        signal.throwIfAborted();
        if (attempt >= attempts) return { error };
        await sleep(Math.min(longestBackoffMs, this.#settings.backoffMs * 2 ** (attempt - 1)), signal);
      }
    }
  }
}
