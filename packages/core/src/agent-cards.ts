import type { DependencySource, ListedDependency } from './contracts/dependency.js';
import type { Embedder } from './contracts/embedder.js';
import type { EngineMetrics, EngineSettings, Prediction, ScoringEngine, SearchAnswer } from './contracts/engine.js';
import type { Clock, Random } from './contracts/environment.js';
import type { ExecutionInput } from './contracts/execution-input.js';
import type { DependencyPath, RelatedTool, RelatedToolsOptions } from './contracts/graph-answers.js';
import type { Store } from './contracts/store.js';
import type { Suggestion } from './contracts/suggestion.js';
import type { DriftPolicy, ToolRecord, ToolSource, ToolStatus } from './contracts/tool.js';
import type { EmbeddingOptions } from './embedding/embedding-options.js';
import type { ReembedReport } from './embedding/reembedding.js';
import type { AgentCardsEvents } from './events/agent-cards-events.js';
import type { ForgetReport, ForgetSelector } from './learning/forget-selector.js';
import type { SuggestionLimits } from './learning/suggestion-limits.js';
import type { DependencyInput, PredictionQuery, SearchOptions, SuggestionOptions } from './query-options.js';
import type { Health, RebuildReport, RecordReceipt, Stats, SyncReport } from './reports.js';
import type { MaintenanceReport } from './retention/maintenance-report.js';
import type { RetentionOptions } from './retention/retention-policy.js';
import type { ProposedRename } from './tools/rename-matches.js';
import type { ReviewedTool } from './tools/tool-drift.js';
import type { ExportOptions, ImportOptions, ImportReport } from './transfer/transfer-options.js';

export interface AgentCardsOptions {
  /** Where everything is kept. It belongs to the instance from now on: `close()` closes it. */
  readonly store: Store;
  /** Makes an empty engine; `createEngine` of `@agentcards/graphrag` is one. Called at the start and by `rebuild()`. */
  readonly createEngine: (settings: EngineSettings) => ScoringEngine;
  /** Without one, search is lexical. @default null */
  readonly embedder?: Embedder | null | undefined;
  /** How the embedder is called and its vectors are stored. */
  readonly embedding?: EmbeddingOptions | undefined;
  /**
   * What a store with vectors of another embedder means: with `false`, the error `EMBEDDER_MISMATCH`; with `true`, all
   * tools are embedded anew in the background, search is lexical until then, and the vectors of the other embedder go
   * when the last new one is there. See `tools.reembed` for a change without such a gap.
   * @default false
   */
  readonly reembed?: boolean | undefined;
  /**
   * With more active tools than this, vectors are compared by the store's index instead of one by one in memory: faster
   * and smaller, at the price of a near tool that is missed now and then (predictions and plans then go without
   * vectors). Read at the start and at each sync; there is no way back before the next start. A store without an index
   * has its vectors compared in memory, however many there are.
   * @default 50_000
   */
  readonly maxExactVectors?: number | undefined;
  /** @default Date */
  readonly clock?: Clock | undefined;
  /**
   * Milliseconds in which what was observed loses half of its weight, above 0: of a dependency by the clock, of habits and
   * intents where something newer of the same kind was observed; `Infinity` for never.
   * @default that of the engine: 60 days, for habits and intents alone; dependencies do not age
   */
  readonly halfLife?: number | undefined;
  /**
   * Executions that are kept in memory at most, a whole number of at least 1: the newest, and of those with the same intent
   * that did the same no more than min(100, maximum / 50). All of them stay in the store and in the counters there;
   * answers, and the confidence of dependencies as it is written, are by those that are kept. @default all
   */
  readonly maxMemories?: number | undefined;
  /** Source of ids and of the store's digest key. @default the platform's cryptographic source */
  readonly random?: Random | undefined;
  /**
   * What becomes of a known tool whose definition changed; a source can say otherwise for its tools. The first
   * definition of a tool is always taken.
   * @default 'accept'
   */
  readonly onDrift?: DriftPolicy | undefined;
  /**
   * What an empty tool list of a server that had tools does, or one of which nothing can be taken in: `keep` changes
   * nothing and warns, since a server that is ill lists nothing; `remove` believes it.
   * @default 'keep'
   */
  readonly onEmptyList?: 'keep' | 'remove' | undefined;
  /**
   * Whether the intents of executions are stored and learned from. With `false` no intent is written, and those that
   * are in the store already are not read: past executions then say what runs after what, not what for.
   * @default true
   */
  readonly keepIntents?: boolean | undefined;
  /** How long what was proposed is kept, for `record` to say what became of it. */
  readonly suggestions?: SuggestionLimits | undefined;
  /** How old executions, logged errors and removed tools may grow. See `maintenance`. */
  readonly retention?: RetentionOptions | undefined;
}

