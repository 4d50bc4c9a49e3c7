import type { DependencySource } from './contracts/dependency.js';
import type { TimeInput } from './contracts/execution-input.js';
import type { ToolRecord, ToolStatus } from './contracts/tool.js';

/**
 * Which tools a caller may see. It decides before anything is ranked, and for requirements and `alwaysInclude` too.
 *
 * A function sees the whole stored record of each tool, and permits it by `true`: whatever else it returns, a promise
 * included, hides the tool, and so does throwing. An object permits the tools that match all of its members.
 */
export type ToolFilterOption = ((tool: ToolRecord) => boolean) | ToolCriteria;

/** What tools have to match. A list permits what is in it: an empty one permits nothing. */
export interface ToolCriteria {
  /** Names: of the connected servers, where tools of others are not to be found. */
  readonly servers?: readonly string[] | undefined;
  /** Ids. */
  readonly tools?: readonly string[] | undefined;
  /**
   * Values that the tool's annotations have to state, such as `{ readOnlyHint: true }`; one that is not stated does not
   * match. They are what the server says about itself: a reason to trust it comes from elsewhere.
   */
  readonly annotations?: Readonly<Record<string, string | number | boolean | null>> | undefined;
  /** Only active tools are ever found, so a list without `active` permits nothing. */
  readonly statuses?: readonly ToolStatus[] | undefined;
}

/**
 * Lists of ids have up to 10,000. Ids of no tool are harmless; a name under which models see a tool (`server__tool`, see
 * `exposedToolNames`) is refused, since it means that tool and would say nothing.
 */
export interface SearchOptions {
  /** Number of targets, from 1 to 1,000; what they need comes in addition. @default 5 */
  readonly topK?: number | undefined;
  /**
   * Drops targets with a lower score, in [0, 1]; 0 keeps all that match. @default all are kept, unless even the best is
   * so improbable that nothing is offered
   */
  readonly minScore?: number | undefined;
  /**
   * Ids of tools already in use: their neighbours in the graph gain, and neither they nor what only they need are
   * requirements, since both have run. They may be found as targets; `exclude` prevents that.
   */
  readonly context?: readonly string[] | undefined;
  /** Applied before ranking. */
  readonly filter?: ToolFilterOption | undefined;
  /**
   * Ids that are in the answer whatever their score, unless the filter hides them. What cannot be an id (`server:tool`) is
   * refused, an id of no tool is harmless. With one of these tools there are results, so the answer never says that it
   * abstains: whether anything else was found is said by the other targets.
   */
  readonly alwaysInclude?: readonly string[] | undefined;
  /**
   * Ids that are not in the answer, neither as targets nor as requirements, nor are the tools that they were renamed to;
   * weighs more than `alwaysInclude`. What cannot be an id (`server:tool`), such as the name of a server or a name that
   * models see, is refused, since it would hide nothing; an id of no tool is harmless.
   */
  readonly exclude?: readonly string[] | undefined;
  /** Also gives what the targets need to have run. @default true */
  readonly includeRequirements?: boolean | undefined;
  /** Lets intents of past executions speak for the tools that they used. @default true */
  readonly experience?: boolean | undefined;
  /** Reserved: a point in time as of which to answer. Checked, and without effect in this version. */
  readonly asOf?: TimeInput | undefined;
  /** Adds the components of every score. @default false */
  readonly explain?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface PredictionQuery {
  /** Up to 100,000 characters, counted as `length` does. */
  readonly intent?: string | undefined;
  /** Ids of the tools that have run with success, oldest first: a call that failed is left out, as it is from what was learned. Unknown ones are harmless; for names that models see, see `SearchOptions`. */
  readonly executed: readonly string[];
  /** Ids of tools in use beside those: their neighbours in the graph gain a little where counts say little. */
  readonly context?: readonly string[] | undefined;
  /** Only these tools are named; the probabilities stay those among all. @default all */
  readonly candidates?: readonly string[] | undefined;
  /** Adds to every tool how each kind of evidence moved it. @default false */
  readonly explain?: boolean | undefined;
  /** From 1 to 1,000. @default 3 */
  readonly topK?: number | undefined;
  readonly filter?: ToolFilterOption | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface SuggestionOptions {
  /**
   * Ids of tools in use already: what they lead to in the graph gains, and neither they nor what only they need are planned
   * because another tool needs them, since both have run. They are where the intent itself or its like asks for them.
   */
  readonly context?: readonly string[] | undefined;
  /** Adds to the reasons of every task how each kind of evidence moved it. @default false */
  readonly explain?: boolean | undefined;
  /**
   * Quotes no past intent and names no execution: for an answer to somebody else than those who recorded them.
   * @default false
   */
  readonly anonymous?: boolean | undefined;
  /** From 1 to 1,000. @default 20 */
  readonly maxTasks?: number | undefined;
  /** How many other plans at most, from 0 to 20. @default 2 */
  readonly alternatives?: number | undefined;
  readonly filter?: ToolFilterOption | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface DependencyInput {
  /** Runs BEFORE `to`. */
  readonly from: string;
  readonly to: string;
  /** @default 'user' */
  readonly source?: Exclude<DependencySource, 'learned'> | undefined;
}
