// index
export {
  AgentCardsError,
  createAgentCards,
  createMemoryStore,
  errorCodes,
  exposedToolName,
  parseToolId,
  toToolId,
};
export type {
  AbstentionReason,
  AgentCards,
  AgentCardsErrorOptions,
  AgentCardsOptions,
  Clock,
  ConfidenceOf,
  ConfigStore,
  DependencyCounters,
  DependencyDeclaration,
  DependencyIncrement,
  DependencyInput,
  DependencyPair,
  DependencyRecord,
  DependencySource,
  EdgeObservation,
  EdgeStore,
  Embedder,
  EmbeddingRecord,
  EmbeddingStore,
  EngineDependency,
  EngineExecution,
  EngineMetrics,
  EnginePredictionQuery,
  EngineSearchQuery,
  EngineSuggestionQuery,
  EngineTask,
  EngineTool,
  ErrorCode,
  ErrorRecord,
  ErrorStore,
  ExecutionInput,
  ExecutionRecord,
  ExecutionStore,
  ExecutionTask,
  Health,
  JsonObject,
  JsonValue,
  PageRequest,
  PredictedTool,
  Prediction,
  PredictionQuery,
  Random,
  RebuildReport,
  RecordReceipt,
  ScoringEngine,
  SearchAnswer,
  SearchOptions,
  SearchResult,
  Stats,
  Store,
  SuggestedDag,
  SuggestedTask,
  Suggestion,
  SuggestionMode,
  SuggestionOptions,
  SyncIssue,
  SyncReport,
  TaskInput,
  TimeInput,
  ToolDefinition,
  ToolFilter,
  ToolFilterOption,
  ToolId,
  ToolRecord,
  ToolSource,
  ToolStatus,
  ToolStore,
};

// schemas
export {
  dependencyInputsSchema,
  dependencyPairsSchema,
  describeProblems,
  executionInputSchema,
  intentSchema,
  predictionQuerySchema,
  searchOptionsSchema,
  suggestionOptionsSchema,
  toolDefinitionSchema,
  toolIdsSchema,
  toolSourceSchema,
};

