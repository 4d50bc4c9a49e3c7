import type { DependencyView } from './dependency-graph.js';

/** Bounds, so that cycles and long chains end. */
const maximumCount = 20;

/** Every permitted tool that declared edges lead from to this one, over any number of edges; nearest first. */
export function declaredRequirements(
  toolId: string,
  graph: Pick<DependencyView, 'declaredPredecessors'>,
  isVisible: (toolId: string) => boolean,
): readonly string[] {
  const found = new Set([toolId]);
  for (const needing of found) {
    for (const { from } of graph.declaredPredecessors(needing)) {
      if (found.size > maximumCount) break;
      if (isVisible(from)) found.add(from);
    }
  }
  return Array.from(found).slice(1);
}
