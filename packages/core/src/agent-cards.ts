import type { DependencyRecord, DependencySource } from './contracts/dependency.js';
import type { Embedder } from './contracts/embedder.js';
import type { Prediction, ScoringEngine, SearchAnswer, Suggestion } from './contracts/engine.js';
import type { Clock, Random } from './contracts/environment.js';
import type { ExecutionInput } from './contracts/execution-input.js';
import type { ErrorRecord, Store } from './contracts/store.js';
import type { ToolId, ToolRecord, ToolSource, ToolStatus } from './contracts/tool.js';
import type { ErrorCode } from './errors/error-codes.js';
import type { AgentCardsEvents } from './events/agent-cards-events.js';

export interface AgentCardsOptions {
  /** Where everything is kept. It belongs to the instance from now on: `close()` closes it. */
  readonly store: Store;
  /** Makes an empty engine; `createEngine` of `@agentcards/graphrag` is one. Called at the start and by `rebuild()`. */
  readonly createEngine: () => ScoringEngine;
  /** Without one, search is lexical. @default null */
  readonly embedder?: Embedder | null | undefined;
  /** @default Date */
  readonly clock?: Clock | undefined;
  /** Source of ids and of the store's digest key. @default the platform's cryptographic source */
  readonly random?: Random | undefined;
}

/** A tool or a change that was not taken in as it came, and why. */
export interface SyncIssue {
  readonly server: string;
  /** Name of the tool, shortened; absent where the server as a whole is meant. */
  readonly tool?: string | undefined;
  readonly code: ErrorCode;
  readonly message: string;
}

export interface SyncReport {
  readonly added: readonly ToolId[];
  readonly changed: readonly ToolId[];
  readonly unchanged: readonly ToolId[];
  readonly removed: readonly ToolId[];
  /** Tools that are not in the index because of what they are; the others are. */
  readonly rejected: readonly SyncIssue[];
  /** Taken in, but not as it came. */
  readonly warnings: readonly SyncIssue[];
}

/** Which tools a caller may see: a predicate (one that throws hides the tool), or names of servers. */
export type ToolFilterOption = ((tool: ToolRecord) => boolean) | { readonly servers?: readonly string[] | undefined };

