import type { ValuePlace } from './graph/significant-values.js';
import type { CommunityStructure, RankedByGraph } from './graph-answers.js';

/** Who says that an edge exists: a person, a hint shipped with a tool, a schema contract, or executions. */
export type DependencySource = 'user' | 'hint' | 'schema' | 'learned';

export interface EngineTool {
  readonly id: string;
  readonly name: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly inputSchema?: object | null | undefined;
  readonly outputSchema?: object | null | undefined;
  readonly server?: string | undefined;
  /** What the server is for; part of the text by which its tools are found. */
  readonly serverDescription?: string | undefined;
  /** Whether it says of itself that it changes nothing, as `readOnlyHint` of MCP does. @default false */
  readonly readOnly?: boolean | undefined;
  /** Vector of the tool's text. All vectors of one engine have one length and come from one model. */
  readonly embedding?: Float32Array | readonly number[] | undefined;
  /**
   * When the tool's contract was last changed, in milliseconds since the epoch: what was observed before it says less
   * about the tool as it is now. @default 0
   */
  readonly definedAt?: number | undefined;
}

/** A pair of tools; `from` runs BEFORE `to`. */
export interface EngineDependencyPair {
  readonly from: string;
  readonly to: string;
}

/** A declared edge. */
export interface EngineDependency extends EngineDependencyPair {
  readonly source: Exclude<DependencySource, 'learned'>;
}

/** How often an edge was observed, by outcome and by the kind of evidence. All are counts ≥ 0. */
export interface EdgeCounters {
  /** Executions that showed the edge. */
  readonly observedCount: number;
  /** Of these, how many had both calls succeed. `successCount + failureCount = observedCount`. */
  readonly successCount: number;
  readonly failureCount: number;
  /** A value of the output of `from` was used in the arguments of `to`. */
  readonly dataFlowCount: number;
  /** The caller declared `dependsOn`. */
  readonly declaredCount: number;
  /** `to` started after `from` had ended, with no call started between them. */
  readonly sequenceCount: number;
}

/** Observations of an edge as they count for its confidence: less where one intent is repeated, less with age. */
export interface EffectiveCounts {
  readonly successes: number;
  readonly failures: number;
}

/** What the confidence of an edge is computed from. */
export interface EdgeEvidence extends EdgeCounters {
  readonly source: DependencySource;
  /** What the observations count for. @default the counters */
  readonly effective?: EffectiveCounts | undefined;
  /** When the edge was last observed, in milliseconds since the epoch. */
  readonly lastObserved?: number | undefined;
  /** The later of the two times at which the tools got their present contracts, in milliseconds since the epoch. */
  readonly definedAt?: number | undefined;
}

/** What one execution proves about one edge: each counter is 0 or 1. */
export interface EdgeObservation extends EngineDependencyPair, EdgeCounters {
  /** Milliseconds since the epoch. */
  readonly observedAt: number;
}

/** One tool call. Values that can prove data flow are given raw or, by callers that keep no values, as texts. */
export interface ExecutionTaskInput {
  /** Unique within its execution. @default `t1`, `t2`, … by position */
  readonly id?: string | undefined;
  readonly toolId: string;
  /** Ids of the tasks that had to run before. @default [] */
  readonly dependsOn?: readonly string[] | undefined;
  /** @default true */
  readonly success?: boolean | undefined;
  /** A date or milliseconds since the epoch. */
  readonly startedAt?: number | Date | undefined;
  readonly endedAt?: number | Date | undefined;
  /** Raw arguments; read once for `argumentValues`, never kept. */
  readonly arguments?: unknown;
  /** Raw output; read once for `outputValues`, never kept. */
  readonly output?: unknown;
  /** Specific values in the arguments, as opaque texts: equal text means equal value. See `significantValues`. */
  readonly argumentValues?: readonly string[] | undefined;
  readonly outputValues?: readonly string[] | undefined;
  /** Beside `argumentValues`: where some of these values stand. Without it no binding is learned from them. */
  readonly argumentPlaces?: readonly ValuePlace[] | undefined;
  readonly outputPlaces?: readonly ValuePlace[] | undefined;
}

