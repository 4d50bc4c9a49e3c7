import type { EngineState } from '../engine-state.js';
import { clausesOf } from '../retrieval/query-terms.js';
import type { SuggestionQuery } from '../types.js';
import { stepKey } from './plan.js';
import { planningSettings } from './planning-settings.js';
import { createVoter, type Voter } from './voter.js';

/**
 * What search proposes: the best match of the whole intent, of each clause its best match where that is good enough,
 * and what these need to have run. Tools in `excluded` are passed over. Undefined where nothing matches.
 */
export function createSearchVoter(
  state: EngineState,
  query: SuggestionQuery,
  excluded: ReadonlySet<string>,
): Voter | undefined {
  const targets = findTargets(state, query, excluded);
  if (targets.length === 0) return undefined;
  const required = state.requirementsOf(targets, query.filter).map(({ toolId }) => toolId);
  const steps = [...targets, ...required].map((toolId) => stepKey(toolId, 0));
  return createVoter({ steps, edges: [] }, planningSettings.searchVote, false);
}

/** Best match first, ties by id. */
function findTargets(
  state: EngineState,
  { intent, embedding, filter }: SuggestionQuery,
  excluded: ReadonlySet<string>,
): string[] {
  const limit = excluded.size + 1;
  const bestScores = new Map<string, number>();
  const add = (text: string, vector: SuggestionQuery['embedding'], minimum: number) => {
    const ranked = state.rank({ text, embedding: vector, filter, limit });
    const best = ranked.find(({ toolId }) => !excluded.has(toolId));
    if (best === undefined || best.score < minimum) return;
    bestScores.set(best.toolId, Math.max(bestScores.get(best.toolId) ?? 0, best.score));
  };
  add(intent, embedding, 0);
  for (const clause of clausesOf(intent).slice(0, planningSettings.clauses)) {
    add(clause, undefined, planningSettings.clauseScore);
  }
  return Array.from(bestScores)
    .sort(([a, scoreOfA], [b, scoreOfB]) => scoreOfB - scoreOfA || (a < b ? -1 : 1))
    .map(([toolId]) => toolId);
}
