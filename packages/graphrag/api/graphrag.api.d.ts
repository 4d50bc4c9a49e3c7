// index
export {
  EngineError,
  createEngine,
  valuesAt,
};
export type {
  AbstentionReason,
  ArgumentBinding,
  BindingEvidence,
  CommunityStructure,
  DependencyPath,
  DependencySource,
  EdgeCounters,
  EdgeEvidence,
  EdgeObservation,
  EffectiveCounts,
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
  FieldWeight,
  LexicalOptions,
  LexicalSettings,
  PredictedTool,
  Prediction,
  PredictionQuery,
  RankedByGraph,
  RelatedTool,
  RelatedToolsOptions,
  RequirementEvidence,
  SearchAnswer,
  SearchQuery,
  SearchResult,
  SuggestedDag,
  SuggestedTask,
  Suggestion,
  SuggestionMode,
  SuggestionQuery,
  TaskReason,
  Tokenizer,
  ToolField,
  ToolFilter,
  ToolSnapshot,
  ToolVector,
  ValuePlace,
  VectorPrecision,
};

declare class EngineError extends Error {
    readonly code: EngineErrorCode;
    readonly hint: string | undefined;
    constructor(code: EngineErrorCode, message: string, hint?: string);
    static isInstance(value: unknown): value is Error & Pick<EngineError, "hint"> & {
        readonly code: string;
    };
}
declare const toolFields: readonly [
    "name",
    "title",
    "description",
    "parameterNames",
    "parameterTexts",
    "server",
    "serverDescription"
];
declare function createEngine(options?: EngineOptions): Engine;
declare function valuesAt(output: unknown, path: string): readonly unknown[];
interface ArgumentBinding {
    readonly argument: string;
    readonly from: string;
    readonly path: string;
    readonly evidence: BindingEvidence;
}
interface CommunityStructure {
    readonly communities: readonly (readonly string[])[];
    readonly modularity: number;
}
interface DependencyPath {
    readonly toolIds: readonly string[];
    readonly cost: number;
}
interface EdgeCounters {
    readonly observedCount: number;
    readonly successCount: number;
    readonly failureCount: number;
    readonly dataFlowCount: number;
    readonly declaredCount: number;
    readonly sequenceCount: number;
}
interface EdgeEvidence extends EdgeCounters {
    readonly source: DependencySource;
    readonly effective?: EffectiveCounts | undefined;
    readonly lastObserved?: number | undefined;
    readonly definedAt?: number | undefined;
}
interface EdgeObservation extends EngineDependencyPair, EdgeCounters {
    readonly observedAt: number;
}
interface EffectiveCounts {
    readonly successes: number;
    readonly failures: number;
}
interface Engine {
    upsertTools(tools: readonly EngineTool[]): void;
    removeTools(toolIds: readonly string[]): void;
    setEmbeddings(vectors: readonly ToolVector[]): void;
    addDependencies(dependencies: readonly EngineDependency[]): void;
    removeDependencies(pairs: readonly EngineDependencyPair[]): void;
    observe(execution: ExecutionInput | readonly ExecutionInput[]): void;
    forget(executionIds: readonly string[]): number;
    search(query: SearchQuery): SearchAnswer;
    predictNext(query: PredictionQuery): Prediction;
    suggest(query: SuggestionQuery): Suggestion;
    metrics(): EngineMetrics;
    learnWeights(): Iterator<undefined, void>;
    weights(): Readonly<Record<string, number>>;
    setWeights(weights: Readonly<Record<string, number>>): void;
    shortestPath(from: string, to: string): DependencyPath | undefined;
    relatedTools(toolId: string, options?: RelatedToolsOptions): readonly RelatedTool[];
    textToEmbed(intent: string, filter?: ToolFilter | undefined): string;
    projectExecution(execution: ExecutionInput): readonly EdgeObservation[];
    edgeConfidence(edge: EdgeEvidence): number;
    edgeEvidence(upcoming?: ExecutionInput): (pair: EngineDependencyPair, asOf?: number | undefined) => EffectiveCounts | undefined;
    significantValues(value: unknown): readonly string[];
    valuePlaces(value: unknown): readonly ValuePlace[] | undefined;
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
    readonly pageRank: readonly RankedByGraph[];
    readonly communityStructure: CommunityStructure;
}
interface EngineOptions {
    readonly snapshot?: EngineSnapshot | undefined;
    readonly seed?: number | undefined;
    readonly lexical?: LexicalOptions | undefined;
    readonly tokenize?: Tokenizer | undefined;
    readonly vectorPrecision?: VectorPrecision | undefined;
    readonly leaveOut?: readonly string[] | undefined;
    readonly halfLife?: number | undefined;
    readonly maxMemories?: number | undefined;
    readonly clock?: (() => number) | undefined;
}
interface EngineSnapshot {
    readonly format: "agentcards.engine";
    readonly version: 1;
    readonly tools: readonly ToolSnapshot[];
    readonly dependencies: readonly EngineDependency[];
    readonly executions: readonly ExecutionSnapshot[];
    readonly weights?: Readonly<Record<string, number>> | undefined;
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
interface ExecutionInput {
    readonly id?: string | undefined;
    readonly intent?: string | undefined;
    readonly success: boolean;
    readonly executedAt?: Date | number | undefined;
    readonly proposed?: readonly string[] | undefined;
    readonly tasks: readonly ExecutionTaskInput[];
}
interface ExecutionSnapshot {
    readonly id: string;
    readonly intent?: string | undefined;
    readonly success: boolean;
    readonly executedAt: number;
    readonly proposed?: readonly string[] | undefined;
    readonly tasks: readonly {
        readonly overlapsPrevious?: true | undefined;
        readonly success: boolean;
        readonly toolId: string;
        readonly traced?: "arguments" | "both" | "output" | undefined;
    }[];
    readonly links: readonly (readonly [
        from: number,
        to: number,
        kinds: number
    ])[];
    readonly bindings?: readonly (readonly [
        from: number,
        to: number,
        output: string,
        argument: string
    ])[] | undefined;
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
    readonly argumentPlaces?: readonly ValuePlace[] | undefined;
    readonly outputPlaces?: readonly ValuePlace[] | undefined;
}
interface FieldWeight {
    readonly weight: number;
    readonly lengthNormalization: number;
}
interface LexicalSettings {
    readonly fields: Readonly<Record<ToolField, FieldWeight>>;
    readonly saturation: number;
    readonly clauseShare: number;
    readonly exactFormWeight: number;
    readonly numberWeight: number;
    readonly similarWordWeight: number;
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
    readonly embedding?: Float32Array | readonly number[] | undefined;
    readonly executed: readonly string[];
    readonly context?: readonly string[] | undefined;
    readonly candidates?: readonly string[] | undefined;
    readonly explain?: boolean | undefined;
    readonly topK?: number | undefined;
    readonly filter?: ToolFilter | undefined;
}
interface RankedByGraph {
    readonly toolId: string;
    readonly rank: number;
}
interface RelatedTool {
    readonly toolId: string;
    readonly score: number;
}
interface RelatedToolsOptions {
    readonly limit?: number | undefined;
    readonly weighted?: boolean | undefined;
}
interface RequirementEvidence {
    readonly requiredBy: string;
    readonly source: DependencySource;
    readonly confidence: number;
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
interface SuggestionQuery {
    readonly intent: string;
    readonly embedding?: Float32Array | readonly number[] | undefined;
    readonly context?: readonly string[] | undefined;
    readonly explain?: boolean | undefined;
    readonly anonymous?: boolean | undefined;
    readonly maxTasks?: number | undefined;
    readonly alternatives?: number | undefined;
    readonly filter?: ToolFilter | undefined;
}
interface TaskReason {
    readonly probability: number;
    readonly executions: readonly string[];
    readonly votes: number;
    readonly match: number;
    readonly requiredBy: readonly string[];
    readonly explanation?: Readonly<Record<string, number>> | undefined;
}
interface ToolSnapshot extends Omit<EngineTool, "embedding"> {
    readonly embedding?: string | undefined;
}
interface ToolVector {
    readonly toolId: string;
    readonly embedding: Float32Array | readonly number[];
}
interface ValuePlace {
    readonly value: string;
    readonly path: ValuePath;
}
type AbstentionReason = "empty_catalogue" | "empty_intent" | "low_confidence" | "no_match" | "nothing_permitted";
type BindingEvidence = {
    readonly kind: "contract";
} | {
    readonly kind: "executions";
    readonly of: number;
    readonly seen: number;
};
type DependencySource = "hint" | "learned" | "schema" | "user";
type EngineErrorCode = "INVALID_INPUT" | "SNAPSHOT_INVALID";
type LexicalOptions = Partial<Omit<LexicalSettings, "fields">> & {
    readonly fields?: undefined | {
        readonly [Field in ToolField]?: Partial<FieldWeight> | undefined;
    };
};
type SuggestionMode = "explicit" | "speculative" | "suggestion";
type Tokenizer = (text: string) => readonly string[];
type ToolField = (typeof toolFields)[number];
type ToolFilter = (tool: EngineTool) => boolean;
type ValuePath = string;
type VectorPrecision = "float32" | "int8";