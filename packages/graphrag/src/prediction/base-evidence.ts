import type { EngineState } from '../engine-state.js';
import type { PredictionQuery } from '../types.js';
import { type Amounts, toShares } from './evidence.js';
import type { PredictionComponent } from './mixture.js';
import type { NeighbourVotes } from './neighbour-votes.js';
import { predictionSettings } from './prediction-settings.js';
import { textEvidence } from './text-evidence.js';

/** What speaks for a tool whatever ran last, as shares that add up to 1; empty where nothing speaks for any. */
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
  isVisible: (toolId: string) => boolean,
): BaseEvidence {
  const { base } = predictionSettings;
  const speaking = weigh([
    { component: 'remaining', weight: base.remaining, shares: toShares(votes.remaining) },
    { component: 'text', weight: base.text, shares: textEvidence(state, query) },
    { component: 'dependency', weight: base.dependency, shares: declaredSuccessors(state, query.executed, isVisible) },
    { component: 'later', weight: base.later, shares: laterTools(state, query.executed, isVisible) },
  ]);
  if (speaking.length > 0) return speaking;
  const popular = new Map(Array.from(state.habits.runs).filter(([toolId]) => isVisible(toolId)));
  return weigh([{ component: 'popularity', weight: 1, shares: toShares(popular) }]);
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
    for (const { to, source, confidence } of graph.successors(toolId)) {
      if (source === 'learned' || hasRun.has(to) || !isVisible(to)) continue;
      found.set(to, Math.max(found.get(to) ?? 0, confidence));
    }
  }
  return toShares(found);
}

/** Tools that ran later than those before the last: the mean over these of their shares. */
function laterTools(
  { habits }: EngineState,
  executed: readonly string[],
  isVisible: (toolId: string) => boolean,
): Amounts {
  const earlier = new Set(executed.slice(0, -1));
  const found = new Map<string, number>();
  for (const toolId of earlier) {
    const later = toShares(new Map(Array.from(habits.laterThan(toolId)).filter(([other]) => isVisible(other))));
    for (const [other, share] of later) found.set(other, (found.get(other) ?? 0) + share / earlier.size);
  }
  return toShares(found);
}
