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
  const limit = excluded.size + 1 + wholeMatch.others;
  const matches = new Map<string, number>();
  const match = (text: string, vector: SuggestionQuery['embedding'], { best, further, others }: MatchStrength) => {
    const ranked = state.rank({ text, embedding: vector, filter, limit }).filter(({ toolId }) => !excluded.has(toolId));
    for (const [place, { toolId, score }] of ranked.slice(0, 1 + others).entries()) {
      raise(matches, toolId, (place === 0 ? best : further) * score);
    }
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
  readonly best: number;
  readonly further: number;
  readonly others: number;
}

function raise(amounts: Map<string, number>, toolId: string, amount: number): void {
  amounts.set(toolId, Math.max(amounts.get(toolId) ?? 0, amount));
}
