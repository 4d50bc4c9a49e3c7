import type { Embedder } from '../contracts/embedder.js';
import { callEmbedder } from './call-embedder.js';
import { sleep } from './deadline.js';
import type { EmbeddingSettings } from './embedding-options.js';

const longestBackoffMs = 30_000;
/** What every embedder takes that takes anything: says whether a failure is about the texts. */
const harmlessText = 'tool';

/** What became of one text. */
export type Outcome = { readonly vector: Float32Array } | EmbeddingFault;

export interface EmbeddingFault {
  readonly error: unknown;
  /** Calls in which the text took part. */
  readonly attempts: number;
}

/**
 * Embeds batches of texts. When a batch fails again and again, the embedder is asked for a harmless text: if it takes that
 * one, the batch is divided until the texts that fail are alone; if it does not, it is down, and what else there is fails
 * without a call until `tryAgain`. Kinds of errors would not tell: endpoints answer 500 to a text that is too long, too.
 */
export class DocumentEmbedder {
  readonly #embedder: Embedder;
  readonly #settings: EmbeddingSettings;
  readonly #onFailing: (error: unknown) => Promise<void>;
  #failure: unknown;
  #isDown = false;
  #isAskedAgain = false;

  /** @param onFailing Called with the first call in a row that fails, before it is tried again. */
  constructor(embedder: Embedder, settings: EmbeddingSettings, onFailing: (error: unknown) => Promise<void>) {
    this.#embedder = embedder;
    this.#settings = settings;
    this.#onFailing = onFailing;
  }

  get isDown(): boolean {
    return this.#isDown;
  }

  /** What the embedder failed with last, while it has not answered since; undefined if it has. */
  get failure(): unknown {
    return this.#failure;
  }

  /** If the embedder was down, the next batch asks it whether it still is. */
  tryAgain(): void {
    this.#isAskedAgain = true;
  }

  /** One outcome a text, in their order. @throws the signal's reason when it aborts, and nothing else */
  async embed(texts: readonly string[], signal: AbortSignal): Promise<Outcome[]> {
    if (this.#isDown && this.#isAskedAgain) await this.#ask(signal);
    if (this.#isDown) return texts.map(() => ({ error: this.#failure, attempts: 0 }));
    const { attempts, backoffMs, timeoutMs } = this.#settings;
    for (let attempt = 1; ; attempt += 1) {
      const result = await this.#call(texts, timeoutMs, signal);
      if (Array.isArray(result)) {
        this.#failure = undefined;
        return result;
      }
      await this.#failed(result.error);
      if (attempt === attempts) break;
      await sleep(Math.min(longestBackoffMs, backoffMs * 2 ** (attempt - 1)), signal);
    }
    const error = this.#failure;
    await this.#ask(signal);
    if (this.#isDown) return texts.map(() => ({ error: this.#failure, attempts }));
    return this.#divide(texts, error, attempts, timeoutMs, signal);
  }

  /** Finds out whether the embedder takes any text at present. */
  async #ask(signal: AbortSignal): Promise<void> {
    const result = await this.#call([harmlessText], this.#settings.timeoutMs, signal);
    this.#isAskedAgain = false;
    this.#isDown = !Array.isArray(result);
    if (Array.isArray(result)) this.#failure = undefined;
    else await this.#failed(result.error);
  }

  /** Half of the texts have half of the time: to divide a batch takes a bounded time even when every call hangs. */
  async #divide(
    texts: readonly string[],
    error: unknown,
    attempts: number,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<Outcome[]> {
    if (texts.length === 1) return [{ error, attempts }];
    const middle = texts.length >> 1;
    const outcomes: Outcome[] = [];
    for (const half of [texts.slice(0, middle), texts.slice(middle)]) {
      const result = await this.#call(half, timeoutMs / 2, signal);
      if (Array.isArray(result)) outcomes.push(...result);
      else outcomes.push(...(await this.#divide(half, result.error, attempts + 1, timeoutMs / 2, signal)));
    }
    return outcomes;
  }

  async #call(
    texts: readonly string[],
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<Outcome[] | { readonly error: unknown }> {
    signal.throwIfAborted();
    try {
      const vectors = await callEmbedder(this.#embedder, texts, { kind: 'document', signal, timeoutMs });
      return vectors.map((vector) => ({ vector }));
    } catch (error) {
      // A call that was cancelled has not failed.
      signal.throwIfAborted();
      return { error };
    }
  }

  async #failed(error: unknown): Promise<void> {
    const isFirst = this.#failure === undefined;
    this.#failure = error;
    if (isFirst) await this.#onFailing(error);
  }
}
