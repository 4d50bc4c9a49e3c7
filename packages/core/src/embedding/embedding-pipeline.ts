import type { Embedder } from '../contracts/embedder.js';
import type { Clock } from '../contracts/environment.js';
import type { EmbeddingRecord, Store } from '../contracts/store.js';
import type { ToolId, ToolRecord } from '../contracts/tool.js';
import { sha256 } from '../digest.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import { readAll } from '../pages.js';
import { embeddingText } from '../tools/embedding-text.js';

const batchSize = 32;
/** Longest text that is embedded, in UTF-16 code units; models read less. */
const maxTextLength = 8_192;

interface StoredVector {
  readonly contentHash: string;
  readonly embedding: Float32Array;
}

export interface EmbeddingPipelineOptions {
  readonly embedder: Embedder;
  readonly store: Store;
  readonly clock: Clock;
  /** The tool as it is now, or undefined when it is gone. */
  readonly current: (toolId: ToolId) => ToolRecord | undefined;
  /** Called after new vectors are stored. */
  readonly onStored: (toolIds: readonly ToolId[]) => void;
  readonly onError: (error: unknown) => Promise<void>;
}

/**
 * Fills in missing vectors in the background: batch by batch, never inside a transaction, stored before they are
 * used. A text that is already embedded by the same model is not embedded again.
 */
export class EmbeddingPipeline {
  readonly #options: EmbeddingPipelineOptions;
  readonly #vectors = new Map<ToolId, StoredVector>();
  readonly #pending = new Set<ToolId>();
  #inBatch = 0;
  readonly #failed = new Set<ToolId>();
  readonly #abort = new AbortController();
  #running: Promise<void> | undefined;
  #lastFailure: unknown;

  constructor(options: EmbeddingPipelineOptions) {
    this.#options = options;
  }

  async load(): Promise<void> {
    const { embedder, store } = this.#options;
    const pages = readAll<EmbeddingRecord, ToolId>(
      (page) => store.embeddings.read(page),
      (record) => record.toolId,
    );
    for await (const page of pages) {
      for (const { toolId, modelId, contentHash, embedding } of page) {
        if (modelId !== embedder.modelId) continue;
        if (embedding.length !== embedder.dimensions) throw dimensionMismatch(embedding.length, embedder);
        this.#vectors.set(toolId, { contentHash, embedding });
      }
    }
  }

  /** The vector of a tool, unless its text has changed since. */
  vector(tool: ToolRecord): Float32Array | undefined {
    const stored = this.#vectors.get(tool.toolId);
    return stored?.contentHash === contentHash(tool) ? stored.embedding : undefined;
  }

