/** A tool and its PageRank. */
export interface RankedByGraph {
  readonly toolId: string;
  /** In (0, 1]; over all tools they sum to 1. */
  readonly rank: number;
}

/** Tools that belong together by the edges between them. */
export interface CommunityStructure {
  /** Every tool is in exactly one, alone where it has no edges. The largest first, ties by the first id; tools by id. */
  readonly communities: readonly (readonly string[])[];
  /** How much more lies within communities than chance would put there, in [−1/2, 1); 0 without edges. */
  readonly modularity: number;
}

/** How one tool leads to another. */
export interface DependencyPath {
  /** From the first tool to the last, in the order in which they run. */
  readonly toolIds: readonly string[];
  /** Σ 1 / confidence over the edges: at least their number, and more the less they are believed. */
  readonly cost: number;
}

export interface RelatedToolsOptions {
  /** How many tools at most. @default 10 */
  readonly limit?: number | undefined;
  /** Counts every shared neighbour by the confidence of its two edges, instead of all alike. @default true */
  readonly weighted?: boolean | undefined;
}

/** A tool that shares neighbours in the graph with another. */
export interface RelatedTool {
  readonly toolId: string;
  /** The Adamic–Adar index, > 0. Says which of two tools is nearer; it is not a probability and has no upper bound. */
  readonly score: number;
}