export interface SearchOptions {
  /** Number of targets; what they need comes in addition. @default 5 */
  readonly topK?: number | undefined;
  /** Drops targets with a lower score, in [0, 1]. @default 0 */
  readonly minScore?: number | undefined;
  /** Ids of tools already in use: their neighbours in the graph gain. */
  readonly context?: readonly string[] | undefined;
  /** Applied before ranking. */
  readonly filter?: ToolFilterOption | undefined;
  /** Ids that are in the answer whatever their score. */
  readonly alwaysInclude?: readonly string[] | undefined;
  /** Adds the components of every score. @default false */
  readonly explain?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface PredictionQuery {
  readonly intent?: string | undefined;
  /** Ids of the tools that have run, oldest first. Unknown ones are harmless. */
  readonly executed: readonly string[];
  /** @default 3 */
  readonly topK?: number | undefined;
  readonly filter?: ToolFilterOption | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface SuggestionOptions {
  /** @default 20 */
  readonly maxTasks?: number | undefined;
  /** How many other plans at most. @default 2 */
  readonly alternatives?: number | undefined;
  readonly filter?: ToolFilterOption | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface DependencyInput {
  /** Runs BEFORE `to`. */
  readonly from: string;
  readonly to: string;
  /** @default 'user' */
  readonly source?: Exclude<DependencySource, 'learned'> | undefined;
}

export interface RecordReceipt {
  readonly id: string;
  /** `duplicate`: an execution of this id was recorded before, and nothing changed. */
  readonly status: 'recorded' | 'duplicate';
}

export interface Stats {
  readonly tools: Readonly<Record<ToolStatus, number>>;
  readonly servers: number;
  /** Active tools with a current vector. */
  readonly embedded: number;
  /** Edges between active tools. */
  readonly dependencies: number;
  /** Edges over possible edges, in [0, 1]. */
  readonly density: number;
  readonly executions: number;
}

export interface Health {
  /** `degraded`: everything answers, but embedding failed for some tools or for the last query. */
  readonly status: 'ok' | 'degraded';
  /** `lexical` without an embedder or before any vector is there. */
  readonly search: 'lexical' | 'hybrid';
  readonly embeddings: {
    readonly modelId: string | null;
    readonly stored: number;
    readonly pending: number;
    readonly failed: number;
  };
  readonly errors: { readonly total: number; readonly recent: readonly ErrorRecord[] };
}

export interface RebuildReport {
  readonly executions: number;
  /** Edges that the executions show. */
  readonly observedEdges: number;
}

export interface AgentCards extends AsyncDisposable {
  readonly tools: {
    /**
     * Takes in the whole tool list of one server or several, in one transaction. Only what changed is written; tools
     * that a server no longer lists are marked removed (an empty list removes nothing: use `remove`).
     * @throws AgentCardsError `INVALID_INPUT` | `TOOL_ID_INVALID` for a source as a whole; nothing was written then
     */
    sync(sources: ToolSource | Iterable<ToolSource>): Promise<SyncReport>;
    /**
     * Resolves when no vector of an active tool is missing. Search answers lexically before.
     * @throws AgentCardsError `EMBEDDER_FAILED` when the embedder gave up on some; the next `sync` or start tries again.
     */
    embedded(): Promise<void>;
    /** The tool of any status, or undefined. */
    get(toolId: string): ToolRecord | undefined;
    /** By id. @default status 'active' */
    list(options?: { readonly server?: string | undefined; readonly status?: ToolStatus | undefined }): ToolRecord[];
    /**
     * Marks tools as removed; what was learned about them is kept. Returns how many were active.
     * @throws AgentCardsError `TOOL_UNKNOWN`
     */
    remove(toolIds: readonly string[]): Promise<number>;
  };

  /** Finds tools for an intent, and what they need to have run. */
  search(intent: string, options?: SearchOptions): Promise<SearchAnswer>;

  readonly dependencies: {
    /** Declares that `from` runs before `to`. @throws AgentCardsError `TOOL_UNKNOWN` | `DEPENDENCY_SELF` */
    add(dependencies: readonly DependencyInput[]): Promise<void>;
    /** Declared and learned edges, with their evidence; by (from, to). */
    list(options?: {
      readonly toolId?: string | undefined;
      readonly source?: DependencySource | undefined;
    }): Promise<DependencyRecord[]>;
    /** Withdraws declarations; what was observed stays. Returns how many were withdrawn. */
    remove(pairs: readonly { readonly from: string; readonly to: string }[]): Promise<number>;
  };

  /**
   * Learns from an execution. Stored with its edges in one transaction before anything else sees it.
   * @throws AgentCardsError `TOOL_UNKNOWN` | `TASK_DUPLICATE` | `TASK_DEPENDENCY_UNKNOWN` | `DAG_CYCLE` |
   *   `INVALID_INPUT`; nothing was written then
   */
  record(execution: ExecutionInput): Promise<RecordReceipt>;

  /** The tools that are likely to run next. */
  predictNext(query: PredictionQuery): Promise<Prediction & { readonly suggestionId: string }>;

  /** A DAG for an intent, from past executions where there are some near it, else from search and dependencies. */
  suggest(intent: string, options?: SuggestionOptions): Promise<Suggestion & { readonly suggestionId: string }>;

  stats(): Promise<Stats>;
  health(): Promise<Health>;
  /** Projects edges and engine anew from the recorded executions. */
  rebuild(): Promise<RebuildReport>;
  /**
   * Listens to what happens in the background; returns the function that ends it. A listener that throws disturbs
   * nothing: it is in the error log, as `listener`.
   */
  on<Name extends keyof AgentCardsEvents>(
    name: Name,
    listener: (event: AgentCardsEvents[Name]) => unknown,
  ): () => void;
  /** Waits for calls in flight, stops embedding, closes the store. Idempotent. Every other verb then fails with `CLOSED`. */
  close(): Promise<void>;
}
