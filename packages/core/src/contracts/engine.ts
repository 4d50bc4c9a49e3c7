import type { DependencyCounters, DependencyIncrement, DependencySource } from './dependency.js';
import type { AbstentionReason, EngineTool, ToolFilter } from './engine-tool.js';
import type { ValuePlace } from './execution.js';
import type {
  CommunityStructure,
  DependencyPath,
  RankedByGraph,
  RelatedTool,
  RelatedToolsOptions,
} from './graph-answers.js';
import type { EngineSuggestionQuery, Suggestion } from './suggestion.js';

/**
 * The port that a scoring engine fills. `createEngine` of `@agentcards/graphrag` fits it by shape; neither package
 * imports the other. Everything is synchronous and deterministic: the answers depend on what was put in, never on
 * the order in which it was put in.
 */
export interface ScoringEngine {
  upsertTools(tools: readonly EngineTool[]): void;
  /** Takes tools out of every answer. What was observed about them is kept and counts again if they return. */
  removeTools(toolIds: readonly string[]): void;
  /** Gives known tools their vectors, without reading their definitions again. Ids that are unknown are ignored. */
  setEmbeddings(vectors: readonly EngineToolVector[]): void;
  /** Of several declarations of one edge the strongest stands: `user` over `hint` over `schema`. */
  addDependencies(dependencies: readonly EngineDependency[]): void;
  removeDependencies(pairs: readonly { readonly from: string; readonly to: string }[]): void;
  /** Takes in executions; one that has a known id changes nothing. */
  observe(execution: EngineExecution | readonly EngineExecution[]): void;
  /**
   * Takes back what was observed of executions: everything but what `learnWeights` made of them is as if they had never
   * been there. Ids that are unknown are ignored. Those that go are mostly the oldest.
   *
   * In the place of an engine that leaves it out another is filled when executions grow too old to be kept.
   */
  forget?(executionIds: readonly string[]): unknown;

  search(query: EngineSearchQuery): SearchAnswer;
  predictNext(query: EnginePredictionQuery): Prediction;
  suggest(query: EngineSuggestionQuery): Suggestion;
  metrics(): EngineMetrics;
  /**
   * Learns from the executions how much each kind of evidence is worth, a piece at a call; what was learned is in force
   * when the iterator is done. It depends on the executions alone. Tools and executions may come in between two pieces.
   */
  learnWeights(): Iterator<undefined, void>;
  /** What was learned, by the engine's own names; empty before. */
  weights(): Readonly<Record<string, number>>;
  /** Puts weights in force that were learned before; names that are unknown are passed over. */
  setWeights(weights: Readonly<Record<string, number>>): void;
  /** By the least Σ 1 / confidence over at most 3 edges; undefined where there is no path, or a tool is unknown. */
  shortestPath(from: string, to: string): DependencyPath | undefined;
  /** Tools that share neighbours in the graph with this one, nearest first; none for one that is unknown. */
  relatedTools(toolId: string, options?: RelatedToolsOptions): readonly RelatedTool[];

  /** The text to embed for an intent, whose vector is the `embedding` of a query with this filter. */
  textToEmbed(intent: string, filter?: ToolFilter | undefined): string;
  /** What one execution proves about edges; pure, the same rules by which `observe` learns. */
  projectExecution(execution: EngineExecution): readonly EdgeObservation[];
  /** The confidence formula; pure. */
  readonly edgeConfidence: (edge: EdgeEvidence) => number;
  /**
   * Looks up what the observations of edges count for, which is `effective` of `edgeConfidence`: as of a point in time
   * (milliseconds since the epoch, by default the clock's), and as if the execution `upcoming` had been observed. Edges
   * that are unknown give `undefined`. The lookup is used before anything else is observed.
   */
  edgeEvidence(
    upcoming?: EngineExecution,
  ): (pair: { readonly from: string; readonly to: string }, asOf?: number | undefined) => EffectiveCounts | undefined;
  /** Leaf values of arguments or outputs that are specific enough to prove data flow, as texts; bounded in number. */
  significantValues(value: unknown): readonly string[];
  /**
   * Where such values stand as wholes: what `argumentPlaces` and `outputPlaces` are made of. Undefined where there is more than is read:
   * then nobody knows where the rest went.
   */
  valuePlaces(value: unknown): readonly ValuePlace[] | undefined;
}