declare class AgentCardsError extends Error {
    readonly code: ErrorCode;
    readonly hint: string | undefined;
    readonly details: Readonly<Record<string, unknown>> | undefined;
    constructor(code: ErrorCode, message: string, options?: AgentCardsErrorOptions);
    static isInstance(value: unknown): value is AgentCardsError;
}
declare const dependencyInputsSchema: z.ZodType<Filled<DependencyInput, "source">[]>;
declare const dependencyPairsSchema: z.ZodType<TextPair[]>;
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
    "TASK_DUPLICATE",
    "TASK_DEPENDENCY_UNKNOWN",
    "DAG_CYCLE",
    "DEPENDENCY_SELF",
    "CLOSED",
    "ABORTED",
    "EMBEDDER_FAILED",
    "VECTOR_DIMENSION_MISMATCH",
    "STORE_LOCKED",
    "STORE_OPEN_FAILED",
    "STORE_OPERATION_FAILED",
    "MIGRATION_MISMATCH",
    "MIGRATION_FAILED",
    "SERVER_START_FAILED",
    "SERVER_TIMEOUT",
    "SERVER_DISCONNECTED",
    "SERVER_PROTOCOL_ERROR",
    "SERVER_UNKNOWN",
    "SERVER_TOOL_LIMIT",
    "SNAPSHOT_INVALID"
];
declare const executionInputSchema: z.ZodType<ParsedExecution>;
declare const intentSchema: z.ZodType<string>;
declare const predictionQuerySchema: z.ZodType<Filled<PredictionQuery, "topK">>;
declare const searchOptionsSchema: z.ZodType<Filled<SearchOptions, "explain" | "minScore" | "topK">>;
declare const suggestionOptionsSchema: z.ZodType<Filled<SuggestionOptions, "alternatives" | "maxTasks">>;
declare const toolDefinitionSchema: z.ZodType<ToolDefinition>;
declare const toolIdsSchema: z.ZodType<string[]>;
declare const toolSourceSchema: z.ZodType<{
    readonly description?: string | undefined;
    readonly server: string;
    readonly tools: readonly unknown[];
}>;
declare function createAgentCards(options: AgentCardsOptions): Promise<AgentCards>;
declare function createMemoryStore(): Store;
declare function describeProblems(error: z.ZodError): string;
declare function exposedToolName(toolId: ToolId): string;
declare function parseToolId(text: string): ToolId;
declare function toToolId(server: string, name: string): ToolId;
import { z } from 'zod';
interface AgentCards extends AsyncDisposable {
    readonly tools: {
        sync(sources: Iterable<ToolSource> | ToolSource): Promise<SyncReport>;
        embedded(): Promise<void>;
        get(toolId: string): ToolRecord | undefined;
        list(options?: {
            readonly server?: string | undefined;
            readonly status?: ToolStatus | undefined;
        }): ToolRecord[];
        remove(toolIds: readonly string[]): Promise<number>;
    };
    search(intent: string, options?: SearchOptions): Promise<SearchAnswer>;
    readonly dependencies: {
        add(dependencies: readonly DependencyInput[]): Promise<void>;
        list(options?: {
            readonly source?: DependencySource | undefined;
            readonly toolId?: string | undefined;
        }): Promise<DependencyRecord[]>;
        remove(pairs: readonly {
            readonly from: string;
            readonly to: string;
        }[]): Promise<number>;
    };
    record(execution: ExecutionInput): Promise<RecordReceipt>;
    predictNext(query: PredictionQuery): Promise<Prediction & {
        readonly suggestionId: string;
    }>;
    suggest(intent: string, options?: SuggestionOptions): Promise<Suggestion & {
        readonly suggestionId: string;
    }>;
    stats(): Promise<Stats>;
    health(): Promise<Health>;
    rebuild(): Promise<RebuildReport>;
    close(): Promise<void>;
}
interface AgentCardsErrorOptions {
    readonly hint?: string | undefined;
    readonly cause?: unknown;
    readonly details?: Readonly<Record<string, unknown>> | undefined;
}
interface AgentCardsOptions {
    readonly store: Store;
    readonly createEngine: () => ScoringEngine;
    readonly embedder?: Embedder | null | undefined;
    readonly clock?: Clock | undefined;
    readonly random?: Random | undefined;
}
interface Clock {
    now(): number;
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
interface DependencyRecord extends DependencyPair, DependencyCounters {
    readonly source: DependencySource;
    readonly confidence: number;
    readonly lastObserved?: Date | undefined;
}
interface EdgeStore {
    declare(edges: readonly DependencyDeclaration[], confidenceOf: ConfidenceOf): Promise<void>;
    withdraw(pairs: readonly DependencyPair[], confidenceOf: ConfidenceOf): Promise<number>;
    replaceObserved(increments: readonly DependencyIncrement[], confidenceOf: ConfidenceOf): Promise<void>;
    read(page: PageRequest<DependencyPair>): Promise<DependencyRecord[]>;
}
interface Embedder {
    readonly modelId: string;
    readonly dimensions: number;
    embed(texts: readonly string[], options: {
        readonly kind: "document" | "query";
        readonly signal?: AbortSignal | undefined;
    }): Promise<readonly (Float32Array | readonly number[])[]>;
}
interface EmbeddingRecord {
    readonly toolId: ToolId;
    readonly modelId: string;
    readonly contentHash: string;
    readonly embedding: Float32Array;
    readonly updatedAt: Date;
}
interface EmbeddingStore {
    put(records: readonly EmbeddingRecord[]): Promise<void>;
    read(page: PageRequest<ToolId>): Promise<EmbeddingRecord[]>;
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
    readonly tasks: readonly EngineTask[];
}
interface EngineMetrics {
    readonly tools: number;
    readonly edges: number;
    readonly executions: number;
    readonly density: number;
}
interface EnginePredictionQuery {
    readonly intent?: string | undefined;
    readonly embedding?: Float32Array | readonly number[] | undefined;
    readonly executed: readonly string[];
    readonly topK?: number | undefined;
    readonly filter?: ToolFilter | undefined;
}
interface EngineSearchQuery {
    readonly text: string;
    readonly embedding?: Float32Array | readonly number[] | undefined;
    readonly topK?: number | undefined;
    readonly minScore?: number | undefined;
    readonly context?: readonly string[] | undefined;
    readonly filter?: ToolFilter | undefined;
    readonly alwaysInclude?: readonly string[] | undefined;
    readonly explain?: boolean | undefined;
}
interface EngineSuggestionQuery {
    readonly intent: string;
    readonly embedding?: Float32Array | readonly number[] | undefined;
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
    readonly embedding?: Float32Array | readonly number[] | undefined;
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
    readonly codeSnippet?: string | undefined;
    readonly codeHash?: string | undefined;
    readonly tasks: readonly ExecutionTask[];
}
interface ExecutionStore {
    record(execution: ExecutionRecord, increments: readonly DependencyIncrement[], confidenceOf: ConfidenceOf): Promise<"duplicate" | "recorded">;
    read(page: PageRequest<string>): Promise<ExecutionRecord[]>;
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
}
interface Health {
    readonly status: "degraded" | "ok";
    readonly search: "hybrid" | "lexical";
    readonly embeddings: {
        readonly failed: number;
        readonly modelId: null | string;
        readonly pending: number;
        readonly stored: number;
    };
    readonly errors: {
        readonly recent: readonly ErrorRecord[];
        readonly total: number;
    };
}
interface JsonObject {
    readonly [key: string]: JsonValue;
}
interface PageRequest<Key> {
    readonly after?: Key | undefined;
    readonly limit: number;
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
}
interface Prediction {
    readonly predictions: readonly PredictedTool[];
}
interface PredictionQuery {
    readonly intent?: string | undefined;
    readonly executed: readonly string[];
    readonly topK?: number | undefined;
    readonly filter?: ToolFilterOption | undefined;
    readonly signal?: AbortSignal | undefined;
}
interface RebuildReport {
    readonly executions: number;
    readonly observedEdges: number;
}
interface RecordReceipt {
    readonly id: string;
    readonly status: "duplicate" | "recorded";
}
interface ScoringEngine {
    upsertTools(tools: readonly EngineTool[]): void;
    removeTools(toolIds: readonly string[]): void;
    addDependencies(dependencies: readonly EngineDependency[]): void;
    removeDependencies(pairs: readonly {
        readonly from: string;
        readonly to: string;
    }[]): void;
    observe(execution: EngineExecution | readonly EngineExecution[]): void;
    search(query: EngineSearchQuery): SearchAnswer;
    predictNext(query: EnginePredictionQuery): Prediction;
    suggest(query: EngineSuggestionQuery): Suggestion;
    metrics(): EngineMetrics;
    projectExecution(execution: EngineExecution): readonly EdgeObservation[];
    readonly edgeConfidence: ConfidenceOf;
    significantValues(value: unknown): readonly string[];
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
    readonly config: ConfigStore;
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
    readonly missing: readonly {
        readonly name: string;
        readonly schema: unknown;
    }[];
}
interface Suggestion {
    readonly dag: SuggestedDag;
    readonly confidence: number;
    readonly mode: SuggestionMode;
    readonly basis: "executions" | "none" | "search";
    readonly rationale: readonly string[];
    readonly alternatives: readonly {
        readonly confidence: number;
        readonly dag: SuggestedDag;
    }[];
    readonly abstained?: undefined | {
        readonly reason: AbstentionReason;
    };
}
interface SuggestionOptions {
    readonly maxTasks?: number | undefined;
    readonly alternatives?: number | undefined;
    readonly filter?: ToolFilterOption | undefined;
    readonly signal?: AbortSignal | undefined;
}
interface SyncIssue {
    readonly server: string;
    readonly tool?: string | undefined;
    readonly code: ErrorCode;
    readonly message: string;
}
interface SyncReport {
    readonly added: readonly ToolId[];
    readonly changed: readonly ToolId[];
    readonly unchanged: readonly ToolId[];
    readonly removed: readonly ToolId[];
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
interface ToolDefinition {
    readonly name: string;
    readonly title?: string | undefined;
    readonly description?: string | undefined;
    readonly inputSchema?: object | undefined;
    readonly outputSchema?: object | undefined;
    readonly annotations?: object | undefined;
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
interface ToolSource {
    readonly server: string;
    readonly description?: string | undefined;
    readonly tools: readonly ToolDefinition[];
}
interface ToolStore {
    apply(change: {
        readonly at: Date;
        readonly remove: readonly ToolId[];
        readonly upsert: readonly ToolRecord[];
    }): Promise<void>;
    read(page: PageRequest<ToolId>): Promise<ToolRecord[]>;
}
type AbstentionReason = "empty_catalogue" | "empty_intent" | "no_match" | "nothing_permitted";
type ConfidenceOf = (edge: {
    readonly source: DependencySource;
} & DependencyCounters) => number;
type DependencySource = "hint" | "learned" | "schema" | "user";
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
type Random = () => number;
type SuggestionMode = "explicit" | "speculative" | "suggestion";
type TextPair = {
    readonly [End in keyof DependencyPair]: string;
};
type TimeInput = Date | number | string;
type ToolFilter = (tool: EngineTool) => boolean;
type ToolFilterOption = ((tool: ToolRecord) => boolean) | {
    readonly servers?: readonly string[] | undefined;
};
type ToolId = string & {
    readonly __brand: "ToolId";
};
type ToolStatus = "active" | "quarantined" | "removed";