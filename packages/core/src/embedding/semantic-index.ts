import { CallSignals } from '../call-signals.js';
import type { Embedder } from '../contracts/embedder.js';
import type { EngineSearchQuery, EngineToolVector, ScoringEngine } from '../contracts/engine.js';
import type { ToolFilter } from '../contracts/engine-tool.js';
import type { Clock } from '../contracts/environment.js';
import type { EmbeddingRecord, Store } from '../contracts/store.js';
import type { ToolId, ToolRecord } from '../contracts/tool.js';
import { throwIfAborted } from '../errors/aborted.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import type { AgentCardsEvents } from '../events/agent-cards-events.js';
import type { EventHub } from '../events/event-hub.js';
import { giveWay } from '../give-way.js';
import type { Mutex } from '../mutex.js';
import type { ToolIndex } from '../tools/tool-index.js';
import { assertDimensions } from './assert-dimensions.js';
import { untilAborted } from './deadline.js';
import type { EmbeddingSettings } from './embedding-options.js';
import { EmbeddingPipeline } from './embedding-pipeline.js';
import { type SearchScope, similaritiesOf } from './index-similarities.js';
import { QueryVectors } from './query-vectors.js';
import { Reembedding, type ReembedReport } from './reembedding.js';

export interface SemanticIndexOptions {
  readonly store: Store;
  readonly tools: ToolIndex;
  readonly clock: Clock;
  readonly events: EventHub<AgentCardsEvents>;
  readonly settings: EmbeddingSettings;
  readonly maxExactVectors: number;
  readonly writes: Mutex;
  readonly engine: () => ScoringEngine;
  /** Gives the engine all active tools anew. */
  readonly refill: () => void;
  readonly onError: (error: unknown) => Promise<void>;
}

/** Models have vectors for punctuation as well. */
const somethingSaid = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

type Semantics = Pick<EngineSearchQuery, 'embedding' | 'similarities'>;

/** A change of embedder that the start began and nobody waits for. */
interface EmbedderChange {
  readonly embedder: Embedder;
  done: Promise<void>;
  failure: unknown;
}

/** What the vectors say: makes them for tools and queries, and compares them in the engine or in the store. */
export class SemanticIndex {
  readonly #options: SemanticIndexOptions;
  readonly #calls = new CallSignals();
  #pipeline: EmbeddingPipeline | undefined;
  #queries: QueryVectors | undefined;
  #reembedding: Reembedding | undefined;
  #change: EmbedderChange | undefined;
  /** While the store goes over to other vectors, nobody knows which ones it compares a query with. */
  #isSwitching = false;
  /** What failed for the last query that needed it. */
  readonly #failing = new Set<'embedder' | 'index'>();

  constructor(options: SemanticIndexOptions) {
    this.#options = options;
  }

