// index
export {
  AgentCardsError,
  addedIncrement,
  assertOptionsWithoutStore,
  createAgentCards,
  createMemoryStore,
  declaredEdge,
  embeddingText,
  errorCodes,
  exposedToolName,
  exposedToolNames,
  giveWay,
  observedEdge,
  onAbort,
  parseToolId,
  ratedEdge,
  toToolId,
  unobservedEdge,
  withdrawnEdge,
};
export type {
  AbstentionReason,
  AdaptiveConfigStore,
  AdaptiveValue,
  AgentCards,
  AgentCardsErrorOptions,
  AgentCardsEvents,
  AgentCardsOptions,
  ArgumentBinding,
  BindingEvidence,
  Caller,
  CallerView,
  Clock,
  CommunityStructure,
  ConfidenceOf,
  ConfigStore,
  DefinitionChange,
  DependencyCounters,
  DependencyDeclaration,
  DependencyIncrement,
  DependencyInput,
  DependencyPair,
  DependencyPath,
  DependencyRecord,
  DependencySource,
  DriftPolicy,
  EdgeEvidence,
  EdgeObservation,
  EdgeStore,
  EffectiveCounts,
  Embedder,
  EmbeddingFailure,
  EmbeddingOptions,
  EmbeddingProgress,
  EmbeddingRecord,
  EmbeddingStore,
  EmbeddingSummary,
  EngineDependency,
  EngineExecution,
  EngineMetrics,
  EnginePredictionQuery,
  EngineSearchQuery,
  EngineSettings,
  EngineSuggestionQuery,
  EngineTask,
  EngineTool,
  EngineToolVector,
  ErrorCode,
  ErrorRecord,
  ErrorStore,
  ExecutionInput,
  ExecutionRecord,
  ExecutionStore,
  ExecutionTask,
  ExportOptions,
  ForgetReport,
  ForgetSelector,
  Health,
  ImportOptions,
  ImportReport,
  JsonObject,
  JsonValue,
  ListedDependency,
  MaintenanceReport,
  NearestTool,
  PageRequest,
  PredictedTool,
  Prediction,
  PredictionQuery,
  ProposedRename,
  QuarantinedTool,
  Random,
  RankedByGraph,
  RebuildReport,
  RecordReceipt,
  ReembedReport,
  RelatedTool,
  RelatedToolsOptions,
  RequirementEvidence,
  RetentionOptions,
  RetiredExecution,
  RetirementStore,
  ReviewedTool,
  ScoringEngine,
  SearchAnswer,
  SearchOptions,
  SearchResult,
  Stats,
  Store,
  SuggestedDag,
  SuggestedTask,
  Suggestion,
  SuggestionLimits,
  SuggestionMode,
  SuggestionOptions,
  SuggestionRecord,
  SuggestionStore,
  SyncIssue,
  SyncReport,
  TaskInput,
  TaskReason,
  TimeInput,
  ToolCriteria,
  ToolDefinition,
  ToolDrift,
  ToolFilter,
  ToolFilterOption,
  ToolId,
  ToolRecord,
  ToolRename,
  ToolSource,
  ToolStatus,
  ToolStore,
  TransferCounts,
  TransferKind,
  ValuePlace,
  WeightsHealth,
};

// schemas
export {
  dependencyInputsSchema,
  dependencyListOptionsSchema,
  dependencyPairSchema,
  dependencyPairsSchema,
  describeProblems,
  executionInputSchema,
  exportOptionsSchema,
  forgetSelectorSchema,
  importOptionsSchema,
  intentSchema,
  maintenanceOptionsSchema,
  predictionQuerySchema,
  reembedOptionsSchema,
  relatedToolsOptionsSchema,
  searchOptionsSchema,
  signalOptionsSchema,
  suggestionOptionsSchema,
  toolDefinitionSchema,
  toolFilterSchema,
  toolIdSchema,
  toolIdsSchema,
  toolListOptionsSchema,
  toolSourceSchema,
  toolsToApproveSchema,
  transferEndSchema,
  transferHeaderSchema,
  transferSchemas,
};
export type {
  DependencyDeclaration,
  DependencyIncrement,
  DependencyInput,
  DependencySource,
  DriftPolicy,
  EmbeddingRecord,
  ExecutionRecord,
  ImportOptions,
  ParsedExecution,
  ParsedExportOptions,
  ParsedForgetSelector,
  PredictionQuery,
  RelatedToolsOptions,
  RenameEntry,
  ReviewedTool,
  SearchOptions,
  SuggestionOptions,
  SuggestionRecord,
  ToolDefinition,
  ToolFilterOption,
  ToolStatus,
  TransferCounts,
  TransferredTool,
};

// http-embedder
export {
  createHttpEmbedder,
};
export type {
  Embedder,
  HttpEmbedderOptions,
};

// transformers
export {
  createTransformersEmbedder,
  knownModels,
};
export type {
  Dtype,
  KnownModel,
  ModelFileProgress,
  Pooling,
  TransformersEmbedder,
  TransformersEmbedderOptions,
  TransformersLibrary,
  TransformersLoadOptions,
  TransformersModel,
  TransformersTensor,
  TransformersTokenizer,
};

