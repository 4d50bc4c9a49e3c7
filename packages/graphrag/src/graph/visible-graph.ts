import type { DependencyEdge, DependencyView } from './dependency-graph.js';

/** What a question about neighbours reads. */
export interface Neighbourhood extends Pick<DependencyView, 'predecessors' | 'successors' | 'runs'> {
  /** Number of neighbours. */
  degree(toolId: string): number;
}

/**
 * The graph without the tools that a caller may not see, as if they were in no catalogue. Made for one question to the
 * engine: it remembers its answers, because all tools in use may lead to one that has edges with thousands.
 */
export function visibleGraph(
  graph: Pick<DependencyView, 'predecessors' | 'successors' | 'neighbours' | 'runs'>,
  isVisible: (toolId: string) => boolean,
): Neighbourhood {
  const visibleEdges = (read: (toolId: string) => readonly DependencyEdge[], other: 'from' | 'to') =>
    remembering((toolId) => (isVisible(toolId) ? read(toolId).filter((edge) => isVisible(edge[other])) : []));
  return {
    predecessors: visibleEdges(graph.predecessors, 'from'),
    successors: visibleEdges(graph.successors, 'to'),
    degree: remembering((toolId) => (isVisible(toolId) ? graph.neighbours(toolId).filter(isVisible).length : 0)),
    runs: graph.runs,
  };
}

function remembering<Answer>(ask: (toolId: string) => Answer): (toolId: string) => Answer {
  const known = new Map<string, Answer>();
  return (toolId) => {
    let answer = known.get(toolId);
    if (answer === undefined) {
      answer = ask(toolId);
      known.set(toolId, answer);
    }
    return answer;
  };
}