/** What core tells an engine that it makes. */
export interface EngineSettings {
  /** The present, in milliseconds since the epoch. */
  readonly clock: () => number;
  /** Milliseconds in which an observation loses half of its weight. @default the engine's own */
  readonly halfLife?: number | undefined;
  /** Executions that it keeps at most. @default all */
  readonly maxMemories?: number | undefined;
}

/** Observations of an edge as they count for its confidence: less where one intent is repeated, less with age. */
export interface EffectiveCounts {
  readonly successes: number;
  readonly failures: number;
}

/** What the confidence of an edge is computed from. */
export interface EdgeEvidence extends DependencyCounters {
  readonly source: DependencySource;
  /** What the observations count for. @default the counters */
  readonly effective?: EffectiveCounts | undefined;
  /** When the edge was last observed, in milliseconds since the epoch. */
  readonly lastObserved?: number | undefined;
  /** The later `definedAt` of its two tools: what was last observed before it says less. */
  readonly definedAt?: number | undefined;
}

/** An edge increment in the engine's terms: plain ids, milliseconds. */
export type EdgeObservation = Omit<DependencyIncrement, 'from' | 'to' | 'observedAt'> & {
  readonly from: string;
  readonly to: string;
  readonly observedAt: number;
};

export interface EngineDependency {
  readonly from: string;
  readonly to: string;
  readonly source: Exclude<DependencySource, 'learned'>;
}

export interface EngineTask {
  readonly id: string;
  readonly toolId: string;
  readonly dependsOn: readonly string[];
  /** @default true */
  readonly success?: boolean | undefined;
  /** Milliseconds since the epoch. */
  readonly startedAt?: number | undefined;
  readonly endedAt?: number | undefined;
  /** Specific values in the arguments, as opaque texts: equal text means equal value. See `significantValues`. */
  readonly argumentValues?: readonly string[] | undefined;
  readonly outputValues?: readonly string[] | undefined;
  /** Beside `argumentValues`: where some of these values stand. Without it no binding is learned from them. */
  readonly argumentPlaces?: readonly ValuePlace[] | undefined;
  readonly outputPlaces?: readonly ValuePlace[] | undefined;
}

export interface EngineExecution {
  readonly id: string;
  readonly intent?: string | undefined;
  readonly success: boolean;
  /** Milliseconds since the epoch. @default 0 */
  readonly executedAt?: number | undefined;
  /** Tools of the plan that had been proposed, a tool as often as it was planned. @default nothing had been proposed */
  readonly proposed?: readonly string[] | undefined;
  /** In topological order. None: what was proposed was declined, and nothing else is to be learned. */
  readonly tasks: readonly EngineTask[];
}

export interface EngineSearchQuery {
  readonly text: string;
  /** Vector of `text` by the model of the tools' vectors. Without it the ranking is lexical. */
  readonly embedding?: Float32Array | readonly number[] | undefined;
  /**
   * Cosines of the tools nearest to `text`, by tool id, from an index outside of the engine: for catalogues whose
   * vectors the engine does not hold. A tool that is not in it counts as not near.
   */
  readonly similarities?: ReadonlyMap<string, number> | undefined;
  /** Number of targets, at least 1; requirements come in addition. @default 5 */
  readonly topK?: number | undefined;
  /**
   * Drops targets with a lower score, in [0, 1]; 0 keeps all that match. @default all are kept, unless even the best is
   * so improbable that nothing is offered
   */
  readonly minScore?: number | undefined;
  /**
   * Tools already in use: their neighbours in the graph gain, and neither they nor what only they need are requirements.
   * Without it the ranking is the text's alone.
   */
  readonly context?: readonly string[] | undefined;
  readonly filter?: ToolFilter | undefined;
  /** Ids that are in the answer whatever their score, unless the filter hides them. */
  readonly alwaysInclude?: readonly string[] | undefined;
  /** Ids that are not in the answer, neither as targets nor as requirements; they weigh more than `alwaysInclude`. */
  readonly exclude?: readonly string[] | undefined;
  /** Also gives what the targets need to have run. @default true */
  readonly includeRequirements?: boolean | undefined;
  /** Lets intents of past executions speak for the tools that they used. @default true */
  readonly experience?: boolean | undefined;
  /** Adds the components of every score. @default false */
  readonly explain?: boolean | undefined;
}

