import type { ValuePlace } from './graph/significant-values.js';
import type { DependencyPath, RelatedTool, RelatedToolsOptions } from './graph-answers.js';
import type { EngineSnapshot } from './snapshot/engine-snapshot.js';
import type {
  EdgeEvidence,
  EdgeObservation,
  EffectiveCounts,
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
  ToolFilter,
  ToolVector,
} from './types.js';

/**
 * A scoring engine in memory. Synchronous and deterministic: answers depend on what was put in, never on the order in
 * which it was put in (where two inputs contradict each other, such as two definitions of one tool, the later one
 * holds), and, with a half-life, on the clock. A call with bad input throws an `EngineError` with the code `INVALID_INPUT` and changes nothing.
 */
export interface Engine {
  /** Adds tools; one with a known id replaces the old definition, its vector included. */
  upsertTools(tools: readonly EngineTool[]): void;
  /** Takes tools out of every answer. What was observed about them is kept and counts again if they return. */
  removeTools(toolIds: readonly string[]): void;
  /** Gives known tools their vectors, without reading their definitions again. Ids that are unknown are ignored. */
  setEmbeddings(vectors: readonly ToolVector[]): void;
  /**
   * Declares edges, also between tools that are not there yet. Of several declarations of one edge the strongest stands:
   * `user` over `hint` over `schema`. To put a weaker one in its place, withdraw it first.
   */
  addDependencies(dependencies: readonly EngineDependency[]): void;
  /** Withdraws declarations. What was observed of the edges stays, as learned edges. */
  removeDependencies(pairs: readonly EngineDependencyPair[]): void;
  /** Takes in executions; one that has a known id changes nothing. */
  observe(execution: ExecutionInput | readonly ExecutionInput[]): void;
  /**
   * Forgets executions: the engine is then as if it had never observed them. Ids that are unknown are ignored. Learns the
   * others anew, so its cost grows with their number, unless those that go are the oldest. Returns how many it forgot.
   */
  forget(executionIds: readonly string[]): number;

  /** Finds tools by what they are for, and what these need to have run. */
  search(query: SearchQuery): SearchAnswer;
  /** Which tool runs next. */
  predictNext(query: PredictionQuery): Prediction;
  /** A plan for an intent. */
  suggest(query: SuggestionQuery): Suggestion;
  metrics(): EngineMetrics;
  /**
   * Learns from the executions how much each kind of evidence is worth to this user, piece by piece: run the iterator to
   * its end, doing something else between two pieces where the process has something else to do. The answers change
   * when it is done. What comes out depends on the executions alone. Nothing does where `forget` was called
   * meanwhile: start anew then.
   */
  learnWeights(): Iterator<undefined, void>;
  /** What was learned, by the name of the evidence, each in [−3, 3]; empty before. Part of snapshots. */
  weights(): Readonly<Record<string, number>>;
  /** Puts learned weights in force that were kept elsewhere; names that are unknown are passed over. */
  setWeights(weights: Readonly<Record<string, number>>): void;
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

  /**
   * The text to embed for an intent, whose vector is the `embedding` of a query: it names what paths and the like are, and
   * misspelt words are those that the tools have. Tools that the filter of the query hides have no part in it.
   */
  textToEmbed(intent: string, filter?: ToolFilter | undefined): string;
  /** What one execution proves about edges; pure, the same rules by which `observe` learns. */
  projectExecution(execution: ExecutionInput): readonly EdgeObservation[];
  /** Confidence of an edge from its source and what is given of its evidence, in (0, 1); pure. */
  edgeConfidence(edge: EdgeEvidence): number;
  /**
   * Looks up what the observations of edges count for, which is `effective` of `edgeConfidence`: as of a point in time
   * (milliseconds since the epoch, by default the clock's), and as if the execution `upcoming` had been observed. Edges
   * that are unknown give `undefined`. The lookup is to be used before anything else is observed.
   */
  edgeEvidence(
    upcoming?: ExecutionInput,
  ): (pair: EngineDependencyPair, asOf?: number | undefined) => EffectiveCounts | undefined;
  /** Leaf values of arguments or outputs that are specific enough to prove data flow, as texts; bounded in number. */
  significantValues(value: unknown): readonly string[];
  /**
   * Where such values stand as wholes: what `argumentPlaces` and `outputPlaces` are made of. Undefined where there is more than is read:
   * then nobody knows where the rest went.
   */
  valuePlaces(value: unknown): readonly ValuePlace[] | undefined;

  /** Everything that the engine knows, for `createEngine({ snapshot })`. Equal states give equal JSON. */
  toJSON(): EngineSnapshot;
}