declare class AgentCardsError extends Error {
    readonly code: ErrorCode;
    readonly hint: string | undefined;
    readonly details: Readonly<Record<string, unknown>> | undefined;
    constructor(code: ErrorCode, message: string, options?: AgentCardsErrorOptions);
    static isInstance(value: unknown): value is Error & Pick<AgentCardsError, "details" | "hint"> & {
        readonly code: string;
    };
}
declare const dependencyInputsSchema: z.ZodType<Filled<DependencyInput, "source">[]>;
declare const dependencyListOptionsSchema: z.ZodType<NonNullable<Parameters<AgentCards["dependencies"]["list"]>[0]>>;
declare const dependencyPairSchema: z.ZodType<TextPair>;
declare const dependencyPairsSchema: z.ZodType<TextPair[]>;
declare const dtypes: readonly [
    "fp32",
    "fp16",
    "q8",
    "int8",
    "uint8",
    "q4",
    "q4f16",
    "q2",
    "q2f16",
    "q1",
    "q1f16",
    "bnb4"
];
declare const errorCodes: readonly [
    "INVALID_INPUT",
    "TOOL_ID_INVALID",
    "TOOL_UNKNOWN",
    "TOOL_NAME_INVALID",
    "TOOL_DUPLICATE",
    "TOOL_DEFINITION_INVALID",
    "TOOL_DEFINITION_TOO_LARGE",
    "DESCRIPTION_TRUNCATED",
    "EMPTY_SYNC_IGNORED",
    "SERVER_SHRUNK",
    "DEFINITION_CHANGED",
    "RENAME_CYCLE",
    "TASK_DUPLICATE",
    "TASK_DEPENDENCY_UNKNOWN",
    "DAG_CYCLE",
    "DEPENDENCY_SELF",
    "CLOSED",
    "ABORTED",
    "EMBEDDER_FAILED",
    "EMBEDDER_MISMATCH",
    "EMBEDDER_PACKAGE_MISSING",
    "EMBEDDER_MODEL_UNAVAILABLE",
    "EMBEDDER_MODEL_INVALID",
    "VECTOR_DIMENSION_MISMATCH",
    "STORE_LOCKED",
    "STORE_OPEN_FAILED",
    "STORE_OPERATION_FAILED",
    "STORE_CANNOT_FORGET",
    "MIGRATION_MISMATCH",
    "MIGRATION_FAILED",
    "IMPORT_INVALID",
    "IMPORT_TOO_NEW",
    "SERVER_START_FAILED",
    "SERVER_TIMEOUT",
    "SERVER_DISCONNECTED",
    "SERVER_REFUSED",
    "SERVER_PROTOCOL_ERROR",
    "SERVER_UNKNOWN",
    "SERVER_TOOL_LIMIT",
    "SNAPSHOT_INVALID"
];
declare const executionInputSchema: z.ZodType<ParsedExecution>;
declare const exportOptionsSchema: z.ZodType<ParsedExportOptions>;
declare const forgetSelectorSchema: z.ZodType<ParsedForgetSelector>;
declare const importOptionsSchema: z.ZodType<ImportOptions>;
declare const intentSchema: z.ZodType<string>;
declare const knownModels: ReadonlyMap<string, KnownModel>;
declare const maintenanceOptionsSchema: z.ZodType<NonNullable<Parameters<AgentCards["maintenance"]["run"]>[0]>>;
declare const predictionQuerySchema: z.ZodType<Filled<PredictionQuery, "topK">>;
declare const reembedOptionsSchema: z.ZodType<NonNullable<Parameters<AgentCards["tools"]["reembed"]>[1]>>;
declare const relatedToolsOptionsSchema: z.ZodType<RelatedToolsOptions>;
declare const searchOptionsSchema: z.ZodType<Filled<SearchOptions, "experience" | "explain" | "includeRequirements" | "topK">>;
declare const signalOptionsSchema: z.ZodType<{
    readonly signal?: AbortSignal | undefined;
}>;
declare const suggestionOptionsSchema: z.ZodType<Filled<SuggestionOptions, "alternatives" | "maxTasks">>;
declare const toolDefinitionSchema: z.ZodType<ToolDefinition>;
declare const toolFilterSchema: z.ZodType<ToolFilterOption | undefined>;
declare const toolIdSchema: z.ZodType<string>;
declare const toolIdsSchema: z.ZodType<string[]>;
declare const toolListOptionsSchema: z.ZodType<NonNullable<Parameters<AgentCards["tools"]["list"]>[0]>>;
declare const toolSourceSchema: z.ZodType<{
    readonly description?: string | undefined;
    readonly onDrift?: DriftPolicy | undefined;
    readonly server: string;
    readonly tools: readonly unknown[];
}>;
declare const toolsToApproveSchema: z.ZodType<(ReviewedTool | string)[] | {
    server: string;
}>;
declare const transferEndSchema: z.ZodType<{
    readonly counts: TransferCounts;
    readonly kind: "end";
}>;
declare const transferFormat = "agentcards";
declare const transferHeaderSchema: z.ZodType<{
    readonly format: typeof transferFormat;
    readonly version: number;
}>;
declare const transferSchemas: {
    readonly [Kind in keyof TransferContent]: z.ZodType<TransferContent[Kind]>;
};
declare function addedIncrement(sum: DependencyIncrement | undefined, increment: DependencyIncrement): DependencyIncrement;
declare function assertOptionsWithoutStore(options: Omit<Partial<AgentCardsOptions>, "store">, beside?: object): void;
declare function createAgentCards(options: AgentCardsOptions): Promise<AgentCards>;
declare function createHttpEmbedder(options: HttpEmbedderOptions): Embedder;
declare function createMemoryStore(): Store;
declare function createTransformersEmbedder(options: TransformersEmbedderOptions): Promise<TransformersEmbedder>;
declare function declaredEdge(before: DependencyRecord | undefined, { from, to, source }: DependencyDeclaration, confidenceOf: ConfidenceOf): DependencyRecord;
declare function describeProblems(error: z.ZodError): string;
declare function embeddingText(tool: Pick<ToolRecord, "description" | "inputSchema" | "name" | "title">): string;
declare function exposedToolName(toolId: string): string;
declare function exposedToolNames(toolIds: Iterable<string>): ReadonlyMap<string, ToolId>;
declare function giveWay(): Promise<void>;
declare function observedEdge(before: DependencyRecord | undefined, increment: DependencyIncrement, confidenceOf: ConfidenceOf): DependencyRecord;
declare function onAbort(signal: AbortSignal, listener: () => void): () => void;
declare function parseToolId(text: string): ToolId;
declare function ratedEdge(edge: Omit<DependencyRecord, "confidence">, confidenceOf: ConfidenceOf): DependencyRecord;
declare function toToolId(server: string, name: string): ToolId;
declare function unobservedEdge(before: DependencyRecord, confidenceOf: ConfidenceOf): DependencyRecord | undefined;
declare function withdrawnEdge(before: DependencyRecord, confidenceOf: ConfidenceOf): DependencyRecord | undefined;
import { z } from 'zod';
interface AdaptiveConfigStore {
    read(prefix: string): Promise<AdaptiveValue[]>;
    replace(prefix: string, values: readonly AdaptiveValue[]): Promise<void>;
}
interface AdaptiveValue {
    readonly key: string;
    readonly value: number;
    readonly updatedAt: Date;
    readonly samples: number;
}
interface AgentCards extends AsyncDisposable {
    readonly tools: {
        sync(sources: Iterable<ToolSource> | ToolSource): Promise<SyncReport>;
        embedded(options?: {
            readonly signal?: AbortSignal | undefined;
        }): Promise<void>;
        reembed(embedder: Embedder, options?: {
            readonly signal?: AbortSignal | undefined;
            readonly skipFailed?: boolean | undefined;
        }): Promise<ReembedReport>;
        get(toolId: string): ToolRecord | undefined;
        list(options?: {
            readonly server?: string | undefined;
            readonly status?: ToolStatus | undefined;
        }): ToolRecord[];
        remove(toolIds: readonly string[]): Promise<number>;
        approve(tools: readonly (ReviewedTool | string)[] | {
            readonly server: string;
        }): Promise<number>;
        renames(): ProposedRename[];
        acceptRename(rename: {
            readonly from: string;
            readonly to: string;
        }): Promise<void>;
        dismissRename(rename: {
            readonly from: string;
            readonly to: string;
        }): Promise<void>;
    };
    search(intent: string, options?: SearchOptions): Promise<SearchAnswer>;
    readonly dependencies: {
        add(dependencies: readonly DependencyInput[]): Promise<void>;
        list(options?: {
            readonly source?: DependencySource | undefined;
            readonly toolId?: string | undefined;
        }): Promise<ListedDependency[]>;
        remove(pairs: readonly {
            readonly from: string;
            readonly to: string;
        }[]): Promise<number>;
        path(from: string, to: string): Promise<DependencyPath | undefined>;
        related(toolId: string, options?: RelatedToolsOptions): Promise<readonly RelatedTool[]>;
    };
    record(execution: ExecutionInput): Promise<RecordReceipt>;
    forget(what: ForgetSelector): Promise<ForgetReport>;
    learned(options?: {
        readonly signal?: AbortSignal | undefined;
    }): Promise<void>;
    predictNext(query: PredictionQuery): Promise<Prediction & {
        readonly suggestionId: string;
    }>;
    suggest(intent: string, options?: SuggestionOptions): Promise<Suggestion & {
        readonly suggestionId: string;
    }>;
    stats(): Promise<Stats>;
    metrics(): Promise<EngineMetrics>;
    health(): Promise<Health>;
    rebuild(options?: {
        readonly signal?: AbortSignal | undefined;
    }): Promise<RebuildReport>;
    readonly maintenance: {
        run(options?: {
            readonly dryRun?: boolean | undefined;
            readonly signal?: AbortSignal | undefined;
        }): Promise<MaintenanceReport>;
    };
    export(options?: ExportOptions): AsyncIterable<string>;
    import(chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>, options?: ImportOptions): Promise<ImportReport>;
    on<Name extends keyof AgentCardsEvents>(name: Name, listener: (event: AgentCardsEvents[Name]) => unknown): () => void;
    as(caller: Caller): CallerView;
    close(): Promise<void>;
}
interface AgentCardsErrorOptions {
    readonly hint?: string | undefined;
    readonly cause?: unknown;
    readonly details?: Readonly<Record<string, unknown>> | undefined;
}
interface AgentCardsEvents {
    readonly "embedding.progress": EmbeddingProgress;
    readonly "embedding.failed": EmbeddingFailure;
    readonly "embedding.completed": EmbeddingSummary;
    readonly "tools.drifted": {
        readonly drifted: readonly ToolDrift[];
    };
    readonly "tools.quarantined": {
        readonly toolIds: readonly ToolId[];
    };
    readonly "tools.renamed": {
        readonly renames: readonly ToolRename[];
    };
}
interface AgentCardsOptions {
    readonly store: Store;
    readonly createEngine: (settings: EngineSettings) => ScoringEngine;
    readonly embedder?: Embedder | null | undefined;
    readonly embedding?: EmbeddingOptions | undefined;
    readonly reembed?: boolean | undefined;
    readonly maxExactVectors?: number | undefined;
    readonly clock?: Clock | undefined;
    readonly halfLife?: number | undefined;
    readonly maxMemories?: number | undefined;
    readonly random?: Random | undefined;
    readonly onDrift?: DriftPolicy | undefined;
    readonly onEmptyList?: "keep" | "remove" | undefined;
    readonly keepIntents?: boolean | undefined;
    readonly suggestions?: SuggestionLimits | undefined;
    readonly retention?: RetentionOptions | undefined;
}
interface Alias {
    readonly to: ToolId;
    readonly decision: "accepted" | "dismissed" | "proposed";
    readonly since: number;
    readonly definedAt?: number | undefined;
}
interface ArgumentBinding {
    readonly argument: string;
    readonly from: string;
    readonly path: string;
    readonly evidence: BindingEvidence;
}
interface Caller {
    permits(tool: ToolRecord): boolean;
}
interface CallerView extends Pick<AgentCards, "predictNext" | "record" | "search" | "suggest"> {
    readonly tools: Pick<AgentCards["tools"], "get" | "list">;
    callable(toolId: string): ToolRecord;
}
interface Clock {
    now(): number;
}
interface CommunityStructure {
    readonly communities: readonly (readonly string[])[];
    readonly modularity: number;
}
interface ConfigStore {
    get(key: string): Promise<JsonValue | undefined>;
    set(key: string, value: JsonValue): Promise<void>;
    setIfAbsent(key: string, value: JsonValue): Promise<JsonValue>;
    list(prefix: string): Promise<{
        readonly key: string;
        readonly value: JsonValue;
    }[]>;
}
interface DefinitionChange {
    readonly path: string;
    readonly before?: string | undefined;
    readonly after?: string | undefined;
}
interface DependencyCounters {
    readonly observedCount: number;
    readonly successCount: number;
    readonly failureCount: number;
    readonly dataFlowCount: number;
    readonly declaredCount: number;
    readonly sequenceCount: number;
}
interface DependencyDeclaration {
    readonly from: ToolId;
    readonly to: ToolId;
    readonly source: Exclude<DependencySource, "learned">;
}
interface DependencyIncrement extends DependencyPair, DependencyCounters {
    readonly observedAt: Date;
}
interface DependencyInput {
    readonly from: string;
    readonly to: string;
    readonly source?: Exclude<DependencySource, "learned"> | undefined;
}
interface DependencyPair {
    readonly from: ToolId;
    readonly to: ToolId;
}
interface DependencyPath {
    readonly toolIds: readonly string[];
    readonly cost: number;
}
interface DependencyRecord extends DependencyPair, DependencyCounters {
    readonly source: DependencySource;
    readonly confidence: number;
    readonly lastObserved?: Date | undefined;
}
interface DriftEntry {
    readonly definedAt?: number | undefined;
    readonly held?: HeldBack | undefined;
}
interface EdgeEvidence extends DependencyCounters {
    readonly source: DependencySource;
    readonly effective?: EffectiveCounts | undefined;
    readonly lastObserved?: number | undefined;
    readonly definedAt?: number | undefined;
}
interface EdgeStore {
    declare(edges: readonly DependencyDeclaration[], confidenceOf: ConfidenceOf): Promise<void>;
    withdraw(pairs: readonly DependencyPair[], confidenceOf: ConfidenceOf): Promise<number>;
    replaceObserved(increments: readonly DependencyIncrement[], confidenceOf: ConfidenceOf): Promise<void>;
    read(page: PageRequest<DependencyPair>): Promise<DependencyRecord[]>;
}
interface EffectiveCounts {
    readonly successes: number;
    readonly failures: number;
}
interface Embedder {
    readonly modelId: string;
    readonly dimensions: number;
    embed(texts: readonly string[], options: {
        readonly kind: "document" | "query";
        readonly signal?: AbortSignal | undefined;
    }): Promise<readonly (Float32Array | readonly number[])[]>;
}
interface EmbeddingFailure {
    readonly modelId: string;
    readonly toolIds: readonly ToolId[];
    readonly attempts: number;
    readonly error: unknown;
}
interface EmbeddingOptions {
    readonly batchSize?: number | undefined;
    readonly timeoutMs?: number | undefined;
    readonly queryTimeoutMs?: number | undefined;
    readonly attempts?: number | undefined;
    readonly backoffMs?: number | undefined;
    readonly writeSize?: number | undefined;
    readonly writeIntervalMs?: number | undefined;
    readonly cachedQueries?: number | undefined;
}
interface EmbeddingProgress {
    readonly modelId: string;
    readonly done: number;
    readonly total: number;
    readonly perSecond: number;
}
interface EmbeddingRecord {
    readonly toolId: ToolId;
    readonly modelId: string;
    readonly contentHash: string;
    readonly embedding: Float32Array;
    readonly updatedAt: Date;
}
interface EmbeddingStore {
    readonly maxDimensions?: number | undefined;
    put(records: readonly EmbeddingRecord[]): Promise<void>;
    read(page: PageRequest<ToolId>): Promise<EmbeddingRecord[]>;
    find(content: {
        readonly contentHashes: readonly string[];
        readonly modelId: string;
    }): Promise<EmbeddingRecord[]>;
    stage(records: readonly EmbeddingRecord[]): Promise<void>;
    readStaged(page: PageRequest<ToolId>): Promise<EmbeddingRecord[]>;
    promote(model: {
        readonly dimensions: number;
        readonly modelId: string;
    }): Promise<void>;
    discardStaged(): Promise<void>;
    nearest?(query: {
        readonly limit: number;
        readonly signal?: AbortSignal | undefined;
        readonly toolIds?: readonly ToolId[] | undefined;
        readonly vector: Float32Array;
    }): Promise<NearestTool[]>;
}
interface EmbeddingSummary {
    readonly modelId: string;
    readonly embedded: number;
    readonly reused: number;
    readonly failed: number;
}
interface EngineDependency {
    readonly from: string;
    readonly to: string;
    readonly source: Exclude<DependencySource, "learned">;
}
interface EngineExecution {
    readonly id: string;
    readonly intent?: string | undefined;
    readonly success: boolean;
    readonly executedAt?: number | undefined;
    readonly proposed?: readonly string[] | undefined;
    readonly tasks: readonly EngineTask[];
}
interface EngineMetrics {
    readonly tools: number;
    readonly edges: number;
    readonly executions: number;
    readonly density: number;
    readonly pageRank: readonly RankedByGraph[];
    readonly communityStructure: CommunityStructure;
}
interface EnginePredictionQuery {
    readonly intent?: string | undefined;
    readonly embedding?: Float32Array | readonly number[] | undefined;
    readonly executed: readonly string[];
    readonly context?: readonly string[] | undefined;
    readonly candidates?: readonly string[] | undefined;
    readonly explain?: boolean | undefined;
    readonly topK?: number | undefined;
    readonly filter?: ToolFilter | undefined;
}
interface EngineSearchQuery {
    readonly text: string;
    readonly embedding?: Float32Array | readonly number[] | undefined;
    readonly similarities?: ReadonlyMap<string, number> | undefined;
    readonly topK?: number | undefined;
    readonly minScore?: number | undefined;
    readonly context?: readonly string[] | undefined;
    readonly filter?: ToolFilter | undefined;
    readonly alwaysInclude?: readonly string[] | undefined;
    readonly exclude?: readonly string[] | undefined;
    readonly includeRequirements?: boolean | undefined;
    readonly experience?: boolean | undefined;
    readonly explain?: boolean | undefined;
}
interface EngineSettings {
    readonly clock: () => number;
    readonly halfLife?: number | undefined;
    readonly maxMemories?: number | undefined;
}
interface EngineSuggestionQuery {
    readonly intent: string;
    readonly embedding?: Float32Array | readonly number[] | undefined;
    readonly context?: readonly string[] | undefined;
    readonly explain?: boolean | undefined;
    readonly anonymous?: boolean | undefined;
    readonly maxTasks?: number | undefined;
    readonly alternatives?: number | undefined;
    readonly filter?: ToolFilter | undefined;
}
interface EngineTask {
    readonly id: string;
    readonly toolId: string;
    readonly dependsOn: readonly string[];
    readonly success?: boolean | undefined;
    readonly startedAt?: number | undefined;
    readonly endedAt?: number | undefined;
    readonly argumentValues?: readonly string[] | undefined;
    readonly outputValues?: readonly string[] | undefined;
    readonly argumentPlaces?: readonly ValuePlace[] | undefined;
    readonly outputPlaces?: readonly ValuePlace[] | undefined;
}
interface EngineTool {
    readonly id: string;
    readonly name: string;
    readonly title?: string | undefined;
    readonly description?: string | undefined;
    readonly inputSchema?: null | object | undefined;
    readonly outputSchema?: null | object | undefined;
    readonly server?: string | undefined;
    readonly serverDescription?: string | undefined;
    readonly readOnly?: boolean | undefined;
    readonly embedding?: Float32Array | readonly number[] | undefined;
    readonly definedAt?: number | undefined;
}
interface EngineToolVector {
    readonly toolId: string;
    readonly embedding: Float32Array | readonly number[];
}
interface ErrorRecord {
    readonly errorType: string;
    readonly message: string;
    readonly stack?: string | undefined;
    readonly context?: JsonObject | undefined;
    readonly timestamp: Date;
}
interface ErrorStore {
    append(error: ErrorRecord): Promise<void>;
    recent(limit: number): Promise<ErrorRecord[]>;
    count(): Promise<number>;
    prune?(bounds: {
        readonly before: Date;
        readonly limit: number;
    }): Promise<number>;
}
interface ExecutionInput {
    readonly id?: string | undefined;
    readonly intent?: string | undefined;
    readonly success: boolean;
    readonly executedAt?: TimeInput | undefined;
    readonly durationMs?: number | undefined;
    readonly errorMessage?: string | undefined;
    readonly suggestionId?: string | undefined;
    readonly code?: string | undefined;
    readonly tasks: readonly TaskInput[];
}
interface ExecutionRecord {
    readonly id: string;
    readonly executedAt: Date;
    readonly intent?: string | undefined;
    readonly success: boolean;
    readonly durationMs: number;
    readonly errorMessage?: string | undefined;
    readonly suggestionId?: string | undefined;
    readonly proposedTools?: readonly ToolId[] | undefined;
    readonly codeSnippet?: string | undefined;
    readonly codeHash?: string | undefined;
    readonly tasks: readonly ExecutionTask[];
}
interface ExecutionStore {
    record(execution: ExecutionRecord, increments: readonly DependencyIncrement[], confidenceOf: ConfidenceOf): Promise<"duplicate" | "recorded">;
    append?(executions: readonly ExecutionRecord[]): Promise<number>;
    read(page: PageRequest<string>): Promise<ExecutionRecord[]>;
    remove?(ids: readonly string[]): Promise<number>;
}
interface ExecutionTask {
    readonly id: string;
    readonly toolId: ToolId;
    readonly dependsOn: readonly string[];
    readonly layer: number;
    readonly success: boolean;
    readonly startedAt?: Date | undefined;
    readonly endedAt?: Date | undefined;
    readonly errorType?: string | undefined;
    readonly argumentsDigest?: string | undefined;
    readonly argumentValues?: readonly string[] | undefined;
    readonly outputValues?: readonly string[] | undefined;
    readonly argumentPlaces?: readonly ValuePlace[] | undefined;
    readonly outputPlaces?: readonly ValuePlace[] | undefined;
}
interface ExportOptions {
    readonly server?: string | undefined;
    readonly since?: TimeInput | undefined;
    readonly until?: TimeInput | undefined;
    readonly signal?: AbortSignal | undefined;
}
interface ForgetReport {
    readonly executions: number;
    readonly suggestions: number;
}
interface ForgetSelector {
    readonly executions?: readonly string[] | undefined;
    readonly intent?: string | undefined;
    readonly tool?: string | undefined;
    readonly before?: TimeInput | undefined;
}
interface Health {
    readonly status: "degraded" | "ok";
    readonly search: "hybrid" | "lexical";
    readonly embeddings: {
        readonly failed: number;
        readonly failure?: "EMBEDDER_FAILED" | "STORE_OPERATION_FAILED" | undefined;
        readonly modelId: null | string;
        readonly pending: number;
        readonly reembedding?: undefined | {
            readonly modelId: string;
            readonly staged: number;
        };
        readonly stored: number;
        readonly vectors: "exact" | "index" | "none";
    };
    readonly weights: WeightsHealth;
    readonly quarantined: {
        readonly tools: readonly QuarantinedTool[];
        readonly total: number;
    };
    readonly renames: {
        readonly proposals: readonly ProposedRename[];
        readonly total: number;
    };
    readonly errors: {
        readonly recent: readonly ErrorRecord[];
        readonly total: number;
    };
}
interface HeldBack {
    readonly since: number;
    readonly approved: DefinitionParts;
}
interface HttpEmbedderOptions {
    readonly url: URL | string;
    readonly model: string;
    readonly dimensions: number;
    readonly apiKey?: string | undefined;
    readonly headers?: Readonly<Record<string, string>> | undefined;
    readonly allowPlainHttp?: boolean | undefined;
    readonly sendDimensions?: boolean | undefined;
    readonly encodingFormat?: "base64" | "float" | undefined;
    readonly queryPrefix?: string | undefined;
    readonly documentPrefix?: string | undefined;
    readonly maxTextLength?: number | undefined;
    readonly batchSize?: number | undefined;
    readonly concurrency?: number | undefined;
    readonly timeoutMs?: number | undefined;
    readonly maxRetries?: number | undefined;
    readonly retryDelayMs?: number | undefined;
    readonly maxRetryDelayMs?: number | undefined;
    readonly modelId?: string | undefined;
    readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
    readonly clock?: Clock | undefined;
    readonly random?: Random | undefined;
}
interface ImportOptions {
    readonly signal?: AbortSignal | undefined;
}
interface ImportReport {
    readonly imported: TransferCounts;
    readonly known: TransferCounts;
    readonly skipped: TransferCounts;
    readonly expired: number;
}
interface JsonObject {
    readonly [key: string]: JsonValue;
}
interface KnownModel {
    readonly pooling: Pooling;
    readonly queryPrefix?: string | undefined;
    readonly documentPrefix?: string | undefined;
    readonly maxTokens?: number | undefined;
}
interface ListedDependency extends DependencyRecord {
    readonly contradicted: boolean;
    readonly reverse?: DependencyRecord | undefined;
}
interface MaintenanceReport {
    readonly dryRun: boolean;
    readonly executions: number;
    readonly errors: number;
    readonly removedTools: number;
    readonly unsupported: readonly ("errors" | "executions" | "removedTools")[];
}
interface ModelFileProgress {
    readonly file: string;
    readonly loaded: number;
    readonly total: number;
}
interface NearestTool {
    readonly toolId: ToolId;
    readonly similarity: number;
}
interface PageRequest<Key> {
    readonly after?: Key | undefined;
    readonly limit: number;
    readonly signal?: AbortSignal | undefined;
}
interface ParsedExecution {
    readonly id?: string | undefined;
    readonly intent?: string | undefined;
    readonly success: boolean;
    readonly executedAt?: Date | undefined;
    readonly durationMs?: number | undefined;
    readonly errorMessage?: string | undefined;
    readonly suggestionId?: string | undefined;
    readonly code?: string | undefined;
    readonly tasks: readonly ParsedTask[];
}
interface ParsedExportOptions {
    readonly server?: string | undefined;
    readonly since?: Date | undefined;
    readonly until?: Date | undefined;
    readonly signal?: AbortSignal | undefined;
}
interface ParsedForgetSelector {
    readonly executions?: readonly string[] | undefined;
    readonly intent?: string | undefined;
    readonly tool?: string | undefined;
    readonly before?: Date | undefined;
}
interface ParsedTask {
    readonly id: string;
    readonly toolId: string;
    readonly dependsOn: readonly string[];
    readonly success: boolean;
    readonly startedAt?: Date | undefined;
    readonly endedAt?: Date | undefined;
    readonly arguments?: unknown;
    readonly output?: unknown;
    readonly errorType?: string | undefined;
}
interface PredictedTool {
    readonly toolId: string;
    readonly probability: number;
    readonly components: Readonly<Record<string, number>>;
    readonly explanation?: Readonly<Record<string, number>> | undefined;
}
interface Prediction {
    readonly predictions: readonly PredictedTool[];
    readonly stop: number;
}
interface PredictionQuery {
    readonly intent?: string | undefined;
    readonly executed: readonly string[];
    readonly context?: readonly string[] | undefined;
    readonly candidates?: readonly string[] | undefined;
    readonly explain?: boolean | undefined;
    readonly topK?: number | undefined;
    readonly filter?: ToolFilterOption | undefined;
    readonly signal?: AbortSignal | undefined;
}
interface ProposedRename extends ToolRename {
    readonly since: Date;
}
interface QuarantinedTool {
    readonly toolId: ToolId;
    readonly since: Date;
    readonly fingerprint: string;
    readonly changes: readonly DefinitionChange[];
    readonly moreChanges: number;
}
interface RankedByGraph {
    readonly toolId: string;
    readonly rank: number;
}
interface RebuildReport {
    readonly executions: number;
    readonly observedEdges: number;
}
interface RecordReceipt {
    readonly id: string;
    readonly status: "duplicate" | "recorded";
    readonly expired?: true | undefined;
    readonly suggestion?: "followed" | "unknown" | undefined;
}
interface ReembedReport {
    readonly modelId: string;
    readonly embedded: number;
    readonly reused: number;
    readonly skipped: readonly ToolId[];
}
interface RelatedTool {
    readonly toolId: string;
    readonly score: number;
}
interface RelatedToolsOptions {
    readonly limit?: number | undefined;
    readonly weighted?: boolean | undefined;
}
interface RenameEntry extends Alias {
    readonly from: ToolId;
}
interface RequirementEvidence {
    readonly requiredBy: string;
    readonly source: DependencySource;
    readonly confidence: number;
}
interface RetentionOptions {
    readonly executions?: false | number | undefined;
    readonly errors?: false | number | undefined;
    readonly removedTools?: false | number | undefined;
}
interface RetiredExecution {
    readonly id: string;
    readonly increments: readonly DependencyIncrement[];
}
interface RetirementStore {
    oldest(query: {
        readonly before: Date;
        readonly limit: number;
        readonly signal?: AbortSignal | undefined;
    }): Promise<ExecutionRecord[]>;
    retire(executions: readonly RetiredExecution[], confidenceOf: ConfidenceOf): Promise<number>;
    read(page: PageRequest<DependencyPair>): Promise<DependencyIncrement[]>;
    insert(sums: readonly DependencyIncrement[]): Promise<number>;
    remove(pairs: readonly DependencyPair[]): Promise<number>;
}
interface ReviewedTool {
    readonly toolId: string;
    readonly fingerprint: string;
}
interface ScoringEngine {
    upsertTools(tools: readonly EngineTool[]): void;
    removeTools(toolIds: readonly string[]): void;
    setEmbeddings(vectors: readonly EngineToolVector[]): void;
    addDependencies(dependencies: readonly EngineDependency[]): void;
    removeDependencies(pairs: readonly {
        readonly from: string;
        readonly to: string;
    }[]): void;
    observe(execution: EngineExecution | readonly EngineExecution[]): void;
    forget?(executionIds: readonly string[]): unknown;
    search(query: EngineSearchQuery): SearchAnswer;
    predictNext(query: EnginePredictionQuery): Prediction;
    suggest(query: EngineSuggestionQuery): Suggestion;
    metrics(): EngineMetrics;
    learnWeights(): Iterator<undefined, void>;
    weights(): Readonly<Record<string, number>>;
    setWeights(weights: Readonly<Record<string, number>>): void;
    shortestPath(from: string, to: string): DependencyPath | undefined;
    relatedTools(toolId: string, options?: RelatedToolsOptions): readonly RelatedTool[];
    textToEmbed(intent: string, filter?: ToolFilter | undefined): string;
    projectExecution(execution: EngineExecution): readonly EdgeObservation[];
    readonly edgeConfidence: (edge: EdgeEvidence) => number;
    edgeEvidence(upcoming?: EngineExecution): (pair: {
        readonly from: string;
        readonly to: string;
    }, asOf?: number | undefined) => EffectiveCounts | undefined;
    significantValues(value: unknown): readonly string[];
    valuePlaces(value: unknown): readonly ValuePlace[] | undefined;
}
interface SearchAnswer {
    readonly results: readonly SearchResult[];
    readonly abstained?: undefined | {
        readonly reason: AbstentionReason;
    };
}
interface SearchOptions {
    readonly topK?: number | undefined;
    readonly minScore?: number | undefined;
    readonly context?: readonly string[] | undefined;
    readonly filter?: ToolFilterOption | undefined;
    readonly alwaysInclude?: readonly string[] | undefined;
    readonly exclude?: readonly string[] | undefined;
    readonly includeRequirements?: boolean | undefined;
    readonly experience?: boolean | undefined;
    readonly asOf?: TimeInput | undefined;
    readonly explain?: boolean | undefined;
    readonly signal?: AbortSignal | undefined;
}
interface SearchResult {
    readonly toolId: string;
    readonly name: string;
    readonly description: string;
    readonly score: number;
    readonly role: "requirement" | "target";
    readonly requiredBy?: readonly string[] | undefined;
    readonly evidence?: readonly RequirementEvidence[] | undefined;
    readonly explanation?: Readonly<Record<string, number>> | undefined;
}
interface Stats {
    readonly tools: Readonly<Record<ToolStatus, number>>;
    readonly servers: number;
    readonly embedded: number;
    readonly dependencies: number;
    readonly density: number;
    readonly executions: number;
}
interface Store {
    readonly specificationVersion: 1;
    readonly tools: ToolStore;
    readonly embeddings: EmbeddingStore;
    readonly edges: EdgeStore;
    readonly executions: ExecutionStore;
    readonly retirement?: RetirementStore | undefined;
    readonly suggestions?: SuggestionStore | undefined;
    readonly config: ConfigStore;
    readonly adaptiveConfig?: AdaptiveConfigStore | undefined;
    readonly errors: ErrorStore;
    migrate(): Promise<void>;
    close(): Promise<void>;
}
interface SuggestedDag {
    readonly tasks: readonly SuggestedTask[];
}
interface SuggestedTask {
    readonly id: string;
    readonly toolId: string;
    readonly dependsOn: readonly string[];
    readonly arguments: Readonly<Record<string, unknown>>;
    readonly bindings: readonly ArgumentBinding[];
    readonly missing: readonly {
        readonly name: string;
        readonly schema: unknown;
    }[];
    readonly reason: TaskReason;
}
interface Suggestion {
    readonly dag: SuggestedDag;
    readonly confidence: number;
    readonly expectedNodeF1: number;
    readonly mode: SuggestionMode;
    readonly basis: "executions" | "none" | "search";
    readonly rationale: readonly string[];
    readonly alternatives: readonly Pick<Suggestion, "confidence" | "dag" | "expectedNodeF1">[];
    readonly abstained?: undefined | {
        readonly reason: AbstentionReason;
    };
}
interface SuggestionLimits {
    readonly atMost?: number | undefined;
    readonly maxAgeMs?: number | undefined;
}
interface SuggestionOptions {
    readonly context?: readonly string[] | undefined;
    readonly explain?: boolean | undefined;
    readonly anonymous?: boolean | undefined;
    readonly maxTasks?: number | undefined;
    readonly alternatives?: number | undefined;
    readonly filter?: ToolFilterOption | undefined;
    readonly signal?: AbortSignal | undefined;
}
interface SuggestionRecord {
    readonly id: string;
    readonly madeAt: Date;
    readonly intent?: string | undefined;
    readonly toolIds: readonly ToolId[];
}
interface SuggestionStore {
    put(suggestions: readonly SuggestionRecord[], bounds: {
        readonly atMost: number;
        readonly notBefore: Date;
    }): Promise<void>;
    get(id: string): Promise<SuggestionRecord | undefined>;
    read(page: PageRequest<string>): Promise<SuggestionRecord[]>;
    remove(ids: readonly string[]): Promise<number>;
}
interface SyncIssue {
    readonly server: string;
    readonly tool?: string | undefined;
    readonly index?: number | undefined;
    readonly code: ErrorCode;
    readonly message: string;
}
interface SyncReport {
    readonly added: readonly ToolId[];
    readonly changed: readonly ToolId[];
    readonly unchanged: readonly ToolId[];
    readonly removed: readonly ToolId[];
    readonly drifted: readonly ToolDrift[];
    readonly renames: readonly ToolRename[];
    readonly rejected: readonly SyncIssue[];
    readonly warnings: readonly SyncIssue[];
}
interface TaskInput {
    readonly id: string;
    readonly toolId: string;
    readonly dependsOn?: readonly string[] | undefined;
    readonly success: boolean;
    readonly startedAt?: TimeInput | undefined;
    readonly endedAt?: TimeInput | undefined;
    readonly arguments?: unknown;
    readonly output?: unknown;
    readonly errorType?: string | undefined;
}
interface TaskReason {
    readonly probability: number;
    readonly executions: readonly string[];
    readonly votes: number;
    readonly match: number;
    readonly requiredBy: readonly string[];
    readonly explanation?: Readonly<Record<string, number>> | undefined;
}
interface ToolCriteria {
    readonly servers?: readonly string[] | undefined;
    readonly tools?: readonly string[] | undefined;
    readonly annotations?: Readonly<Record<string, boolean | null | number | string>> | undefined;
    readonly statuses?: readonly ToolStatus[] | undefined;
}
interface ToolDefinition {
    readonly name: string;
    readonly title?: string | undefined;
    readonly description?: string | undefined;
    readonly inputSchema?: object | undefined;
    readonly outputSchema?: object | undefined;
    readonly annotations?: object | undefined;
}
interface ToolDrift {
    readonly toolId: ToolId;
    readonly outcome: "accepted" | "quarantined" | "rejected";
    readonly changes: readonly DefinitionChange[];
    readonly moreChanges: number;
}
interface ToolRecord {
    readonly toolId: ToolId;
    readonly serverId: string;
    readonly name: string;
    readonly title?: string | undefined;
    readonly description?: string | undefined;
    readonly inputSchema: JsonObject;
    readonly outputSchema?: JsonObject | undefined;
    readonly annotations?: JsonObject | undefined;
    readonly fingerprint: string;
    readonly status: ToolStatus;
    readonly firstSeen: Date;
    readonly updatedAt: Date;
}
interface ToolRename {
    readonly from: ToolId;
    readonly to: ToolId;
}
interface ToolSource {
    readonly server: string;
    readonly description?: string | undefined;
    readonly tools: readonly ToolDefinition[];
    readonly onDrift?: DriftPolicy | undefined;
}
interface ToolStore {
    apply(change: {
        readonly at: Date;
        readonly remove: readonly ToolId[];
        readonly upsert: readonly ToolRecord[];
    }): Promise<void>;
    read(page: PageRequest<ToolId>): Promise<ToolRecord[]>;
    purge?(toolIds: readonly ToolId[]): Promise<number>;
}
interface TransferContent {
    readonly server: {
        readonly description: string;
        readonly server: string;
    };
    readonly tool: TransferredTool;
    readonly vector: EmbeddingRecord;
    readonly rename: RenameEntry;
    readonly dependency: DependencyDeclaration;
    readonly sum: DependencyIncrement;
    readonly execution: ExecutionRecord;
    readonly suggestion: SuggestionRecord;
}
interface TransferredTool extends ToolRecord {
    readonly drift?: DriftEntry | undefined;
}
interface TransformersEmbedder extends Embedder {
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}
interface TransformersEmbedderOptions {
    readonly model: string;
    readonly dtype?: Dtype | undefined;
    readonly device?: string | undefined;
    readonly localModelPath?: string | undefined;
    readonly cacheDir?: string | undefined;
    readonly allowRemote?: boolean | undefined;
    readonly revision?: string | undefined;
    readonly pooling?: Pooling | undefined;
    readonly queryPrefix?: string | undefined;
    readonly documentPrefix?: string | undefined;
    readonly maxTokens?: number | undefined;
    readonly batchSize?: number | undefined;
    readonly onProgress?: ((progress: ModelFileProgress) => void) | undefined;
    readonly modelId?: string | undefined;
    readonly library?: TransformersLibrary | undefined;
}
interface TransformersLibrary {
    readonly env: {
        readonly cacheDir: null | string;
        readonly localModelPath: string;
    };
    readonly AutoConfig: {
        from_pretrained(model: string, options: TransformersLoadOptions): Promise<object>;
    };
    readonly AutoTokenizer: {
        from_pretrained(model: string, options: TransformersLoadOptions): Promise<TransformersTokenizer>;
    };
    readonly AutoModel: {
        from_pretrained(model: string, options: TransformersLoadOptions): Promise<TransformersModel>;
    };
}
interface TransformersLoadOptions {
    readonly dtype?: string;
    readonly device?: string;
    readonly cache_dir?: string;
    readonly local_files_only?: boolean;
    readonly revision?: string;
    readonly config?: object;
    readonly progress_callback?: (event: {
        readonly file?: string;
        readonly loaded?: number;
        readonly status: string;
        readonly total?: number;
    }) => void;
}
interface TransformersModel {
    (inputs: object): Promise<{
        readonly last_hidden_state?: TransformersTensor;
        readonly token_embeddings?: TransformersTensor;
    }>;
    dispose(): Promise<unknown>;
}
interface TransformersTensor {
    readonly data: ArrayLike<bigint | number>;
    readonly dims: readonly number[];
    to(type: "float32"): TransformersTensor;
}
interface ValuePlace {
    readonly value: string;
    readonly path: string;
}
interface WeightsHealth {
    readonly executions: number;
    readonly learnedAt?: Date | undefined;
    readonly isLearning: boolean;
}
type AbstentionReason = "empty_catalogue" | "empty_intent" | "low_confidence" | "no_match" | "nothing_permitted";
type BindingEvidence = {
    readonly kind: "contract";
} | {
    readonly kind: "executions";
    readonly of: number;
    readonly seen: number;
};
type ConfidenceOf = (edge: DependencyPair & DependencyCounters & {
    readonly lastObserved?: Date | null | undefined;
    readonly source: DependencySource;
}) => number;
type DefinitionParts = Pick<ToolRecord, "annotations" | "description" | "fingerprint" | "inputSchema" | "outputSchema" | "title">;
type DependencySource = "hint" | "learned" | "schema" | "user";
type DriftPolicy = "accept" | "quarantine" | "reject";
type Dtype = (typeof dtypes)[number];
type EdgeObservation = Omit<DependencyIncrement, "from" | "observedAt" | "to"> & {
    readonly from: string;
    readonly observedAt: number;
    readonly to: string;
};
type ErrorCode = (typeof errorCodes)[number];
type Filled<Options, Defaults extends keyof Options> = Options & {
    readonly [Name in Defaults]-?: NonNullable<Options[Name]>;
};
type JsonValue = JsonObject | boolean | null | number | readonly JsonValue[] | string;
type Pooling = "cls" | "mean";
type Random = () => number;
type SuggestionMode = "explicit" | "speculative" | "suggestion";
type TextPair = {
    readonly [End in keyof DependencyPair]: string;
};
type TimeInput = Date | number | string;
type ToolFilter = (tool: EngineTool) => boolean;
type ToolFilterOption = ((tool: ToolRecord) => boolean) | ToolCriteria;
type ToolId = string & {
    readonly __brand: "ToolId";
};
type ToolStatus = "active" | "quarantined" | "removed";
type TransferCounts = Readonly<Record<TransferKind, number>>;
type TransferKind = keyof TransferContent;
type TransformersTokenizer = (texts: string[], options: {
    readonly max_length: number;
    readonly padding: true;
    readonly truncation: true;
}) => {
    readonly attention_mask: TransformersTensor;
};