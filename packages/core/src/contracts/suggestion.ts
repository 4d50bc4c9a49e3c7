import type { AbstentionReason, ToolFilter } from './engine-tool.js';

export interface EngineSuggestionQuery {
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
  /** Past executions near the intent that ran it, the nearest first, five at most. */
  readonly executions: readonly string[];
  /** Share of the votes of near executions that it has, in [0, 1). */
  readonly votes: number;
  /** Probability by the words of the intent alone, in [0, 1]. */
  readonly match: number;
  /** Tools of the plan that declared edges say need it. */
  readonly requiredBy: readonly string[];
  /** With `explain`: what each kind of evidence added to the log odds, by what was learned of its worth. */
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
