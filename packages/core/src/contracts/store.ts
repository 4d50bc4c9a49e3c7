import type { AdaptiveConfigStore } from './adaptive-config.js';
import type {
  ConfidenceOf,
  DependencyDeclaration,
  DependencyIncrement,
  DependencyPair,
  DependencyRecord,
} from './dependency.js';
import type { ExecutionRecord } from './execution.js';
import type { PageRequest } from './page-request.js';
import type { RetirementStore } from './retirement.js';
import type { JsonObject, JsonValue, ToolId, ToolRecord } from './tool.js';

export interface ToolStore {
  /**
   * Writes and removes in one transaction. `upsert` replaces every column but `firstSeen`, which the first write
   * of an id settles; of equal ids the last holds. `remove` sets the status `removed` and the time `at`, and keeps the
   * row; ids that are unknown are ignored. Of an id in both the removal holds. A tool keeps its vectors, in use and
   * staged, whatever is written.
   */
  apply(change: {
    readonly upsert: readonly ToolRecord[];
    readonly remove: readonly ToolId[];
    readonly at: Date;
  }): Promise<void>;
  /** All tools of every status, paged by id. */
  read(page: PageRequest<ToolId>): Promise<ToolRecord[]>;
  /**
   * Deletes the rows of tools whose status is `removed` by then, with their vectors, in one transaction; other ids are
   * ignored. Executions, edges, sums and suggestions that name them stay. Returns how many were deleted.
   *
   * A store that cannot delete leaves the method out: removed tools then stay in it for good.
   */
  purge?(toolIds: readonly ToolId[]): Promise<number>;
}

/** A vector and what it was made from. */
export interface EmbeddingRecord {
  readonly toolId: ToolId;
  readonly modelId: string;
  /** Hash of the embedded text: the same text and model need no second embedding. */
  readonly contentHash: string;
  readonly embedding: Float32Array;
  readonly updatedAt: Date;
}

export interface EmbeddingStore {
  /**
   * The most numbers that a vector may have: `stage` and `promote` refuse more with `INVALID_INPUT`. AgentCards asks no
   * embedder for longer ones then. A store that leaves it out takes vectors of any length.
   */
  readonly maxDimensions?: number | undefined;

  /**
   * Inserts or replaces, in one transaction; of equal ids the last holds. Vectors keep every bit of their finite numbers.
   * A vector of another length is `VECTOR_DIMENSION_MISMATCH`. A vector of another text that is replaced should stay for `find` alone, so that a text that comes back is not embedded again; of
   * how many texts of a tool is the store's choice.
   */
  put(records: readonly EmbeddingRecord[]): Promise<void>;
  /** Paged by tool id. Deleting a tool's row deletes its vector, also a staged one. */
  read(page: PageRequest<ToolId>): Promise<EmbeddingRecord[]>;
  /**
   * The vectors that a model made from texts of these hashes, in use, staged or replaced: one a hash, whichever tool has
   * it, in any order.
   */
  find(content: { readonly modelId: string; readonly contentHashes: readonly string[] }): Promise<EmbeddingRecord[]>;

  /**
   * Inserts or replaces vectors that wait beside those in use, in one transaction: `readStaged`, `promote` and
   * `discardStaged` see them, nothing else does. They may have another length than those in use, but all the same one:
   * another is `VECTOR_DIMENSION_MISMATCH`.
   */
  stage(records: readonly EmbeddingRecord[]): Promise<void>;
  /** Paged by tool id. */
  readStaged(page: PageRequest<ToolId>): Promise<EmbeddingRecord[]>;
  /**
   * Puts the staged vectors of one model in the place of all vectors in use, in one transaction: afterwards there are
   * no others, nothing is staged, and `put` takes vectors of `dimensions`. Staged vectors of that model with another
   * length are `VECTOR_DIMENSION_MISMATCH`.
   */
  promote(model: { readonly modelId: string; readonly dimensions: number }): Promise<void>;
  /** Forgets what is staged. */
  discardStaged(): Promise<void>;

