import type { ToolId } from './tool.js';

/** Who says that an edge exists: a person, a hint shipped with a tool, a schema contract, or executions. */
export type DependencySource = 'user' | 'hint' | 'schema' | 'learned';

/** A declared edge: `from` runs BEFORE `to`. */
export interface DependencyDeclaration {
  readonly from: ToolId;
  readonly to: ToolId;
  readonly source: Exclude<DependencySource, 'learned'>;
}

export interface DependencyPair {
  readonly from: ToolId;
  readonly to: ToolId;
}

/** How often an edge was observed, by outcome and by the kind of evidence. All are whole numbers from 0 to 2³¹ − 1. */
export interface DependencyCounters {
  /** Executions that showed the edge. */
  readonly observedCount: number;
  /** Of these, how many had both calls succeed. `successCount + failureCount = observedCount`. */
  readonly successCount: number;
  readonly failureCount: number;
  /** A value of the output of `from` was used in the arguments of `to`. */
  readonly dataFlowCount: number;
  /** The caller declared `dependsOn`. */
  readonly declaredCount: number;
  /** `to` started after `from` had ended, with no call between them. */
  readonly sequenceCount: number;
}

/** What one execution adds to one edge. */
export interface DependencyIncrement extends DependencyPair, DependencyCounters {
  readonly observedAt: Date;
}

/** An edge as stored. One row for a pair: a declared edge carries the counters of what was observed beside it. */
export interface DependencyRecord extends DependencyPair, DependencyCounters {
  readonly source: DependencySource;
  /**
   * In [0, 1]. Computed by the engine from the source and what was observed; stored, as of the last observation, for
   * readers of the database.
   */
  readonly confidence: number;
  readonly lastObserved?: Date | undefined;
}

/** An edge as it is listed: with what speaks against it. */
export interface ListedDependency extends DependencyRecord {
  /**
   * What was seen or declared speaks against the edge: it failed more often than it succeeded, or the two tools succeeded
   * more often in the other order, or somebody declared the other order. A declaration stands all the same.
   */
  readonly contradicted: boolean;
  /** The edge from `to` to `from`, where there is one. */
  readonly reverse?: DependencyRecord | undefined;
}

/**
 * Confidence of an edge as a row of the store: which edge, its source, its counters, and when it was last observed (the
 * present write included). Given to stores, so that the formula has one home. It may know more of the edge's evidence
 * than the row says; equal histories give equal confidences.
 */
export type ConfidenceOf = (
  edge: DependencyPair &
    DependencyCounters & { readonly source: DependencySource; readonly lastObserved?: Date | null | undefined },
) => number;