/** Whoever is answered: principals of `@agentcards/auth` are. */
export interface Caller {
  /** Whether the caller may see and call a tool. Anything but `true` hides it, as in a filter. */
  permits(tool: ToolRecord): boolean;
}

/**
 * What one caller may ask. Tools that the caller is not permitted are as though they did not exist: not found, not
 * listed, without effect as context, and `TOOL_UNKNOWN` where a name is given. But an execution of which the caller may see a
 * part makes a plan incomplete, as one that ran a removed tool does: `suggest` is less sure, and says that something ran that is
 * not there now, not what. What others asked for is in no answer (`anonymous`); counts over all that was recorded, such as
 * how often executions end, are the same for everybody.
 * The id of an execution is one for all callers: of one that another gave already, `record` says `duplicate`.
 */
export interface CallerView extends Pick<AgentCards, 'search' | 'predictNext' | 'suggest' | 'record'> {
  readonly tools: Pick<AgentCards['tools'], 'get' | 'list'>;
  /**
   * Has to be asked before a tool is called for the caller: the tool, if it is active and permitted.
   * @throws AgentCardsError `TOOL_UNKNOWN`
   */
  callable(toolId: string): ToolRecord;
}

export interface AgentCards extends AsyncDisposable {
  readonly tools: {
    /**
     * Takes in the whole tool list of one server or several, in one transaction. Only what changed is written; tools
     * that a server no longer lists are marked removed (of an empty list see `onEmptyList`), and a known tool that comes
     * with another definition goes by the drift policy. Servers that are not among them keep their tools, also those that
     * are not connected any more: see `remove`, and `servers` of a filter. A quarantined tool becomes active again when its server
     * lists the definition that was approved.
     * @throws AgentCardsError `INVALID_INPUT` | `TOOL_ID_INVALID` for a source as a whole; nothing was written then
     */
    sync(sources: ToolSource | Iterable<ToolSource>): Promise<SyncReport>;
    /**
     * Resolves when no vector of an active tool is missing. Search answers lexically before. The signal ends the wait,
     * not the work. An embedder that answers no more is given up on for all tools together, at most `attempts + 1` times
     * `embedding.timeoutMs`, and the waits between the attempts, after its last answer: 4 minutes where every call hangs, a few
     * seconds where it refuses. It is asked again 30 s later, ever more seldom, once in 10 minutes at last, and by each `sync`.
     * @throws AgentCardsError `EMBEDDER_FAILED` when the embedder failed for some, `STORE_OPERATION_FAILED` when the store
     *   did not take their vectors; the next `sync` or start tries again.
     */
    embedded(options?: { readonly signal?: AbortSignal | undefined }): Promise<void>;
    /**
     * Changes the embedder: embeds all tools by the new one while search answers from the old vectors, then switches in
     * one transaction of the store. From then on open the store with the new one. When it is interrupted, by the signal,
     * `close` or a kill, the old vectors stay as they are, and calling it again with the same model goes on where it
     * stopped; another model begins anew. With the model that is in use it only waits, as `embedded` does.
     * @param options.skipFailed Switches although the embedder failed for some tools, which are then found lexically.
     *   @default false
     * @throws AgentCardsError `EMBEDDER_FAILED` | `INVALID_INPUT` while another change is under way, and for vectors that
     *   are longer than the store takes | `ABORTED`
     */
    reembed(
      embedder: Embedder,
      options?: { readonly skipFailed?: boolean | undefined; readonly signal?: AbortSignal | undefined },
    ): Promise<ReembedReport>;
    /** The tool of any status, or undefined. */
    get(toolId: string): ToolRecord | undefined;
    /** By id; those that wait for `approve` are the `quarantined` ones. @default status 'active' */
    list(options?: { readonly server?: string | undefined; readonly status?: ToolStatus | undefined }): ToolRecord[];
    /**
     * Marks tools as removed; what was learned about them is kept. Returns how many were not removed before. The next sync
     * that lists one brings it back, quarantined if it was so; for good, tools are hidden by `exclude` and `filter`. A whole
     * server: `remove(list({ server }).map(({ toolId }) => toolId))`.
     * @throws AgentCardsError `TOOL_UNKNOWN`
     */
    remove(toolIds: readonly string[]): Promise<number>;
    /**
     * Ends the quarantine of tools, or of all tools of a server: they are active with the definitions that they have
     * now; with a `fingerprint` (from `health()` or `tools.get`) only if that is the definition which was looked at.
     * What was learned about one whose contract changed counts less. Returns how many were quarantined.
     * @throws AgentCardsError `TOOL_UNKNOWN` | `DEFINITION_CHANGED`; nothing was approved then
     */
    approve(tools: readonly (string | ReviewedTool)[] | { readonly server: string }): Promise<number>;
    /** The renames that wait for a decision, by old id. */
    renames(): ProposedRename[];
    /**
     * From now on what is known about `from` counts for `to`: executions and declared dependencies, past and to come.
     * The history itself stays as it is, and `dismissRename` takes it back. Reads all executions anew. `from` need not
     * have been proposed, but has to be removed. While it is active again, because its server took the name up again, the
     * rename rests and `from` counts for itself, and the rename back can be accepted too.
     * @throws AgentCardsError `TOOL_UNKNOWN` | `RENAME_CYCLE` | `INVALID_INPUT`
     */
    acceptRename(rename: { readonly from: string; readonly to: string }): Promise<void>;
    /**
     * Declines a proposed rename, so that it is not proposed again, or takes back an accepted one.
     * @throws AgentCardsError `TOOL_UNKNOWN`
     */
    dismissRename(rename: { readonly from: string; readonly to: string }): Promise<void>;
  };

