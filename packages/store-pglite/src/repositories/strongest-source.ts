import type { DependencyDeclaration, DependencySource } from '@agentcards/core';
import { type SQL, sql } from 'drizzle-orm';
import { toolDependency } from '../schema/tool-dependency.js';
import { pairKey } from './edge-increments.js';

const byStrength: readonly DependencySource[] = ['learned', 'schema', 'hint', 'user'];
const strength = (source: SQL | typeof toolDependency.source) =>
  sql`array_position(${sql.param(byStrength)}::text[], ${source})`;

/** Of the source that an edge has and the one that is declared, the stronger. */
export const strongerSource = sql`CASE WHEN ${strength(toolDependency.source)} > ${strength(sql`excluded.source`)}
  THEN ${toolDependency.source} ELSE excluded.source END`;

/** The declarations by pair, the strongest of each: one INSERT can meet a key only once. */
export function strongestByPair(edges: readonly DependencyDeclaration[]): DependencyDeclaration[] {
  const strongest = new Map<string, DependencyDeclaration>();
  for (const edge of edges) {
    const known = strongest.get(pairKey(edge));
    if (known === undefined || byStrength.indexOf(edge.source) > byStrength.indexOf(known.source)) {
      strongest.set(pairKey(edge), edge);
    }
  }
  return [...strongest.values()];
}
