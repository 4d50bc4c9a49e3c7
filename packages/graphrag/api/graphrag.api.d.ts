// index
export {
  EngineError,
  createEngine,
};
export type {
  AbstentionReason,
  DependencySource,
  EdgeCounters,
  EdgeObservation,
  Engine,
  EngineDependency,
  EngineDependencyPair,
  EngineErrorCode,
  EngineMetrics,
  EngineOptions,
  EngineSnapshot,
  EngineTool,
  ExecutionInput,
  ExecutionSnapshot,
  ExecutionTaskInput,
  PredictedTool,
  Prediction,
  PredictionQuery,
  SearchAnswer,
  SearchQuery,
  SearchResult,
  SuggestedDag,
  SuggestedTask,
  Suggestion,
  SuggestionMode,
  SuggestionQuery,
  ToolFilter,
  ToolSnapshot,
};

declare class EngineError extends Error {
    readonly code: EngineErrorCode;
    readonly hint: string | undefined;
    constructor(code: EngineErrorCode, message: string, hint?: string);
    static isInstance(value: unknown): value is EngineError;
}
declare function createEngine({ snapshot }?: EngineOptions): Engine;
interface EdgeCounters {
    readonly observedCount: number;
    readonly successCount: number;
    readonly failureCount: number;
    readonly dataFlowCount: number;
    readonly declaredCount: number;
    readonly sequenceCount: number;
}
interface EdgeObservation extends EngineDependencyPair, EdgeCounters {
    readonly observedAt: number;
}
interface Engine {
    upsertTools(tools: readonly EngineTool[]): void;
    removeTools(toolIds: readonly string[]): void;
    addDependencies(dependencies: readonly EngineDependency[]): void;
    removeDependencies(pairs: readonly EngineDependencyPair[]): void;
    observe(execution: ExecutionInput | readonly ExecutionInput[]): void;
    search(query: SearchQuery): SearchAnswer;
    predictNext(query: PredictionQuery): Prediction;
    suggest(query: SuggestionQuery): Suggestion;
    metrics(): EngineMetrics;
    projectExecution(execution: ExecutionInput): readonly EdgeObservation[];
    edgeConfidence(edge: {
        readonly source: DependencySource;
    } & EdgeCounters): number;
    significantValues(value: unknown): readonly string[];
    toJSON(): EngineSnapshot;
}
interface EngineDependency extends EngineDependencyPair {
    readonly source: Exclude<DependencySource, "learned">;
}
interface EngineDependencyPair {
    readonly from: string;
    readonly to: string;
}
interface EngineMetrics {
    readonly tools: number;
    readonly edges: number;
    readonly executions: number;
    readonly density: number;
}
interface EngineOptions {
    readonly snapshot?: EngineSnapshot | undefined;
    readonly seed?: number | undefined;
}
interface EngineSnapshot {
    readonly format: "agentcards.engine";
    readonly version: 1;
    readonly tools: readonly ToolSnapshot[];
    readonly dependencies: readonly EngineDependency[];
    readonly executions: readonly ExecutionSnapshot[];
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
interface ExecutionInput {
    readonly id?: string | undefined;
    readonly intent?: string | undefined;
    readonly success: boolean;
    readonly executedAt?: Date | number | undefined;
    readonly tasks: readonly ExecutionTaskInput[];
}
interface ExecutionSnapshot {
    readonly id: string;
    readonly intent?: string | undefined;
    readonly success: boolean;
    readonly executedAt: number;
    readonly tasks: readonly {
        readonly overlapsPrevious?: true | undefined;
        readonly success: boolean;
        readonly toolId: string;
    }[];
    readonly links: readonly (readonly [
        from: number,
        to: number,
        kinds: number
    ])[];
}
interface ExecutionTaskInput {
    readonly id?: string | undefined;
    readonly toolId: string;
    readonly dependsOn?: readonly string[] | undefined;
    readonly success?: boolean | undefined;
    readonly startedAt?: Date | number | undefined;
    readonly endedAt?: Date | number | undefined;
    readonly arguments?: unknown;
    readonly output?: unknown;
    readonly argumentValues?: readonly string[] | undefined;
    readonly outputValues?: readonly string[] | undefined;
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
    readonly embedding?: Float32Array | readonly number[] | undefined;
    readonly executed: readonly string[];
    readonly topK?: number | undefined;
    readonly filter?: ToolFilter | undefined;
}
interface SearchAnswer {
    readonly results: readonly SearchResult[];
    readonly abstained?: undefined | {
        readonly reason: AbstentionReason;
    };
}
interface SearchQuery {
    readonly text: string;
    readonly embedding?: Float32Array | readonly number[] | undefined;
    readonly topK?: number | undefined;
    readonly minScore?: number | undefined;
    readonly context?: readonly string[] | undefined;
    readonly filter?: ToolFilter | undefined;
    readonly alwaysInclude?: readonly string[] | undefined;
    readonly explain?: boolean | undefined;
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
interface SuggestionQuery {
    readonly intent: string;
    readonly embedding?: Float32Array | readonly number[] | undefined;
    readonly maxTasks?: number | undefined;
    readonly alternatives?: number | undefined;
    readonly filter?: ToolFilter | undefined;
}
interface ToolSnapshot extends Omit<EngineTool, "embedding"> {
    readonly embedding?: string | undefined;
}
type AbstentionReason = "empty_catalogue" | "empty_intent" | "no_match" | "nothing_permitted";
type DependencySource = "hint" | "learned" | "schema" | "user";
type EngineErrorCode = "INVALID_INPUT" | "SNAPSHOT_INVALID";
type SuggestionMode = "explicit" | "speculative" | "suggestion";
type ToolFilter = (tool: EngineTool) => boolean;