  /**
   * The active tools whose vectors are nearest to a vector, by descending cosine; those whose vector has no length are
   * left out. With `toolIds` these tools count instead, whatever their status, and the answer is exact: what is not
   * among them has no influence on it. Without, an index may answer, and miss some. A vector of another length is
   * `VECTOR_DIMENSION_MISMATCH`.
   *
   * A store that has no index leaves the method out: vectors are compared in memory then, however many there are.
   */
  nearest?(query: {
    readonly vector: Float32Array;
    readonly limit: number;
    readonly toolIds?: readonly ToolId[] | undefined;
    /** As in `PageRequest`. */
    readonly signal?: AbortSignal | undefined;
  }): Promise<NearestTool[]>;
}

export interface NearestTool {
  readonly toolId: ToolId;
  /** Cosine, in [-1, 1]. */
  readonly similarity: number;
}

export interface EdgeStore {
  /**
   * Inserts the edges, or sets the source of those that exist to the stronger of the two (`user` over `hint` over
   * `schema` over `learned`, also where one call names an edge twice); counters stay. In one transaction.
   * `confidenceOf` gives the confidence of the resulting row.
   */
  declare(edges: readonly DependencyDeclaration[], confidenceOf: ConfidenceOf): Promise<void>;
  /**
   * Withdraws declarations, in one transaction: an edge that was also observed becomes `learned`, others are
   * deleted. Pairs without a declared edge are ignored. Returns how many declarations were withdrawn: of a pair that is
   * named twice one.
   */
  withdraw(pairs: readonly DependencyPair[], confidenceOf: ConfidenceOf): Promise<number>;
  /**
   * Replaces all counters by the given ones in one transaction: learned edges not named vanish, declared ones stay. Each
   * is rated anew. Of increments of one pair each counts.
   */
  replaceObserved(increments: readonly DependencyIncrement[], confidenceOf: ConfidenceOf): Promise<void>;
  /** Paged by (from, to). */
  read(page: PageRequest<DependencyPair>): Promise<DependencyRecord[]>;
}

export interface ExecutionStore {
  /**
   * Appends the execution and adds its increments to the edges, all in one transaction. An edge that does not
   * exist is created as `learned`; the source of one that does is kept. Of increments of one pair each counts.
   * An id that is already stored changes nothing and answers `duplicate`, also when two calls race.
   */
  record(
    execution: ExecutionRecord,
    increments: readonly DependencyIncrement[],
    confidenceOf: ConfidenceOf,
  ): Promise<'recorded' | 'duplicate'>;
  /**
   * Appends executions in one transaction, and leaves edges as they are: the caller projects them anew. Of an id that is
   * stored already, or comes twice, the first stays. Returns how many were appended.
   *
   * Of a store that leaves it out, executions are imported one by one.
   */
  append?(executions: readonly ExecutionRecord[]): Promise<number>;
  /** Paged by id. */
  read(page: PageRequest<string>): Promise<ExecutionRecord[]>;
  /**
   * Deletes executions, in one transaction; ids that are unknown are ignored. Edges stay as they are: the caller
   * projects them anew. Returns how many were deleted.
   *
   * A store that cannot delete leaves the method out: `forget` then fails with `STORE_CANNOT_FORGET`.
   */
  remove?(ids: readonly string[]): Promise<number>;
}

/** What was proposed to someone, kept until it is known what they made of it. */
export interface SuggestionRecord {
  readonly id: string;
  readonly madeAt: Date;
  readonly intent?: string | undefined;
  /** The tools that were proposed, a tool as often as it was planned. */
  readonly toolIds: readonly ToolId[];
}