export interface SearchResult {
  readonly toolId: string;
  readonly name: string;
  readonly description: string;
  /**
   * Of a target: calibrated probability that it is relevant, in [0, 1], comparable between queries and catalogues. Of
   * a requirement: confidence that a target needs it.
   */
  readonly score: number;
  /** A requirement was not asked for, but a target needs it to have run. */
  readonly role: 'target' | 'requirement';
  /** For requirements: the targets, or requirements of targets, that need it. */
  readonly requiredBy?: readonly string[] | undefined;
  /** For requirements: what shows the need, one entry for each tool of `requiredBy`. */
  readonly evidence?: readonly RequirementEvidence[] | undefined;
  /** With `explain`: named components of the score. */
  readonly explanation?: Readonly<Record<string, number>> | undefined;
}

/** An edge by which a tool is a requirement. */
export interface RequirementEvidence {
  /** The tool that needs it. */
  readonly requiredBy: string;
  readonly source: DependencySource;
  /** Confidence of the edge, in (0, 1). */
  readonly confidence: number;
}

export interface SearchAnswer {
  /**
   * Most useful first. Targets stand by descending score (ties by id). A requirement stands after a tool that needs
   * it, and before the targets that are less likely to be of use than it is; `topK` counts targets alone.
   */
  readonly results: readonly SearchResult[];
  /** Set when there are no results: why. Never beside tools that are always included, which are results. */
  readonly abstained?: { readonly reason: AbstentionReason } | undefined;
}

/** The vector of one tool. */
export interface EngineToolVector {
  readonly toolId: string;
  readonly embedding: Float32Array | readonly number[];
}

export interface EnginePredictionQuery {
  readonly intent?: string | undefined;
  readonly embedding?: Float32Array | readonly number[] | undefined;
  /** Tools that have run, oldest first. */
  readonly executed: readonly string[];
  /** Tools in use beside those: their neighbours in the graph gain a little where counts say little. */
  readonly context?: readonly string[] | undefined;
  /** Only these tools are named; the probabilities stay those among all. @default all */
  readonly candidates?: readonly string[] | undefined;
  /** Adds to every tool how each kind of evidence moved it. @default false */
  readonly explain?: boolean | undefined;
  /** At least 1. @default 3 */
  readonly topK?: number | undefined;
  readonly filter?: ToolFilter | undefined;
}

export interface PredictedTool {
  readonly toolId: string;
  /** In [0, 1]; over all tools they sum to at most 1. */
  readonly probability: number;
  /** What each source of evidence contributed; the components add up to `probability`. */
  readonly components: Readonly<Record<string, number>>;
  /** With `explain`: what each kind of evidence added to the logarithm of its odds, by what was learned of its worth. */
  readonly explanation?: Readonly<Record<string, number>> | undefined;
}

export interface Prediction {
  /** By descending probability, ties by id. */
  readonly predictions: readonly PredictedTool[];
  /**
   * Probability that nothing runs next, in [0, 1]: with those of all tools it adds up to at most 1. It is 0 where nothing
   * has run: an execution has at least one call.
   */
  readonly stop: number;
}

export interface EngineMetrics {
  readonly tools: number;
  /** Declared and learned edges between tools in the catalogue. */
  readonly edges: number;
  readonly executions: number;
  /** Edges over possible edges, in [0, 1]. */
  readonly density: number;
  /**
   * Every tool, by descending rank (ties by id): PageRank over the edges, weighted by their confidence. A tool ranks
   * high when much leads to it. Computed when first read, of the graph as it is then.
   */
  readonly pageRank: readonly RankedByGraph[];
  /** Communities of the tools by the Louvain method. Computed when first read, of the graph as it is then. */
  readonly communityStructure: CommunityStructure;
}
