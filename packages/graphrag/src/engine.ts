import type { DependencyPath, RelatedTool, RelatedToolsOptions } from './graph-answers.js';
import type { EngineSnapshot } from './snapshot/engine-snapshot.js';
import type {
  EdgeEvidence,
  EdgeObservation,
  EngineDependency,
  EngineDependencyPair,
  EngineMetrics,
  EngineTool,
  ExecutionInput,
  Prediction,
  PredictionQuery,
  SearchAnswer,
  SearchQuery,
  Suggestion,
  SuggestionQuery,
  ToolVector,
} from './types.js';

/**
 * A scoring engine in memory. Synchronous and deterministic: answers depend on what was put in, never on the order in
 * which it was put in (where two inputs contradict each other, such as two definitions of one tool, the later one
 * holds). A call with bad input throws an `EngineError` with the code `INVALID_INPUT` and changes nothing.
 */
export interface Engine {
  /** Adds tools; one with a known id replaces the old definition, its vector included. */
  upsertTools(tools: readonly EngineTool[]): void;
  /** Takes tools out of every answer. What was observed about them is kept and counts again if they return. */
  removeTools(toolIds: readonly string[]): void;
  /** Gives known tools their vectors, without reading their definitions again. Ids that are unknown are ignored. */
  setEmbeddings(vectors: readonly ToolVector[]): void;
  /** Declares edges, also between tools that are not there yet; a known edge gets the new source. */
  addDependencies(dependencies: readonly EngineDependency[]): void;
  /** Withdraws declarations. What was observed of the edges stays, as learned edges. */
  removeDependencies(pairs: readonly EngineDependencyPair[]): void;
  /** Takes in executions; one that has a known id changes nothing. */
  observe(execution: ExecutionInput | readonly ExecutionInput[]): void;

  /** Finds tools by what they are for, and what these need to have run. */
  search(query: SearchQuery): SearchAnswer;
  /** Which tool runs next. */
  predictNext(query: PredictionQuery): Prediction;
  /** A plan for an intent. */
  suggest(query: SuggestionQuery): Suggestion;
  metrics(): EngineMetrics;
  /**
   * The most believed way along the edges from one tool to another, by the least Σ 1 / confidence over at most 3 edges
   * (ties: fewer edges, then ids); undefined where there is none, or one of the tools is unknown.
   */
  shortestPath(from: string, to: string): DependencyPath | undefined;
  /**
   * Other tools that share neighbours in the graph with this one, by the Adamic–Adar index (ties by id), whichever way
   * the edges lead. Empty for a tool that is unknown.
   */
  relatedTools(toolId: string, options?: RelatedToolsOptions): readonly RelatedTool[];

  /** The text to embed for an intent, whose vector is the `embedding` of a query: it names what paths and the like are. */
  textToEmbed(intent: string): string;
  /** What one execution proves about edges; pure, the same rules by which `observe` learns. */
  projectExecution(execution: ExecutionInput): readonly EdgeObservation[];
  /** Confidence of an edge from its source, its counters and, where given, their age, in (0, 1); pure. */
  edgeConfidence(edge: EdgeEvidence): number;
  /** Leaf values of arguments or outputs that are specific enough to prove data flow, as texts; bounded in number. */
  significantValues(value: unknown): readonly string[];

  /** Everything that the engine knows, for `createEngine({ snapshot })`. Equal states give equal JSON. */
  toJSON(): EngineSnapshot;
}
