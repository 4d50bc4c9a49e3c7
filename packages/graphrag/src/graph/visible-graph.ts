import type { DependencyView } from './dependency-graph.js';

/** What a question about neighbours reads. */
export type Neighbourhood = Pick<DependencyView, 'predecessors' | 'successors' | 'runs'>;

/** The graph without the tools that a caller may not see, as if they were in no catalogue. */
export function visibleGraph(graph: Neighbourhood, isVisible: (toolId: string) => boolean): Neighbourhood {
  return {
    predecessors: (toolId) =>
      isVisible(toolId) ? graph.predecessors(toolId).filter(({ from }) => isVisible(from)) : [],
    successors: (toolId) => (isVisible(toolId) ? graph.successors(toolId).filter(({ to }) => isVisible(to)) : []),
    runs: graph.runs,
  };
}
