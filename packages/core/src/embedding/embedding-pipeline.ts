import type { Embedder } from '../contracts/embedder.js';
import type { Clock } from '../contracts/environment.js';
import type { EmbeddingRecord, Store } from '../contracts/store.js';
import type { ToolId, ToolRecord } from '../contracts/tool.js';
import { sha256 } from '../digest.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import { readAll } from '../pages.js';
import { embeddingText } from '../tools/tool-intake.js';

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
        if (modelId === embedder.modelId) this.#vectors.set(toolId, { contentHash, embedding });
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
  get failed(): number {
    return this.#failed.size;
  }

  /** Queues the tools whose vector is missing or out of date. */
  enqueue(tools: readonly ToolRecord[]): void {
    for (const tool of tools) {
      if (this.vector(tool) === undefined) this.#pending.add(tool.toolId);
    }
    for (const toolId of this.#failed) this.#pending.add(toolId);
    this.#failed.clear();
    if (this.#pending.size > 0) this.#running ??= this.#drain().finally(() => (this.#running = undefined));
  }

  async embedded(): Promise<void> {
    while (this.#running) await this.#running;
    if (this.#pending.size > 0) throw new AgentCardsError('CLOSED', 'Closed before every tool was embedded.');
    if (this.#failed.size === 0) return;
    throw new AgentCardsError('EMBEDDER_FAILED', `The embedder failed for ${this.#failed.size} tools.`, {
      hint: 'Search answers lexically for them. The next sync, or the next start, tries again.',
      cause: this.#lastFailure,
    });
  }

  /** Stops after the batch at hand. What is missing is found again at the next start. */
  async close(): Promise<void> {
    this.#abort.abort();
    await this.#running;
  }

  /** Embeds one query. @throws AgentCardsError `EMBEDDER_FAILED`, or what the signal aborts with */
  async embedQuery(text: string, signal: AbortSignal | undefined): Promise<Float32Array> {
    const [vector] = await this.#embed([text.slice(0, maxTextLength)], 'query', signal);
    return vector!;
  }

  async #drain(): Promise<void> {
    while (this.#pending.size > 0 && !this.#abort.signal.aborted) {
      const batch = [...this.#pending].slice(0, batchSize);
      // Taken out before the wait: a tool that changes meanwhile is queued again.
      for (const toolId of batch) this.#pending.delete(toolId);
      this.#inBatch = batch.length;
      const tools = batch.flatMap((toolId) => {
        const tool = this.#options.current(toolId);
        return tool?.status === 'active' && this.vector(tool) === undefined ? [tool] : [];
      });
      try {
        if (tools.length > 0) await this.#embedBatch(tools);
      } catch (error) {
        if (this.#abort.signal.aborted) return;
        this.#lastFailure = error;
        for (const tool of tools) this.#failed.add(tool.toolId);
        await this.#options.onError(error);
      } finally {
        this.#inBatch = 0;
      }
    }
  }

  async #embedBatch(tools: readonly ToolRecord[]): Promise<void> {
    const { embedder, store, clock, onStored } = this.#options;
    const texts = tools.map((tool) => embeddingText(tool).slice(0, maxTextLength));
    const vectors = await this.#embed(texts, 'document', this.#abort.signal);
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
    let vectors: readonly (Float32Array | readonly number[])[];
    try {
      vectors = await embedder.embed(texts, { signal, kind });
    } catch (error) {
      signal?.throwIfAborted();
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

function contentHash(tool: ToolRecord): string {
  return sha256(embeddingText(tool).slice(0, maxTextLength));
}
