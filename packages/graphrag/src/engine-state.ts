import type { DependencyView } from './graph/dependency-graph.js';
import type { Memory } from './memory/memory.js';
import type { Catalogue, RankedTool, RankQuery } from './retrieval/catalogue.js';
import type { Requirement } from './retrieval/requirements.js';
import type { ToolFilter } from './types.js';

/** What prediction and planning may read. Everything in it is ordered by content, never by arrival. */
export interface EngineState {
  readonly catalogue: Pick<Catalogue, 'size' | 'has' | 'get' | 'ids'>;
  /** Edges between tools that are in the catalogue. */
  readonly graph: DependencyView;
  readonly memory: Pick<Memory, 'size' | 'has' | 'executions' | 'nearest'>;
  /** Tools by how well they match a text, without requirements and context. */
  rank(query: RankQuery): readonly RankedTool[];
  /** What must have run before the given tools can, in the order of the tools. */
  requirementsOf(toolIds: readonly string[], filter?: ToolFilter): readonly Requirement[];
}
