import type { EngineState } from '../engine-state.js';
import { clausesOf } from '../retrieval/query-terms.js';
import type { SuggestionQuery } from '../types.js';
import { planningSettings } from './planning-settings.js';

/**
 * How probable it is, by the words alone, that a plan for the intent has the tool: the best match of the whole
 * intent, that of each clause, and what these need to have run. Tools in `excluded` are passed over.
 */
export function matchText(
  state: EngineState,
  { intent, embedding, filter }: SuggestionQuery,
  excluded: ReadonlySet<string>,
): ReadonlyMap<string, number> {
  const { clauseMatch, clauses, wholeMatch } = planningSettings;
  const limit = excluded.size + 1;
  const matches = new Map<string, number>();
  const match = (text: string, vector: SuggestionQuery['embedding'], { probability, half }: MatchStrength) => {
    const ranked = state.rank({ text, embedding: vector, filter, limit });
    const best = ranked.find(({ toolId }) => !excluded.has(toolId));
    if (best !== undefined) raise(matches, best.toolId, (probability * best.coverage) / (best.coverage + half));
  };
  match(intent, embedding, wholeMatch);
  for (const clause of clausesOf(intent).slice(0, clauses)) match(clause, undefined, clauseMatch);

  for (const { toolId, requiredBy } of state.requirementsOf(Array.from(matches.keys()), filter)) {
    for (const needing of requiredBy) {
      const { confidence } = state.graph.edge(toolId, needing)!;
      raise(matches, toolId, confidence * (matches.get(needing) ?? 0));
    }
  }
  return matches;
}

interface MatchStrength {
  readonly probability: number;
  readonly half: number;
}

function raise(amounts: Map<string, number>, toolId: string, amount: number): void {
  amounts.set(toolId, Math.max(amounts.get(toolId) ?? 0, amount));
}