  /** @throws AgentCardsError `EMBEDDER_MISMATCH` | `INVALID_INPUT` for vectors that the store does not take */
  async load(embedder: Embedder | null, reembed: boolean): Promise<void> {
    if (embedder === null) return;
    assertDimensions(this.#options.store.embeddings, embedder);
    const pipeline = this.#createPipeline(embedder);
    try {
      await pipeline.load();
      this.#use(pipeline);
    } catch (error) {
      if (!reembed || !AgentCardsError.isInstance(error) || error.code !== 'EMBEDDER_MISMATCH') throw error;
      this.#change = { embedder, done: Promise.resolve(), failure: undefined };
    }
  }

  /** Makes what is missing for these tools, in the background. */
  enqueue(tools: readonly ToolRecord[]): void {
    const { store, maxExactVectors, refill } = this.#options;
    if (this.#change) this.#continueChange(this.#change);
    const pipeline = this.#pipeline;
    if (!pipeline) return;
    if (pipeline.keepsVectors && this.#isTooLarge(store, maxExactVectors)) {
      pipeline.releaseVectors();
      refill();
    }
    pipeline.enqueue(tools);
  }

  /** Lets go of the vectors of tools that are no more. */
  forget(toolIds: readonly ToolId[]): void {
    this.#pipeline?.forget(toolIds);
  }

  /** What makes the vectors in use; undefined without an embedder, or while it waits for those of another to go. */
  get model(): Pick<Embedder, 'modelId' | 'dimensions'> | undefined {
    return this.#pipeline?.embedder;
  }

  /** Takes over stored vectors of that model, of the texts that tools have now. */
  adopt(records: readonly EmbeddingRecord[]): void {
    this.#pipeline?.adopt(records);
  }

  /** The vector that the engine is to compare. */
  vector(tool: ToolRecord): Float32Array | undefined {
    return this.#pipeline?.vector(tool);
  }

  /** Those of these tools that have one. */
  ofTools(tools: readonly ToolRecord[]): EngineToolVector[] {
    return tools.flatMap((tool) => {
      const embedding = this.vector(tool);
      return embedding === undefined ? [] : [{ toolId: tool.toolId, embedding }];
    });
  }

  has(tool: ToolRecord): boolean {
    return this.#pipeline?.has(tool) ?? false;
  }

  /** @throws AgentCardsError `EMBEDDER_FAILED` | `STORE_OPERATION_FAILED` | `CLOSED` | `ABORTED` */
  embedded(signal: AbortSignal | undefined): Promise<void> {
    return this.#calls.run(signal, (own) => this.#embedded(signal, own));
  }

  async #embedded(signal: AbortSignal | undefined, own: AbortSignal): Promise<void> {
    // Also where there is nothing to wait for.
    throwIfAborted(signal);
    for (;;) {
      const pipeline = this.#pipeline;
      try {
        await untilAborted(this.#change?.done ?? Promise.resolve(), own);
        if (this.#change?.failure !== undefined) throw this.#change.failure;
        await pipeline?.embedded(own);
      } catch (failure) {
        this.#assertGoingOn(signal);
        // An embedder that was replaced meanwhile says nothing any more.
        if (pipeline === this.#pipeline) throw failure;
      }
      if (pipeline === this.#pipeline) return;
    }
  }

  /**
   * Answers by what a search is to know beside its text; nothing where the embedder or the store's index fails. The
   * answer is made in the turn in which that was checked: the engine has the vectors of the same model.
   */
  async forSearch<Answer>(text: string, scope: SearchScope, answer: (semantics: Semantics) => Answer): Promise<Answer> {
    const pipeline = this.#pipeline;
    const embedding = await this.#vector(text, scope.permits, scope.signal);
    // A switch to another embedder happens in one turn: what was made before it is of no use after it.
    if (pipeline !== this.#pipeline) return this.forSearch(text, scope, answer);
    if (embedding === undefined || this.#isSwitching) return answer({});
    if (pipeline?.keepsVectors) return answer({ embedding });
    let similarities: Map<string, number> | undefined;
    try {
      similarities = await similaritiesOf(text, embedding, scope, this.#options);
      this.#failing.delete('index');
    } catch (error) {
      throwIfAborted(scope.signal);
      if (pipeline === this.#pipeline && !this.#isSwitching) this.#queryFailed('index', error);
    }
    if (pipeline !== this.#pipeline) return this.forSearch(text, scope, answer);
    return answer(this.#isSwitching ? {} : { similarities });
  }

  /**
   * Answers by the vector of an intent, where there are vectors to compare it with; a failing embedder costs no answer.
   * The filter is the query's.
   * @throws AgentCardsError `ABORTED`, also without an intent
   */
  async withVectorOf<Answer>(
    text: string | undefined,
    { permits, signal }: Omit<SearchScope, 'exclude'>,
    answer: (vector: Float32Array | undefined) => Answer,
  ): Promise<Answer> {
    throwIfAborted(signal);
    const pipeline = this.#pipeline;
    const vector = text === undefined ? undefined : await this.#vector(text, permits, signal);
    if (pipeline !== this.#pipeline) return this.withVectorOf(text, { permits, signal }, answer);
    return answer(this.#isSwitching ? undefined : vector);
  }

  /** @throws AgentCardsError `EMBEDDER_FAILED` | `INVALID_INPUT` | `ABORTED` | `CLOSED` */
  async reembed(embedder: Embedder, skipFailed: boolean, signal: AbortSignal | undefined): Promise<ReembedReport> {
    const { modelId, dimensions } = this.#pipeline?.embedder ?? {};
    if (modelId === embedder.modelId && dimensions === embedder.dimensions) {
      await this.embedded(signal);
      const embedded = this.#options.tools.list().filter((tool) => this.has(tool)).length;
      return { modelId, embedded, reused: embedded, skipped: [] };
    }
    if (this.#reembedding) {
      throw new AgentCardsError('INVALID_INPUT', `Already embedding anew, by ${this.#reembedding.modelId}.`, {
        hint: 'Wait for it with tools.embedded, or abort it, before the embedder is changed again.',
      });
    }
    const { store, tools, clock, events, settings, writes } = this.#options;
    assertDimensions(store.embeddings, embedder);
    const reembedding = new Reembedding({
      embedder,
      settings,
      store,
      clock,
      events,
      tools: () => tools.list(),
      writes,
      skipFailed,
      onFailing: this.#options.onError,
      switchOver: () => this.#switchTo(embedder),
    });
    this.#reembedding = reembedding;
    try {
      return await this.#calls.run(signal, (own) => reembedding.run(own));
    } catch (error) {
      this.#assertGoingOn(signal);
      throw error;
    } finally {
      this.#reembedding = undefined;
    }
  }

  health() {
    const pipeline = this.#pipeline;
    const failed = pipeline?.failed ?? 0;
    const stored = pipeline?.stored ?? 0;
    const changeFailed = this.#reembedding?.isFailing ?? this.#change !== undefined;
    const reembedding = this.#reembedding && { modelId: this.#reembedding.modelId, staged: this.#reembedding.staged };
    return {
      status: pipeline?.failure || this.#failing.size > 0 || changeFailed ? ('degraded' as const) : ('ok' as const),
      search: stored > 0 ? ('hybrid' as const) : ('lexical' as const),
      embeddings: {
        modelId: pipeline?.embedder.modelId ?? null,
        stored,
        pending: pipeline?.pending ?? 0,
        failed,
        ...(pipeline?.failure && { failure: pipeline.failure }),
        vectors: stored === 0 ? ('none' as const) : pipeline?.keepsVectors ? ('exact' as const) : ('index' as const),
        ...(reembedding && { reembedding }),
      },
    };
  }

  async close(): Promise<void> {
    this.#calls.endAll(new AgentCardsError('CLOSED', 'This AgentCards instance is closed.'));
    await Promise.allSettled([this.#pipeline?.close(), this.#change?.done]);
  }

  #isTooLarge(store: Store, maxExactVectors: number): boolean {
    return store.embeddings.nearest !== undefined && this.#options.tools.count('active') > maxExactVectors;
  }

  #createPipeline(embedder: Embedder): EmbeddingPipeline {
    const { store, tools, clock, events, settings, maxExactVectors, engine, onError } = this.#options;
    return new EmbeddingPipeline({
      embedder,
      settings,
      store,
      clock,
      events,
      keepsVectors: !this.#isTooLarge(store, maxExactVectors),
      current: (toolId) => tools.get(toolId),
      onStored: (toolIds) =>
        engine().setEmbeddings(
          this.ofTools(toolIds.flatMap((id) => tools.get(id) ?? []).filter(({ status }) => status === 'active')),
        ),
      onError,
    });
  }

  #use(pipeline: EmbeddingPipeline): void {
    this.#pipeline = pipeline;
    this.#queries = new QueryVectors(pipeline.embedder, this.#options.settings, this.#options.clock);
  }

  async #switchTo(embedder: Embedder): Promise<void> {
    const { store, tools, refill } = this.#options;
    const before = this.#pipeline;
    // What it would write now would be of the wrong model.
    await before?.pause();
    const pipeline = this.#createPipeline(embedder);
    try {
      // Before the switch, since after it the store has nothing for the old embedder to go on with.
      await pipeline.loadStaged();
      this.#isSwitching = true;
      await store.embeddings.promote({ modelId: embedder.modelId, dimensions: embedder.dimensions });
    } catch (error) {
      this.#isSwitching = false;
      before?.resume();
      throw error;
    }
    this.#use(pipeline);
    this.#change = undefined;
    this.#failing.clear();
    this.#isSwitching = false;
    refill();
    if (!this.#calls.ended.aborted) pipeline.enqueue(tools.list());
    await before?.close();
  }

  #continueChange(change: EmbedderChange): void {
    if (this.#reembedding || this.#calls.ended.aborted) return;
    // Without vectors in use nothing is lost when some tools are left out.
    change.failure = undefined;
    change.done = this.reembed(change.embedder, true, undefined).then(
      () => undefined,
      async (error) => {
        change.failure = error;
        if (!this.#calls.ended.aborted) await this.#options.onError(error);
      },
    );
  }

  async #vector(
    text: string,
    filter: ToolFilter | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Float32Array | undefined> {
    await giveWay();
    throwIfAborted(signal);
    const pipeline = this.#pipeline;
    if (!pipeline || !this.#queries || pipeline.stored === 0 || this.#isSwitching || !somethingSaid.test(text)) {
      return undefined;
    }
    let vector: Float32Array | undefined;
    try {
      const queries = this.#queries;
      const toEmbed = this.#options.engine().textToEmbed(text, filter);
      vector = await this.#calls.run(signal, (own) => queries.of(toEmbed, own));
      if (pipeline === this.#pipeline) this.#failing.delete('embedder');
    } catch (error) {
      throwIfAborted(signal);
      // One that ends because the instance closes is answered without vectors.
      if (pipeline === this.#pipeline && !this.#calls.ended.aborted) this.#queryFailed('embedder', error);
    }
    throwIfAborted(signal);
    return vector;
  }

  /** Logs the first failure in a row; the answer waits for no log. */
  #queryFailed(part: 'embedder' | 'index', error: unknown): void {
    if (this.#failing.has(part)) return;
    this.#failing.add(part);
    this.#options.onError(error).catch(() => {});
  }

  /** @throws AgentCardsError `ABORTED` | `CLOSED` */
  #assertGoingOn(signal: AbortSignal | undefined): void {
    throwIfAborted(signal);
    this.#calls.ended.throwIfAborted();
  }
}