export interface SuggestionStore {
  /**
   * Inserts suggestions, then deletes those made before `bounds.notBefore`, and the oldest of those that are more than
   * `bounds.atMost` (of equally old ones, those with the lower ids); in one transaction. Ids that are there stay as they
   * are.
   */
  put(
    suggestions: readonly SuggestionRecord[],
    bounds: { readonly atMost: number; readonly notBefore: Date },
  ): Promise<void>;
  get(id: string): Promise<SuggestionRecord | undefined>;
  /** Paged by id. */
  read(page: PageRequest<string>): Promise<SuggestionRecord[]>;
  /** Deletes suggestions, in one transaction; ids that are unknown are ignored. Returns how many were deleted. */
  remove(ids: readonly string[]): Promise<number>;
}

/** Small settings of the store itself, by key. Keys that differ in one code unit are different keys, NUL included. */
export interface ConfigStore {
  get(key: string): Promise<JsonValue | undefined>;
  set(key: string, value: JsonValue): Promise<void>;
  /** Writes only where there is no value yet; returns the value that is stored afterwards. */
  setIfAbsent(key: string, value: JsonValue): Promise<JsonValue>;
  /** Entries whose key starts with `prefix`, ordered by key. */
  list(prefix: string): Promise<{ readonly key: string; readonly value: JsonValue }[]>;
}

export interface ErrorRecord {
  /** Part of the system, such as `embedding`. */
  readonly errorType: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly context?: JsonObject | undefined;
  readonly timestamp: Date;
}

export interface ErrorStore {
  append(error: ErrorRecord): Promise<void>;
  /** The last that were appended, the very last first. */
  recent(limit: number): Promise<ErrorRecord[]>;
  /** Of all that were appended and not pruned: no other goes. */
  count(): Promise<number>;
  /**
   * Deletes errors that happened before a point in time, `limit` at most, in one transaction. Returns how many.
   *
   * Of a store that leaves it out, the log grows for good.
   */
  prune?(bounds: { readonly before: Date; readonly limit: number }): Promise<number>;
}

/**
 * Where AgentCards keeps what it knows. Implementations keep every promise named on a method; what a promise does
 * not name (order of rows beyond the key, time zones, …) callers do not rely on.
 *
 * - Values go in and come out equal: dates to the millisecond, texts to the code unit, JSON with all its own keys
 *   (also `__proto__`), whatever their order, and perhaps with 0 for −0. What rows are found by (ids, keys, prefixes of
 *   keys) is well-formed, so that UTF-8 tells apart what differs: only other texts may have lone surrogates, and ids that an
 *   import brings from a store whose rows somebody else wrote. Records that are returned are the caller's:
 *   changing them changes nothing stored, and neither does changing what was handed over to a call that is answered.
 * - A rejected write has changed nothing. A write whose promise has resolved is seen by every later read.
 * - Calls may overlap: the answers are those of some order in which one came after the other.
 * - After `close()` every method rejects with the code `CLOSED`.
 *
 * Methods, ports and members of requests that are marked optional came after the first release, or are more than some
 * databases can do. AgentCards works without each of them, as its text says; so a store that was written before one came
 * stays right. What would break such a store gets another `specificationVersion`.
 */
export interface Store {
  readonly specificationVersion: 1;
  readonly tools: ToolStore;
  readonly embeddings: EmbeddingStore;
  readonly edges: EdgeStore;
  readonly executions: ExecutionStore;
  /** A store that leaves it out keeps all executions. */
  readonly retirement?: RetirementStore | undefined;
  /** Of a store that leaves it out, suggestions are kept in memory, and end with the process. */
  readonly suggestions?: SuggestionStore | undefined;
  readonly config: ConfigStore;
  /** With a store that leaves it out, what is learned about the evidence itself is learned again after each start. */
  readonly adaptiveConfig?: AdaptiveConfigStore | undefined;
  readonly errors: ErrorStore;
  /** Brings an empty or older store to this version; must be called before anything else. Idempotent. */
  migrate(): Promise<void>;
  /** Waits for calls in flight, then lets go of every resource. Idempotent. */
  close(): Promise<void>;
}
