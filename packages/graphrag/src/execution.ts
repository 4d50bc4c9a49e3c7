/** An execution as the engine keeps it: what ran, in which order, what proves a dependency. No argument, no output. */
export interface ObservedExecution {
  readonly id: string;
  readonly intent?: string | undefined;
  readonly success: boolean;
  /** Milliseconds since the epoch. */
  readonly executedAt: number;
  /** Tools of the plan that had been proposed for it, a tool as often as it was planned. */
  readonly proposed?: readonly string[] | undefined;
  /** In topological order. */
  readonly tasks: readonly ObservedTask[];
  /** Evidence between tasks, at most one a pair, ordered by (from, to). */
  readonly links: readonly TaskLink[];
}

export interface ObservedTask {
  readonly toolId: string;
  readonly success: boolean;
  /** Set when the times show that it had started before the task listed before it ended: neither followed the other. */
  readonly overlapsPrevious?: true | undefined;
}

/** Evidence that one task needed another; `from` and `to` are positions in `tasks`. At least one kind holds. */
export interface TaskLink {
  readonly from: number;
  readonly to: number;
  /** A value first seen in the output of `from` was used in the arguments of `to`. */
  readonly dataFlow: boolean;
  /** The caller said that `to` depends on `from`. */
  readonly declared: boolean;
  /** `to` started after `from` had ended, and no other call started between them. */
  readonly sequence: boolean;
}