  /**
   * Finds tools for an intent, of up to 100,000 characters (as `length` counts them), and what they need to have run. The
   * text is read as wishes, also where it forbids: what must not be found goes into `exclude` or `filter`.
   * @throws AgentCardsError `INVALID_INPUT` | `ABORTED` | `CLOSED`
   */
  search(intent: string, options?: SearchOptions): Promise<SearchAnswer>;

  readonly dependencies: {
    /**
     * Declares that `from` runs before `to`. Of several declarations of one edge the strongest stands: `user` over `hint`
     * over `schema`; to put a weaker one in its place, remove it first.
     * @throws AgentCardsError `TOOL_UNKNOWN` | `DEPENDENCY_SELF`
     */
    add(dependencies: readonly DependencyInput[]): Promise<void>;
    /** Declared and learned edges, with their evidence and what speaks against them; by (from, to). */
    list(options?: {
      readonly toolId?: string | undefined;
      readonly source?: DependencySource | undefined;
    }): Promise<ListedDependency[]>;
    /** Withdraws declarations; what was observed stays. Returns how many were withdrawn. */
    remove(pairs: readonly { readonly from: string; readonly to: string }[]): Promise<number>;
    /**
     * The most believed way along the edges from one tool to another: the least Σ 1 / confidence over at most 3 edges
     * (ties: fewer edges, then ids). Undefined where there is none, or one of the tools is not active.
     * @throws AgentCardsError `TOOL_UNKNOWN` | `INVALID_INPUT`
     */
    path(from: string, to: string): Promise<DependencyPath | undefined>;
    /**
     * Active tools that share neighbours in the graph with this one, whichever way the edges lead, by the Adamic–Adar
     * index (ties by id). Empty for a tool that is not active.
     * @throws AgentCardsError `TOOL_UNKNOWN` | `INVALID_INPUT`
     */
    related(toolId: string, options?: RelatedToolsOptions): Promise<readonly RelatedTool[]>;
  };

  /**
   * Learns from an execution. Stored with its edges in one transaction before anything else sees it. An execution is all
   * that ran for its intent: recorded call by call, each with the intent, it would say that one call is all it takes. Give
   * tasks `dependsOn` or times: without either, nothing is known of which needed which, and plans leave their order open.
   * @throws AgentCardsError `TOOL_UNKNOWN` | `TASK_DUPLICATE` | `TASK_DEPENDENCY_UNKNOWN` | `DAG_CYCLE` |
   *   `INVALID_INPUT`; nothing was written then
   */
  record(execution: ExecutionInput): Promise<RecordReceipt>;

  /**
   * Forgets executions with all that follows from them, as if they had never been recorded, and the suggestions that they
   * followed; with an intent, a tool or a time also the suggestions of that intent, that name the tool, or that are as
   * old. Definitions of tools and declared dependencies stay. Reads all other executions anew.
   *
   * Of executions that were retired, the counts of their dependencies are left: with a tool those of its dependencies go,
   * with a time those that were last observed before it. Ids and intents of retired executions are not known any more.
   * @throws AgentCardsError `INVALID_INPUT` unless exactly one selector is given | `TOOL_UNKNOWN` |
   *   `STORE_CANNOT_FORGET`; nothing was forgotten then. After any other error, call it again.
   */
  forget(what: ForgetSelector): Promise<ForgetReport>;

