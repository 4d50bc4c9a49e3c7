import type { ToolId } from './tool.js';

/** A value, and where it stands as a whole: not as a part of a longer text. */
export interface ValuePlace {
  readonly value: string;
  /**
   * Names of members joined by dots, `[]` for any item of a list, `{}` for any member whose name looks like data,
   * nothing for the whole. A text that holds JSON is entered as if it were its content. `orders[].id`,
   * `content[].text.order`.
   */
  readonly path: string;
}

/** One tool call of an execution, as stored: what ran, in which order, with which outcome. Never raw arguments. */
export interface ExecutionTask {
  /** Unique within its execution. */
  readonly id: string;
  readonly toolId: ToolId;
  /** Ids of the tasks that the caller declared as prerequisites. */
  readonly dependsOn: readonly string[];
  /** Longest path from a task without prerequisites, counted in edges. */
  readonly layer: number;
  readonly success: boolean;
  readonly startedAt?: Date | undefined;
  readonly endedAt?: Date | undefined;
  readonly errorType?: string | undefined;
  /** Keyed digest of the arguments; equal arguments have equal digests within one store. */
  readonly argumentsDigest?: string | undefined;
  /** Keyed digests of the values in the arguments that are specific enough to prove data flow. */
  readonly argumentValues?: readonly string[] | undefined;
  /** The same for the output. */
  readonly outputValues?: readonly string[] | undefined;
  /**
   * Where those of `argumentValues` stood that are in an output of the same execution too; absent where the arguments
   * are not known, and from executions that were recorded before places were kept.
   */
  readonly argumentPlaces?: readonly ValuePlace[] | undefined;
  /** Where those of `outputValues` stood that are in arguments of the same execution too. */
  readonly outputPlaces?: readonly ValuePlace[] | undefined;
}

/** One execution: the append-only truth from which edges and statistics are projected. */
export interface ExecutionRecord {
  readonly id: string;
  readonly executedAt: Date;
  readonly intent?: string | undefined;
  readonly success: boolean;
  /** Wall-clock milliseconds, whole. */
  readonly durationMs: number;
  readonly errorMessage?: string | undefined;
  /** The suggestion or prediction that this execution followed: of several that were asked for on its way, the first. */
  readonly suggestionId?: string | undefined;
  /** The tools that it had proposed, where it was known: a tool as often as it was planned. */
  readonly proposedTools?: readonly ToolId[] | undefined;
  readonly codeSnippet?: string | undefined;
  /** SHA-256 (hex) of the code with white space normalised. */
  readonly codeHash?: string | undefined;
  /** In topological order; none where what was proposed was declined. */
  readonly tasks: readonly ExecutionTask[];
}
