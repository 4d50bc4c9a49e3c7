import type { Embedder } from '../contracts/embedder.js';
import type { Clock } from '../contracts/environment.js';
import type { EmbeddingRecord, Store } from '../contracts/store.js';
import type { ToolId, ToolRecord } from '../contracts/tool.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import type { AgentCardsEvents } from '../events/agent-cards-events.js';
import type { EventHub } from '../events/event-hub.js';
import type { Mutex } from '../mutex.js';
import { readAll } from '../pages.js';
import type { EmbeddingSettings } from './embedding-options.js';
import { ToolEmbedder } from './tool-embedder.js';
import { toolText } from './tool-text.js';
import { WorkCounter } from './work-counter.js';

export interface ReembedReport {
  readonly modelId: string;
  /** Tools with a vector of the new model, which answers now. */
  readonly embedded: number;
  /** Those of them whose vector was there already: from an attempt that was interrupted, or from the same text. */
  readonly reused: number;
  /** Tools that the embedder failed for. Empty unless that was allowed; they are found lexically. */
  readonly skipped: readonly ToolId[];
}

export interface ReembeddingOptions {
  readonly embedder: Embedder;
  readonly settings: EmbeddingSettings;
  readonly store: Store;
  readonly clock: Clock;
  readonly events: EventHub<AgentCardsEvents>;
  /** The active tools as they are now. */
  readonly tools: () => readonly ToolRecord[];
  /** Keeps the tools as they are while it is held. */
  readonly writes: Mutex;
  /** Whether tools that the embedder fails for may be without a vector afterwards. */
  readonly skipFailed: boolean;
  /** Called with the first call in a row that fails. */
  readonly onFailing: (error: unknown) => Promise<void>;
  /** Makes the staged vectors those in use. Called while `writes` is held. */
  readonly switchOver: () => Promise<void>;
}

/**
 * Embeds every active tool by another embedder, beside the vectors in use, and switches once none is missing. What is
 * staged stays when it is interrupted: the next attempt with the same model goes on there.
 */
export class Reembedding {
  readonly #options: ReembeddingOptions;
  readonly #tools: ToolEmbedder;
  readonly #staged = new Map<ToolId, string>();
  readonly #failed = new Map<ToolId, string>();
  #lastFailure: unknown;
  readonly #work: WorkCounter;
  #throughEmbedder = 0;
  #left = 0;

  constructor(options: ReembeddingOptions) {
    const { embedder, settings, clock, events, onFailing } = options;
    this.#options = options;
    this.#tools = new ToolEmbedder(embedder, settings, clock, onFailing);
    this.#work = new WorkCounter(embedder.modelId, clock, events);
  }

  get modelId(): string {
    return this.#options.embedder.modelId;
  }
  get staged(): number {
    return this.#staged.size;
  }

  /** Whether the embedder has not answered since a call failed. */
  get isFailing(): boolean {
    return this.#tools.failure !== undefined;
  }

  /** @throws AgentCardsError `EMBEDDER_FAILED`; the signal's reason when it aborts; whatever the store throws */
  async run(signal: AbortSignal): Promise<ReembedReport> {
    await this.#loadStaged();
    for (;;) {
      await this.#stageMissing(signal);
      const report = await this.#options.writes.run(async () => {
        signal.throwIfAborted();
        // Tools that came, or changed, since the last look.
        if (this.#missing().length > 0) return undefined;
        return this.#finish();
      });
      if (report) return report;
    }
  }

  async #loadStaged(): Promise<void> {
    const { embedder, store } = this.#options;
    const pages = readAll<EmbeddingRecord, ToolId>(
      (page) => store.embeddings.readStaged(page),
      (record) => record.toolId,
    );
    for await (const page of pages) {
      for (const { toolId, modelId, contentHash, embedding } of page) {
        if (modelId !== embedder.modelId || embedding.length !== embedder.dimensions) {
          this.#staged.clear();
          await store.embeddings.discardStaged();
          return;
        }
        this.#staged.set(toolId, contentHash);
      }
    }
  }

  /** Active tools that have no staged vector as they are now, and that the embedder has not failed for. */
  #missing(): ToolRecord[] {
    return this.#options.tools().filter((tool) => {
      const { contentHash } = toolText(tool);
      return this.#staged.get(tool.toolId) !== contentHash && this.#failed.get(tool.toolId) !== contentHash;
    });
  }

  async #stageMissing(signal: AbortSignal): Promise<void> {
    const { embedder, store, events, settings } = this.#options;
    this.#work.begin();
    for (let missing = this.#missing(); missing.length > 0; missing = this.#missing()) {
      this.#left = missing.length;
      const texts = missing.slice(0, settings.writeSize).map(toolText);
      const sink = {
        find: (contentHashes: readonly string[]) => store.embeddings.find({ modelId: embedder.modelId, contentHashes }),
        write: async (records: readonly EmbeddingRecord[]) => {
          await store.embeddings.stage(records);
          for (const { toolId, contentHash } of records) this.#staged.set(toolId, contentHash);
        },
        onFinished: (finished: { readonly embedded: number; readonly reused: number; readonly failed: number }) => {
          this.#throughEmbedder += finished.embedded;
          this.#left -= finished.embedded + finished.reused + finished.failed;
          this.#work.add(finished, this.#left);
        },
      };
      for (const { toolIds, attempts, error } of await this.#tools.embed(texts, sink, signal)) {
        this.#lastFailure = error;
        for (const { toolId, contentHash } of texts) {
          if (toolIds.includes(toolId)) this.#failed.set(toolId, contentHash);
        }
        events.emit('embedding.failed', { modelId: embedder.modelId, toolIds, attempts, error });
      }
    }
  }

  async #finish(): Promise<ReembedReport> {
    const { embedder, tools, skipFailed, switchOver } = this.#options;
    const active = tools().map(toolText);
    const skipped = active.filter(({ toolId, contentHash }) => this.#failed.get(toolId) === contentHash);
    const embedded = active.length - skipped.length;
    if (skipped.length > 0 && !(skipFailed && embedded > 0)) {
      throw new AgentCardsError(
        'EMBEDDER_FAILED',
        `The embedder ${embedder.modelId} failed for ${skipped.length} tools.`,
        {
          hint: 'Nothing has changed. Call reembed again to go on where it stopped, or with skipFailed to do without them.',
          cause: this.#lastFailure,
          details: { toolIds: skipped.slice(0, 10).map(({ toolId }) => toolId) },
        },
      );
    }
    await switchOver();
    this.#work.complete();
    return {
      modelId: embedder.modelId,
      embedded,
      reused: Math.max(0, embedded - this.#throughEmbedder),
      skipped: skipped.map(({ toolId }) => toolId),
    };
  }
}
