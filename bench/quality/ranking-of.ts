import type { SearchAnswer } from '@agentcards/graphrag';

/** Ids of the targets, best first. */
export function targetsOf({ results }: SearchAnswer): string[] {
  return results.filter(({ role }) => role === 'target').map(({ toolId }) => toolId);
}

/** Each target, and right after it what it needs where that was not ranked before. */
export function withRequirementsInPlace({ results }: SearchAnswer): string[] {
  const ranking = new Set<string>();
  const add = (id: string) => {
    ranking.add(id);
    for (const { toolId, requiredBy } of results) if (requiredBy?.includes(id) && !ranking.has(toolId)) add(toolId);
  };
  for (const { toolId, role } of results) if (role === 'target') add(toolId);
  return [...ranking];
}
