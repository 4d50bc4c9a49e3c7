import type { ConfidenceOf, DependencyIncrement, DependencyPair } from './dependency.js';
import type { ExecutionRecord } from './execution.js';
import type { PageRequest } from './page-request.js';

/** An execution that is to go, and what it had added to the edges. */
export interface RetiredExecution {
  readonly id: string;
  readonly increments: readonly DependencyIncrement[];
}

/**
 * How executions grow too old to be kept: they go, and what they showed of edges stays as sums. Edges keep their counters,
 * and a projection of what is left begins with these sums.
 */
export interface RetirementStore {
  /** Executions that ran before a point in time, the oldest first (equally old ones by id), `limit` at most. */
  oldest(query: {
    readonly before: Date;
    readonly limit: number;
    /** As in `PageRequest`. */
    readonly signal?: AbortSignal | undefined;
  }): Promise<ExecutionRecord[]>;
  /**
   * Deletes executions, adds the increments of those that it deleted to the sums, and rates the edges of these increments
   * anew, all in one transaction; ids that are unknown are ignored, with their increments, and of an id that comes twice the
   * first counts. An edge that does not exist is not created. Returns how many were deleted.
   */
  retire(executions: readonly RetiredExecution[], confidenceOf: ConfidenceOf): Promise<number>;
  /** The sums, an edge each; `observedAt` is the latest of what was added up. Paged by (from, to). */
  read(page: PageRequest<DependencyPair>): Promise<DependencyIncrement[]>;
  /**
   * Inserts sums of edges that have none, in one transaction; others stay. Edges stay as they are: the caller projects them
   * anew. Of a pair that comes twice the first counts. Returns how many were inserted.
   */
  insert(sums: readonly DependencyIncrement[]): Promise<number>;
  /** Deletes sums, in one transaction; pairs without one are ignored. Edges stay as they are. Returns how many. */
  remove(pairs: readonly DependencyPair[]): Promise<number>;
}
