import type { Embedder } from '../contracts/embedder.js';
import type { Clock } from '../contracts/environment.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import { callEmbedder, maxTextLength } from './call-embedder.js';
import { DeadlineError } from './deadline.js';
import type { EmbeddingSettings } from './embedding-options.js';

/**
 * After an embedder let a query wait in vain, the next ones do not wait for so long: briefly at first, since one slow answer
 * says little, and for twice as long each time that it goes on.
 */
const pauseMs = { first: 1_000, longest: 30_000 } as const;

/** Vectors of queries. The last ones are remembered: a search is often followed by a suggestion for the same intent. */
export class QueryVectors {
  readonly #embedder: Embedder;
  readonly #settings: EmbeddingSettings;
  readonly #clock: Clock;
  /** The least recently used first. */
  readonly #remembered = new Map<string, Float32Array>();
  #pausedUntil = Number.NEGATIVE_INFINITY;
  #nextPauseMs: number = pauseMs.first;

  constructor(embedder: Embedder, settings: EmbeddingSettings, clock: Clock) {
    this.#embedder = embedder;
    this.#settings = settings;
    this.#clock = clock;
  }

  /** @throws AgentCardsError `EMBEDDER_FAILED`, also when it is aborted */
  async of(text: string, signal: AbortSignal): Promise<Float32Array> {
    const bounded = text.slice(0, maxTextLength);
    const vector = this.#remembered.get(bounded) ?? (await this.#embed(bounded, signal));
    this.#remember(bounded, vector);
    return vector;
  }

  async #embed(text: string, signal: AbortSignal): Promise<Float32Array> {
    const { queryTimeoutMs: timeoutMs } = this.#settings;
    const startedAt = this.#clock.now();
    if (startedAt < this.#pausedUntil) {
      throw new AgentCardsError(
        'EMBEDDER_FAILED',
        `The embedder ${this.#embedder.modelId} did not answer just before.`,
      );
    }
    try {
      const [vector] = await callEmbedder(this.#embedder, [text], { kind: 'query', signal, timeoutMs });
      this.#pausedUntil = Number.NEGATIVE_INFINITY;
      this.#nextPauseMs = pauseMs.first;
      return vector!;
    } catch (error) {
      const isLate = error instanceof AgentCardsError && error.cause instanceof DeadlineError;
      // One that was under way when the pause began was let wait by the same silence.
      if (isLate && startedAt >= this.#pausedUntil) this.#pause();
      throw error;
    }
  }

  #pause(): void {
    this.#pausedUntil = this.#clock.now() + this.#nextPauseMs;
    this.#nextPauseMs = Math.min(pauseMs.longest, 2 * this.#nextPauseMs);
  }

  #remember(text: string, vector: Float32Array): void {
    this.#remembered.delete(text);
    this.#remembered.set(text, vector);
    for (const oldest of this.#remembered.keys()) {
      if (this.#remembered.size <= this.#settings.cachedQueries) break;
      this.#remembered.delete(oldest);
    }
  }
}
