import type { Embedder } from '../contracts/embedder.js';
import type { Clock } from '../contracts/environment.js';
import type { EmbeddingRecord, Store } from '../contracts/store.js';
import type { ToolId, ToolRecord } from '../contracts/tool.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import type { AgentCardsEvents } from '../events/agent-cards-events.js';
import type { EventHub } from '../events/event-hub.js';
import { readAll } from '../pages.js';
import { untilAborted } from './deadline.js';
import { embedderMismatch } from './embedder-mismatch.js';
import type { EmbeddingSettings } from './embedding-options.js';
import { askStore, failureCode, withoutVectors } from './missing-vectors.js';
import { ToolEmbedder, type ToolFailure } from './tool-embedder.js';
import { toolText } from './tool-text.js';
import { WorkCounter } from './work-counter.js';

/** Milliseconds after which an embedder that was down is asked again; then twice as many each time. */
const nextTryMs = { first: 30_000, longest: 600_000 } as const;

interface KnownVector {
  readonly contentHash: string;
  /** Absent where the store's index compares the vectors. */
  readonly embedding: Float32Array | undefined;
}

export interface EmbeddingPipelineOptions {
  readonly embedder: Embedder;
  readonly settings: EmbeddingSettings;
  readonly store: Store;
  readonly clock: Clock;
  readonly events: EventHub<AgentCardsEvents>;
  /** Whether vectors are kept in memory, for the engine to compare. */
  readonly keepsVectors: boolean;
  /** The tool as it is now, or undefined when it is gone. */
  readonly current: (toolId: ToolId) => ToolRecord | undefined;
  /** Called after new vectors are stored. */
  readonly onStored: (toolIds: readonly ToolId[]) => void;
  readonly onError: (error: unknown) => Promise<void>;
}

/**
 * Fills in missing vectors in the background: never inside a transaction, stored before they are used. A text that is
 * already embedded by the same model, for whichever tool, is not embedded again.
 */
export class EmbeddingPipeline {
  readonly #options: EmbeddingPipelineOptions;
  readonly #tools: ToolEmbedder;
  readonly #known = new Map<ToolId, KnownVector>();
  readonly #pending = new Set<ToolId>();
  readonly #failed = new Set<ToolId>();
  readonly #work: WorkCounter;
  #keepsVectors: boolean;
  #inWork = 0;
  #stop = new AbortController();
  #running: Promise<void> | undefined;
  #isPaused = false;
  #resumed = Promise.resolve();
  #resume = () => {};
  #isClosed = false;
  #lastFailure: unknown;
  /** Of the work at hand, or the outage that goes on: the same thing is logged once. */
  #logged: string | undefined;
  #nextTry: ReturnType<typeof setTimeout> | undefined;
  #nextTryMs: number = nextTryMs.first;

  constructor(options: EmbeddingPipelineOptions) {
    const { embedder, settings, clock } = options;
    this.#options = options;
    this.#keepsVectors = options.keepsVectors;
    this.#tools = new ToolEmbedder(embedder, settings, clock, (error) => this.#log(error));
    this.#work = new WorkCounter(embedder.modelId, clock, options.events);
  }

  /** @throws AgentCardsError `EMBEDDER_MISMATCH` when the store holds vectors of another embedder */
  async load(): Promise<void> {
    const { embedder, store, current } = this.#options;
    const pages = readAll<EmbeddingRecord, ToolId>(
      (page) => store.embeddings.read(page),
      (record) => record.toolId,
    );
    for await (const page of pages) {
      for (const record of page) {
        const isRemoved = current(record.toolId)?.status === 'removed';
        const isForeign = record.modelId !== embedder.modelId;
        // Nobody reads the vector of a removed tool, but one of another length says what the store takes.
        if ((isForeign && !isRemoved) || record.embedding.length !== embedder.dimensions) {
          throw embedderMismatch(record, embedder);
        }
        // The vectors of removed tools stay in the store, where they are found when their texts come back.
        if (!isRemoved) this.#remember(record);
      }
    }
  }

