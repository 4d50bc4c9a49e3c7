import type { DependencyRecord, ListedDependency } from '../contracts/dependency.js';
import type { EdgeFacts } from './resolved-edges.js';

/** Edges with what speaks against them; each edge stands once among them. */
export function listedDependencies(
  edges: readonly EdgeFacts[],
  confidenceOf: (edge: EdgeFacts) => number,
): ListedDependency[] {
  const key = (from: string, to: string) => JSON.stringify([from, to]);
  const byPair = new Map(
    edges.map((edge): [string, DependencyRecord] => [
      key(edge.from, edge.to),
      { ...edge, confidence: confidenceOf(edge) },
    ]),
  );
  return Array.from(byPair.values(), (edge) => {
    const reverse = byPair.get(key(edge.to, edge.from));
    return { ...edge, contradicted: isContradicted(edge, reverse), ...(reverse && { reverse }) };
  });
}

function isContradicted(edge: DependencyRecord, reverse: DependencyRecord | undefined): boolean {
  if (edge.failureCount > edge.successCount) return true;
  return reverse !== undefined && (reverse.source !== 'learned' || reverse.successCount > edge.successCount);
}
