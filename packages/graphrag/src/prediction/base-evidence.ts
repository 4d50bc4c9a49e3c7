import type { EngineState } from '../engine-state.js';
import { contextScores } from '../graph/context-scores.js';
import { declaredRequirements } from '../graph/declared-requirements.js';
import { visibleGraph } from '../graph/visible-graph.js';
import { TopRanked } from '../retrieval/top-ranked.js';
import type { PredictionQuery } from '../types.js';
import { type Amounts, toShares } from './evidence.js';
import type { PredictionComponent } from './mixture.js';
import type { NeighbourVotes } from './neighbour-votes.js';
import { predictionSettings } from './prediction-settings.js';

/** What speaks for a tool whatever ran last; weights and shares add up to at most 1. */
export type BaseEvidence = readonly {
  readonly component: PredictionComponent;
  readonly weight: number;
  readonly shares: Amounts;
}[];

/** Gathers the base evidence. Popularity speaks only where nothing else does. */
export function gatherBase(
  state: EngineState,
  query: PredictionQuery,
  votes: NeighbourVotes,
  byText: Amounts,
  isVisible: (toolId: string) => boolean,
): BaseEvidence {
  const { base } = predictionSettings;
  const { executed } = query;
  const sources: BaseEvidence = [
    { component: 'remaining', weight: base.remaining, shares: toShares(votes.remaining) },
    { component: 'text', weight: base.text, shares: withRequirementsFirst(state, query, byText, isVisible) },
    { component: 'dependency', weight: base.dependency, shares: declaredSuccessors(state, executed, isVisible) },
    { component: 'context', weight: base.context, shares: neighboursOf(state, query, isVisible) },
  ];
  const speaking = weigh(sources.filter(({ component }) => !state.isLeftOut(component)));
  if (speaking.length > 0) return speaking;
  const popular = new Map(Array.from(state.habits.runs).filter(([toolId]) => isVisible(toolId)));
  return [{ component: 'popularity', weight: base.popularity, shares: toShares(popular) }];
}

function weigh(evidence: BaseEvidence): BaseEvidence {
  const speaking = evidence.filter(({ shares }) => shares.size > 0);
  const total = speaking.reduce((sum, { weight }) => sum + weight, 0);
  return speaking.map((source) => ({ ...source, weight: source.weight / total }));
}

/** Tools that declared edges lead to from those that have run. What was learned of edges is in the counts. */
function declaredSuccessors(
  { graph }: EngineState,
  executed: readonly string[],
  isVisible: (toolId: string) => boolean,
): Amounts {
  const hasRun = new Set(executed);
  const found = new Map<string, number>();
  for (const toolId of hasRun) {
    for (const { to, confidence } of graph.declaredSuccessors(toolId)) {
      if (hasRun.has(to) || !isVisible(to)) continue;
      found.set(to, Math.max(found.get(to) ?? 0, confidence));
    }
  }
  return toShares(found);
}

/** Tools that have not run, by how strongly the graph leads to them from tools in use. */
function neighboursOf(
  { graph }: EngineState,
  { context = [], executed }: PredictionQuery,
  isVisible: (toolId: string) => boolean,
): Amounts {
  const found = new Map(contextScores(context, visibleGraph(graph, isVisible)));
  for (const toolId of [...context, ...executed]) found.delete(toolId);
  return toShares(found);
}

/**
 * Gives the share of a tool that needs others first, by declaration, to those of them that have not run. What only a
 * tool needs that has run, has run too.
 */
function withRequirementsFirst(
  { graph }: EngineState,
  { executed, context = [] }: PredictionQuery,
  shares: Amounts,
  isVisible: (toolId: string) => boolean,
): Amounts {
  const hasRun = new Set([...executed, ...context]);
  const isToRun = (toolId: string) => isVisible(toolId) && !hasRun.has(toolId);
  const moved = new Map(shares);
  const best = new TopRanked(predictionSettings.checkedTools);
  for (const [toolId, score] of shares) if (best.accepts(score)) best.add({ toolId, score });
  for (const { toolId, score: share } of best.best()) {
    const missing = declaredRequirements(toolId, graph, isToRun);
    if (missing.length === 0) continue;
    moved.set(toolId, moved.get(toolId)! - share);
    for (const required of missing) moved.set(required, (moved.get(required) ?? 0) + share / missing.length);
  }
  return moved;
}
