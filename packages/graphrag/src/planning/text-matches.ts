import type { EngineState } from '../engine-state.js';
import { contextScores } from '../graph/context-scores.js';
import { visibleGraph } from '../graph/visible-graph.js';
import { createVisibility } from '../prediction/visibility.js';
import { clausesOf, outermost } from '../retrieval/query-terms.js';
import { mayPlan, type PlanQuery } from './plan-query.js';
import { planningSettings } from './planning-settings.js';

/**
 * How probable it is, by the words alone, that a plan for the intent has the tool: the best match of the whole intent,
 * that of each clause, what the graph leads to from tools in use, and what these need to have run. Tools in `excluded`
 * are passed over.
 */
export function matchText(
  state: EngineState,
  query: PlanQuery,
  excluded: ReadonlySet<string>,
): ReadonlyMap<string, number> {
  const { intent, embedding, filter, context = [] } = query;
  const { clauseMatch, clauses, wholeMatch } = planningSettings;
  const limit = rankingLimit(excluded);
  const matches = new Map<string, number>();
  const match = (text: string, vector: PlanQuery['embedding'], { best, further, others }: MatchStrength) => {
    let place = 0;
    for (const { toolId, score } of state.rank({ text, embedding: vector, filter, limit })) {
      if (excluded.has(toolId)) continue;
      raise(matches, toolId, (place === 0 ? best : further) * score);
      if (place++ === others) break;
    }
  };
  if (!state.isLeftOut('text')) match(intent, embedding, wholeMatch);
  for (const clause of state.isLeftOut('text') ? [] : outermost(clausesOf(intent), clauses)) {
    match(clause, undefined, clauseMatch);
  }

  const isVisible = createVisibility(state, filter);
  if (context.length > 0) {
    for (const [toolId, strength] of contextScores(context, visibleGraph(state.graph, isVisible))) {
      if (!excluded.has(toolId)) raise(matches, toolId, planningSettings.contextMatch * strength);
    }
  }
  // Also of a tool for which the words speak themselves, a little.
  const byWords = new Map(matches);
  for (const [toolId, needing] of state.chainsTo(
    Array.from(matches.keys()),
    mayPlan(query, isVisible),
    new Set(context),
  )) {
    for (const [target, confidence] of needing) raise(matches, toolId, confidence * byWords.get(target)!);
  }
  return matches;
}

/** As many for every plan of an intent, and for predictions: the catalogue remembers what it answered. */
export function rankingLimit(excluded: ReadonlySet<string>): number {
  const { rankedTools, wholeMatch } = planningSettings;
  return Math.max(rankedTools, excluded.size + 1 + wholeMatch.others);
}

interface MatchStrength {
  readonly best: number;
  readonly further: number;
  readonly others: number;
}

function raise(amounts: Map<string, number>, toolId: string, amount: number): void {
  amounts.set(toolId, Math.max(amounts.get(toolId) ?? 0, amount));
}