  get stored(): number {
    return this.#vectors.size;
  }
  get pending(): number {
    return this.#pending.size + this.#inBatch;
  }
  /** Active tools that the embedder failed for and that still have no vector. */
  get failed(): number {
    return [...this.#failed].filter((toolId) => this.#missing(toolId)).length;
  }

  /** Queues the tools whose vector is missing or out of date. */
  enqueue(tools: readonly ToolRecord[]): void {
    for (const tool of tools) {
      if (this.vector(tool) === undefined) this.#pending.add(tool.toolId);
    }
    for (const toolId of this.#failed) this.#pending.add(toolId);
    this.#failed.clear();
    if (this.#pending.size > 0 && this.#running === undefined) this.#running = this.#drain();
  }

  async embedded(): Promise<void> {
    while (this.#running) await this.#running;
    if (this.#pending.size > 0) throw new AgentCardsError('CLOSED', 'Closed before every tool was embedded.');
    const { failed } = this;
    if (failed === 0) return;
    throw new AgentCardsError('EMBEDDER_FAILED', `The embedder failed for ${failed} tools.`, {
      hint: 'Search answers lexically for them. The next sync, or the next start, tries again.',
      cause: this.#lastFailure,
    });
  }

  /** Stops after the batch at hand. What is missing is found again at the next start. */
  async close(): Promise<void> {
    this.#abort.abort();
    await this.#running;
  }

  /** Embeds one query. @throws AgentCardsError `EMBEDDER_FAILED`, also when it is aborted */
  async embedQuery(text: string, signal: AbortSignal | undefined): Promise<Float32Array> {
    const [vector] = await this.#embed([text.slice(0, maxTextLength)], 'query', signal);
    return vector!;
  }

  async #drain(): Promise<void> {
    // Begins in a later turn, so that `#running` is set before it is cleared; cleared in the turn of the last look at
    // the queue, so that whoever queues a tool after that starts again.
    await Promise.resolve();
    while (this.#pending.size > 0 && !this.#abort.signal.aborted) {
      const batch = [...this.#pending].slice(0, batchSize);
      // Taken out before the wait: a tool that changes meanwhile is queued again.
      for (const toolId of batch) this.#pending.delete(toolId);
      this.#inBatch = batch.length;
      const tools = batch.filter((toolId) => this.#missing(toolId)).map((toolId) => this.#options.current(toolId)!);
      try {
        if (tools.length > 0) await this.#embedBatch(tools);
      } catch (error) {
        await this.#giveUp(batch, error);
      } finally {
        this.#inBatch = 0;
      }
    }
    this.#running = undefined;
  }

  async #giveUp(batch: readonly ToolId[], error: unknown): Promise<void> {
    if (this.#abort.signal.aborted) {
      for (const toolId of batch) this.#pending.add(toolId);
      return;
    }
    this.#lastFailure = error;
    for (const toolId of batch) this.#failed.add(toolId);
    await this.#options.onError(error);
  }

  #missing(toolId: ToolId): boolean {
    const tool = this.#options.current(toolId);
    return tool?.status === 'active' && this.vector(tool) === undefined;
  }

  async #embedBatch(tools: readonly ToolRecord[]): Promise<void> {
    const { embedder, store, clock, onStored } = this.#options;
    const texts = tools.map(boundedText);
    const vectors = await this.#embed(texts, 'document', undefined);
    const updatedAt = new Date(clock.now());
    const records = tools.map((tool, index) => ({
      toolId: tool.toolId,
      modelId: embedder.modelId,
      contentHash: contentHash(tool),
      embedding: vectors[index]!,
      updatedAt,
    }));
    await store.embeddings.put(records);
    for (const record of records) this.#vectors.set(record.toolId, record);
    onStored(tools.map((tool) => tool.toolId));
  }

  async #embed(
    texts: readonly string[],
    kind: 'query' | 'document',
    signal: AbortSignal | undefined,
  ): Promise<Float32Array[]> {
    const { embedder } = this.#options;
    const signals = AbortSignal.any(signal === undefined ? [this.#abort.signal] : [this.#abort.signal, signal]);
    let vectors: readonly (Float32Array | readonly number[])[];
    try {
      // An embedder that does not listen to the signal is not waited for.
      vectors = await untilAborted(embedder.embed(texts, { signal: signals, kind }), signals);
    } catch (error) {
      throw new AgentCardsError('EMBEDDER_FAILED', `The embedder ${embedder.modelId} failed.`, { cause: error });
    }
    if (vectors.length !== texts.length) {
      throw new AgentCardsError(
        'EMBEDDER_FAILED',
        `The embedder ${embedder.modelId} returned ${vectors.length} vectors for ${texts.length} texts.`,
      );
    }
    return vectors.map((vector) => {
      const copy = Float32Array.from(vector);
      if (copy.length === embedder.dimensions && copy.every(Number.isFinite)) return copy;
      throw new AgentCardsError(
        'EMBEDDER_FAILED',
        `The embedder ${embedder.modelId} returned a vector that is not ${embedder.dimensions} finite numbers.`,
      );
    });
  }
}

/** The promise, or a rejection as soon as the signal aborts. */
async function untilAborted<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  let stop = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function dimensionMismatch(stored: number, { modelId, dimensions }: Embedder): AgentCardsError {
  return new AgentCardsError(
    'VECTOR_DIMENSION_MISMATCH',
    `The store holds vectors of ${stored} numbers of the model ${modelId}; the embedder makes ${dimensions}.`,
    { hint: 'Use the embedder that the store was filled with, or give the other one a modelId of its own.' },
  );
}

function contentHash(tool: ToolRecord): string {
  return sha256(boundedText(tool));
}

function boundedText(tool: ToolRecord): string {
  return embeddingText(tool).slice(0, maxTextLength);
}