/** One execution: some tool calls made for one intent. */
export interface ExecutionInput {
  /** An execution with an id that is already known changes nothing. @default made from the content */
  readonly id?: string | undefined;
  readonly intent?: string | undefined;
  readonly success: boolean;
  /** A date or milliseconds since the epoch. @default 0 */
  readonly executedAt?: number | Date | undefined;
  /**
   * Tools of the plan that had been proposed, a tool as often as it was planned: those that did not run lose in later
   * plans for intents like this one, those that did gain. @default nothing had been proposed
   */
  readonly proposed?: readonly string[] | undefined;
  /**
   * In any order that lists every task once; `dependsOn` must not form a cycle. None: what was `proposed` was declined, whatever
   * `success` says, and nothing else is learned.
   */
  readonly tasks: readonly ExecutionTaskInput[];
}

/** Decides which tools a caller may see. A filter that throws, or answers anything but `true`, hides the tool. */
export type ToolFilter = (tool: EngineTool) => boolean;

export interface SearchQuery {
  readonly text: string;
  /** Vector of `text` by the model of the tools' vectors. Without it the ranking is lexical. */
  readonly embedding?: Float32Array | readonly number[] | undefined;
  /**
   * Cosines of the tools nearest to `text`, by tool id, from an index outside of the engine: for catalogues whose
   * vectors the engine does not hold. A tool that is not in it counts as not near.
   */
  readonly similarities?: ReadonlyMap<string, number> | undefined;
  /** Number of targets, at least 1; requirements and `alwaysInclude` come in addition. @default 5 */
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
  /** With `explain`: named components that add up to the score. */
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

/**
 * - `empty_catalogue`, `nothing_permitted`: there is nothing to search; with a filter it is always the second.
 * - `empty_intent`: there is nothing to search for.
 * - `no_match`: no tool shares a word or a meaning with the intent.
 * - `low_confidence`: what is nearest is so unlikely to be meant that it is not offered.
 */
export type AbstentionReason = 'empty_catalogue' | 'empty_intent' | 'no_match' | 'nothing_permitted' | 'low_confidence';

/** The vector of one tool. */
export interface ToolVector {
  readonly toolId: string;
  readonly embedding: Float32Array | readonly number[];
}

export interface PredictionQuery {
  readonly intent?: string | undefined;
  readonly embedding?: Float32Array | readonly number[] | undefined;
  /** Tools that have run with success, oldest first: a call that failed is left out, as it is from what was learned. What is known of them counts, also where the filter hides them. */
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
  /**
   * With `explain`: how much each kind of evidence added to the logarithm of its odds against the other tools, by what
   * was learned of its worth; empty before anything was.
   */
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

export interface SuggestionQuery {
  readonly intent: string;
  readonly embedding?: Float32Array | readonly number[] | undefined;
  /**
   * Tools in use already: what they lead to in the graph gains, and neither they nor what only they need are planned because
   * another tool needs them, since both have run. Without it the plan is the intent's alone.
   */
  readonly context?: readonly string[] | undefined;
  /** Adds to the reasons of every task how each kind of evidence moved it. @default false */
  readonly explain?: boolean | undefined;
  /**
   * Quotes no past intent and names no execution: for an answer to somebody else than those who recorded them.
   * @default false
   */
  readonly anonymous?: boolean | undefined;
  /** At least 1. @default 20 */
  readonly maxTasks?: number | undefined;
  /** How many other plans to return at most. @default 2 */
  readonly alternatives?: number | undefined;
  readonly filter?: ToolFilter | undefined;
}

/** A reference to what does not exist yet: the output of an earlier task of the same plan. Never a literal. */
export interface ArgumentBinding {
  /** The name of the argument, or the path of a part of it (`filter.orderId`), which leaves the rest missing. */
  readonly argument: string;
  /** Id of the task whose output has the value. It stands before this one, and this one depends on it. */
  readonly from: string;
  /**
   * Where the value stands in the output: names of members joined by dots, `[]` for one of the items of a list, `{}`
   * for one of the members, nothing for the whole output. A text that holds JSON is entered as if it were its content.
   * The output is what was recorded as such, and for a contract what the output schema describes (of an MCP answer its
   * `structuredContent`): record that, where there is one. `valuesAt` of the engine's package reads the path.
   */
  readonly path: string;
  readonly evidence: BindingEvidence;
}

/**
 * - `executions`: in `seen` of the `of` successful executions that ran both tools in this order, and of which both
 *   sides are known, the value went this way.
 * - `contract`: the output schema has a field of this meaning and type, and no other tool of the plan gives one.
 */
export type BindingEvidence =
  | { readonly kind: 'executions'; readonly seen: number; readonly of: number }
  | { readonly kind: 'contract' };

export interface SuggestedTask {
  readonly id: string;
  readonly toolId: string;
  readonly dependsOn: readonly string[];
  /** Arguments that are known. Nothing is invented: what is not known is in `missing`. */
  readonly arguments: Readonly<Record<string, unknown>>;
  /**
   * Arguments, or parts of them, that the outputs of earlier tasks of the plan fill; ordered by `argument`. A value that an
   * earlier call had been given is the caller's own: it is not bound to an output that only repeats it.
   */
  readonly bindings: readonly ArgumentBinding[];
  /** Required arguments with neither a value nor a binding. */
  readonly missing: readonly { readonly name: string; readonly schema: unknown }[];
  /** Why it is in the plan. */
  readonly reason: TaskReason;
}

/** Why a task is in a plan. */
export interface TaskReason {
  /** Probability that the right plan has it, in [0, 1]; of one that others require, no less than theirs. */
  readonly probability: number;
  /** Past executions near the intent that ran it, the nearest first, five at most; none where it is `anonymous`. */
  readonly executions: readonly string[];
  /** Share of the votes of near executions that it has, in [0, 1). */
  readonly votes: number;
  /** Probability by the words of the intent alone, in [0, 1]. */
  readonly match: number;
  /** Tools of the plan that declared edges say need it. */
  readonly requiredBy: readonly string[];
  /** With `explain`: how much each kind of evidence added to the log odds, by what was learned of its worth. */
  readonly explanation?: Readonly<Record<string, number>> | undefined;
}

export interface SuggestedDag {
  /** In topological order; acyclic. */
  readonly tasks: readonly SuggestedTask[];
}

/**
 * What to do with a suggestion: ask first (`explicit`), propose it (`suggestion`), or run ahead (`speculative`): it is
 * likely, ran before and did not fail when it ran last, every argument is known, and every tool says that it changes
 * nothing. Every argument is known where every property that the tool's input schema lists, also an optional one, has a value or
 * a binding, and where the schema does nothing but list them: which optional ones past calls had is not kept. Whether to
 * believe a server's tools is for the caller to know. Asked about is what is expected to be right by less than half
 * (`expectedNodeF1`), is exactly right in fewer than one of twenty cases (`confidence`), or has a task of a tool that is not marked as
 * read-only with a probability below 0.4; and also what is likely, but lacks a tool that is not in the catalogue now, or has failed
 * three times since it last succeeded; `rationale` says so.
 */
export type SuggestionMode = 'explicit' | 'suggestion' | 'speculative';

export interface Suggestion {
  readonly dag: SuggestedDag;
  /**
   * Probability that the set of the plan's tools is exactly right, however often each runs, in [0, 1]; no more than that of
   * any of them.
   */
  readonly confidence: number;
  /** How much of the plan is expected to be right: F1 of its tasks against those that would be right, in [0, 1]. */
  readonly expectedNodeF1: number;
  readonly mode: SuggestionMode;
  /** Where the plan comes from: past executions near the intent, or search and dependencies. */
  readonly basis: 'executions' | 'search' | 'none';
  /** One sentence a reason, for a person. Without a plan: what was done for the like before and can be no more, if anything was. */
  readonly rationale: readonly string[];
  readonly alternatives: readonly Pick<Suggestion, 'dag' | 'confidence' | 'expectedNodeF1'>[];
  /** Set when `dag` is empty: why. */
  readonly abstained?: { readonly reason: AbstentionReason } | undefined;
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
