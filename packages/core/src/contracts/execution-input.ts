/**
 * A point in time, from the year 1 to 9999: a `Date`, milliseconds since the epoch, or an ISO 8601 text. That is a date, which
 * means its midnight in UTC, or a date and a time with `Z` or an offset; a text of any other form is refused.
 */
export type TimeInput = Date | number | string;

/** One tool call of an execution that ran elsewhere. Ids have up to 256 characters, all of them printable. */
export interface TaskInput {
  /** Unique within the execution. */
  readonly id: string;
  readonly toolId: string;
  /** Ids of the tasks that had to end before this one. @default [] */
  readonly dependsOn?: readonly string[] | undefined;
  readonly success: boolean;
  readonly startedAt?: TimeInput | undefined;
  readonly endedAt?: TimeInput | undefined;
  /** Never stored: only keyed digests of their values are, to see which output fed which argument. */
  readonly arguments?: unknown;
  /** Never stored, as `arguments`. */
  readonly output?: unknown;
  /** Up to 1,000 characters. */
  readonly errorType?: string | undefined;
}

/** What an agent did, to learn from. Ids have up to 256 characters, all of them printable. */
export interface ExecutionInput {
  /** Recording the same id again changes nothing. @default a new UUID */
  readonly id?: string | undefined;
  /** What the user wanted, in their words: up to 100,000 characters. @default the intent of the suggestion that was followed */
  readonly intent?: string | undefined;
  readonly success: boolean;
  /**
   * When it ran; a number is milliseconds. One that is older than the option `retention` lets executions grow is taken out
   * again: the receipt says `expired`. One of a time to come is the newest until that time is past, and with `maxMemories`
   * takes the place of what ran; `forget({ executions })` takes out what a wrong clock has dated. @default now
   */
  readonly executedAt?: TimeInput | undefined;
  /** Milliseconds. @default from the tasks' times, else 0 */
  readonly durationMs?: number | undefined;
  /** Stored as it is, cut to 4,000 characters. */
  readonly errorMessage?: string | undefined;
  /**
   * `suggestionId` of the suggestion or prediction that this followed, or was to follow: what it proposed and did not run
   * is rejected, and what ran is accepted.
   */
  readonly suggestionId?: string | undefined;
  /**
   * Code that ran, when the tools were called from code: up to 1,000,000 characters. Stored as it is, with whatever arguments
   * stand in it.
   */
  readonly code?: string | undefined;
  /**
   * Up to 1,000, in the order of the calls. None with a `suggestionId` where the user declined what it proposed and ran nothing:
   * it counts against each proposed tool, whatever `success` says, and changes nothing else that was learned.
   */
  readonly tasks: readonly TaskInput[];
}