  /** Takes over what is staged for this embedder, as it will be once it is promoted. */
  async loadStaged(): Promise<void> {
    const { embedder, store, current } = this.#options;
    const pages = readAll<EmbeddingRecord, ToolId>(
      (page) => store.embeddings.readStaged(page),
      (record) => record.toolId,
    );
    for await (const page of pages) {
      for (const record of page) {
        if (record.modelId === embedder.modelId && current(record.toolId)?.status !== 'removed') this.#remember(record);
      }
    }
  }

  /** The vector of a tool, unless its text has changed since, or the vectors are not in memory. */
  vector(tool: ToolRecord): Float32Array | undefined {
    return this.#knownVector(tool)?.embedding;
  }

  /** Whether the tool as it is now has a vector. */
  has(tool: ToolRecord): boolean {
    return this.#knownVector(tool) !== undefined;
  }

  get embedder(): Embedder {
    return this.#options.embedder;
  }
  get keepsVectors(): boolean {
    return this.#keepsVectors;
  }
  get stored(): number {
    return this.#known.size;
  }
  get pending(): number {
    return this.#pending.size + this.#inWork;
  }
  /** Active tools that the embedder or the store failed for and that still have no vector. */
  get failed(): number {
    return [...this.#failed].filter((toolId) => this.#missing(toolId)).length;
  }
  /** Whose the last failure is, while the embedder does not answer or a tool is without a vector for one. */
  get failure(): ReturnType<typeof failureCode> | undefined {
    if (this.#tools.failure !== undefined && this.pending > 0) return 'EMBEDDER_FAILED';
    return this.failed > 0 ? failureCode(this.#lastFailure) : undefined;
  }

  /** From now on vectors are in the store only. */
  releaseVectors(): void {
    this.#keepsVectors = false;
    for (const [toolId, { contentHash }] of this.#known) {
      this.#known.set(toolId, { contentHash, embedding: undefined });
    }
  }

  /** Lets go of the vectors of tools that are no more. */
  forget(toolIds: readonly ToolId[]): void {
    for (const toolId of toolIds) this.#known.delete(toolId);
  }

  /** Takes over vectors of the embedder's that somebody else has stored, of the texts that tools have now. */
  adopt(records: readonly EmbeddingRecord[]): void {
    for (const record of records) this.#remember(record);
    this.#options.onStored(records.map(({ toolId }) => toolId));
  }

  /** Queues the tools whose vector is missing or out of date, and those that failed before. */
  enqueue(tools: readonly ToolRecord[]): void {
    for (const tool of tools) {
      if (!this.has(tool)) this.#pending.add(tool.toolId);
    }
    for (const toolId of this.#failed) this.#pending.add(toolId);
    this.#failed.clear();
    this.#tools.tryAgain();
    this.#start();
  }

  /** @throws AgentCardsError `EMBEDDER_FAILED` | `STORE_OPERATION_FAILED` | `CLOSED`; the signal's reason when it aborts, which stops no work */
  async embedded(signal: AbortSignal): Promise<void> {
    while (this.#running || this.#isPaused) await untilAborted(this.#running ?? this.#resumed, signal);
    if (this.#pending.size > 0) throw new AgentCardsError('CLOSED', 'Closed before every tool was embedded.');
    const { failed } = this;
    if (failed === 0) return;
    throw withoutVectors(failed, this.#lastFailure);
  }

  /** Stops at once and writes what is finished; `resume` goes on. */
  async pause(): Promise<void> {
    if (!this.#isPaused) {
      this.#isPaused = true;
      this.#resumed = new Promise((resolve) => {
        this.#resume = resolve;
      });
    }
    this.#stop.abort();
    await this.#running;
  }

  resume(): void {
    this.#isPaused = false;
    this.#stop = new AbortController();
    this.#start();
    this.#resume();
  }

  /** Stops at once and writes what is finished. What is missing is found again at the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#nextTry);
    this.#stop.abort();
    await this.#running;
    this.#isPaused = false;
    this.#resume();
  }

  #start(): void {
    if (this.#pending.size === 0 || this.#running !== undefined || this.#isPaused || this.#isClosed) return;
    clearTimeout(this.#nextTry);
    if (this.#tools.failure === undefined) this.#logged = undefined;
    this.#running = this.#drain(this.#stop.signal);
  }

  async #drain(signal: AbortSignal): Promise<void> {
    // Begins in a later turn, so that `#running` is set before it is cleared; cleared in the turn of the last look at
    // the queue, so that whoever queues a tool after that starts again.
    await Promise.resolve();
    while (this.#pending.size > 0 && !signal.aborted) {
      const part = [...this.#pending].slice(0, this.#options.settings.writeSize);
      // Taken out before the wait: a tool that changes meanwhile is queued again.
      for (const toolId of part) this.#pending.delete(toolId);
      const missing = part.filter((toolId) => this.#missing(toolId));
      this.#inWork = missing.length;
      this.#work.begin();
      await this.#embed(missing, signal);
      this.#inWork = 0;
    }
    if (!signal.aborted) this.#work.complete();
    if (this.#tools.isDown) this.#tryLater();
    else this.#nextTryMs = nextTryMs.first;
    this.#running = undefined;
    // A pause that was over before this ended.
    this.#start();
  }

  /** Nobody else may come and sync once the embedder is there again. */
  #tryLater(): void {
    if (this.#isClosed) return;
    this.#nextTry = setTimeout(() => this.enqueue([]), this.#nextTryMs);
    this.#nextTryMs = Math.min(nextTryMs.longest, 2 * this.#nextTryMs);
    // Keeps no process alive. Where timers are numbers, none does.
    (this.#nextTry as { unref?: () => void }).unref?.();
  }

  async #embed(toolIds: readonly ToolId[], signal: AbortSignal): Promise<void> {
    const { embedder, store, current, onStored } = this.#options;
    const tools = toolIds.map((toolId) => toolText(current(toolId)!));
    try {
      const failures = await this.#tools.embed(
        tools,
        {
          find: (contentHashes) => askStore(() => store.embeddings.find({ modelId: embedder.modelId, contentHashes })),
          write: async (records) => {
            await askStore(() => store.embeddings.put(records));
            this.#work.written();
            for (const record of records) this.#remember(record);
            onStored(records.map(({ toolId }) => toolId));
          },
          onFinished: (finished) => {
            this.#inWork -= finished.embedded + finished.reused + finished.failed;
            this.#work.add(finished, this.pending);
          },
        },
        signal,
      );
      await this.#giveUp(failures);
    } catch (error) {
      const missing = toolIds.filter((toolId) => this.#missing(toolId));
      if (signal.aborted) {
        for (const toolId of missing) this.#pending.add(toolId);
        return;
      }
      this.#inWork = 0;
      this.#work.lost(missing.length, this.pending);
      await this.#giveUp([{ toolIds: missing, attempts: 1, error }]);
    }
  }

  async #giveUp(failures: readonly ToolFailure[]): Promise<void> {
    const { embedder, events } = this.#options;
    for (const { toolIds, attempts, error } of failures) {
      this.#lastFailure = error;
      for (const toolId of toolIds) this.#failed.add(toolId);
      events.emit('embedding.failed', { modelId: embedder.modelId, toolIds, attempts, error });
    }
    // Most often they all failed for one reason: the log has room for others.
    const [first] = failures;
    if (first) await this.#log(first.error);
  }

  async #log(error: unknown): Promise<void> {
    const message = error instanceof Error ? error.message : String(error);
    if (message === this.#logged) return;
    this.#logged = message;
    await this.#options.onError(error);
  }

  #remember({ toolId, contentHash, embedding }: EmbeddingRecord): void {
    this.#known.set(toolId, { contentHash, embedding: this.#keepsVectors ? embedding : undefined });
  }

  #knownVector(tool: ToolRecord): KnownVector | undefined {
    const known = this.#known.get(tool.toolId);
    return known?.contentHash === toolText(tool).contentHash ? known : undefined;
  }

  #missing(toolId: ToolId): boolean {
    const tool = this.#options.current(toolId);
    return tool?.status === 'active' && !this.has(tool);
  }
}