  /**
   * Resolves when nothing is being learned in the background. There it is learned from the executions how much each kind
   * of evidence is worth to predictions: from 30 on, and again whenever they are half as many more; `rebuild` and
   * `forget` learn it themselves. Predictions answer by what was learned before. What fails is in the error log, as
   * `learning`. The signal ends the wait, not the work.
   * @throws AgentCardsError `ABORTED` | `CLOSED`
   */
  learned(options?: { readonly signal?: AbortSignal | undefined }): Promise<void>;

  /** The tools that are likely to run next, and how likely it is that nothing does. */
  predictNext(query: PredictionQuery): Promise<Prediction & { readonly suggestionId: string }>;

  /**
   * A DAG for an intent, of up to 100,000 characters, from past executions where there are some near it, else from search
   * and dependencies. An intent may ask for several things, or be a letter that asks for one: clauses are read one by one too.
   * @throws AgentCardsError `INVALID_INPUT` | `ABORTED` | `CLOSED`
   */
  suggest(intent: string, options?: SuggestionOptions): Promise<Suggestion & { readonly suggestionId: string }>;

  stats(): Promise<Stats>;
  /**
   * The dependency graph of the active tools in numbers: PageRank and communities, computed by this call unless nothing
   * has changed since the last. `stats()` has the counts alone.
   */
  metrics(): Promise<EngineMetrics>;
  health(): Promise<Health>;
  /**
   * Projects edges, engine and learned weights anew from the recorded executions, and from what is left of retired ones:
   * equal ones give equal answers. The signal
   * ends the reading of them, after which everything is as it was.
   * @throws AgentCardsError `ABORTED`
   */
  rebuild(options?: { readonly signal?: AbortSignal | undefined }): Promise<RebuildReport>;
  readonly maintenance: {
    /**
     * Takes out what the option `retention` says is too old, which happens by itself too: in the background after the start,
     * and then after 500 executions or with the first one a day later. It works in steps of 200 rows, between which other
     * calls come; a signal ends it after a step, and what was done stays done. With `dryRun` it only counts what it would
     * take out. What fails in the background is in the error log, as `retention`.
     *
     * Executions are retired: answers and confidences are as if they had never run, dependencies keep their counts. How much each
     * kind of evidence is worth (`health().weights`) stays as it was learned until others take their place; `rebuild` learns it anew.
     * @param options.dryRun @default false
     * @throws AgentCardsError `ABORTED` | `CLOSED`
     */
    run(options?: {
      readonly dryRun?: boolean | undefined;
      readonly signal?: AbortSignal | undefined;
    }): Promise<MaintenanceReport>;
  };
  /**
   * All that the store knows, or a part of it, as lines of JSON with their ends: written one after the other they are a file
   * that `import` reads, whatever the store. Without secrets (the key of the digests stays). Lines are read from the store
   * as they are asked for: what is written meanwhile may be among them, or not. With `keepIntents: false` without intents.
   * @throws AgentCardsError `INVALID_INPUT` | `ABORTED` | `CLOSED`
   */
  export(options?: ExportOptions): AsyncIterable<string>;
  /**
   * Merges an export into the store: what it has stays, but for tools that the export has of a later `updatedAt`. Reads as
   * it goes, writes a few hundred lines of one kind in one transaction each, and projects edges, engine and weights anew at the
   * end; other calls go on meanwhile. A signal and `close` end it also while its source hangs. After an error, what came before
   * it is imported, and importing the whole again is right: an execution is known by its id, until retention takes it out. An
   * export is trusted like the store itself: import your own alone.
   * @throws AgentCardsError `IMPORT_INVALID` naming the line | `IMPORT_TOO_NEW` | `INVALID_INPUT` | `ABORTED` | `CLOSED`
   */
  import(
    chunks: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
    options?: ImportOptions,
  ): Promise<ImportReport>;
  /**
   * Listens to what happens in the background; returns the function that ends it. A listener that throws disturbs
   * nothing: it is in the error log, as `listener`.
   */
  on<Name extends keyof AgentCardsEvents>(name: Name, listener: (event: AgentCardsEvents[Name]) => unknown): () => void;
  /**
   * The same for one caller, whose tools are those that `caller.permits`: a principal of `@agentcards/auth`, or anything else
   * that decides. Ask for it anew with each request: it holds nothing.
   * @throws AgentCardsError `INVALID_INPUT`
   */
  as(caller: Caller): CallerView;
  /** Waits for calls in flight, stops embedding and learning, closes the store. Idempotent. Every other verb then fails with `CLOSED`. */
  close(): Promise<void>;
}
