import type { EngineState } from '../engine-state.js';
import { entry } from '../entry.js';
import type { DependencyEdge } from '../graph/dependency-graph.js';
import { edgePriors } from '../graph/edge-confidence.js';
import { TopRanked } from '../retrieval/top-ranked.js';
import type { PredictionQuery } from '../types.js';
import type { Amounts } from './evidence.js';
import type { Outcomes } from './mixture.js';
import { predictionSettings } from './prediction-settings.js';

/**
 * What the best tools lose, and what has to run before them gains, where it has neither run nor is in use. With n the executions
 * that ran a tool, k those of them in which the needed one ran before, and a, b the pseudo-counts of who says that it is needed, it is with
 * the probability
 *
 *     (k + a) / (n + a + b)
 *
 * A need that nobody declared is proven in most executions, and it and a hint count from `sureNeed` on: of two tools that
 * stand in for each other neither is sure. The gain goes to what can run now, in proportion to how probable it is.
 */
export function needsFirst(
  { graph, habits }: Pick<EngineState, 'graph' | 'habits'>,
  { executed, context = [] }: Pick<PredictionQuery, 'executed' | 'context'>,
  { tools }: Pick<Outcomes, 'tools'>,
  probabilities: ArrayLike<number>,
  isVisible: (toolId: string) => boolean,
): Amounts {
  const { checkedTools, sureNeed, floor, mostNeeds } = predictionSettings.needs;
  const hasRun = new Set([...executed, ...context]);
  const needOf = ({ from, to, source }: DependencyEdge) => {
    const { successes, failures } = edgePriors[source];
    const ahead = habits.laterThan(from).get(to) ?? 0;
    return (ahead + successes) / ((habits.runs.get(to) ?? 0) + successes + failures);
  };
  const known = new Map<string, readonly DependencyEdge[]>();
  const missingOf = (toolId: string) => entry(known, toolId, () => findMissing(toolId));
  const findMissing = (toolId: string) => {
    const proven = graph
      .provenPredecessors(toolId)
      .filter((edge) => edge.source === 'learned' && needOf(edge) >= sureNeed);
    const declared = graph
      .declaredPredecessors(toolId)
      .filter((edge) => edge.source !== 'hint' || needOf(edge) >= sureNeed);
    return [...declared, ...proven].filter(({ from }) => isVisible(from) && !hasRun.has(from));
  };
  /** Of all that has to run before it, what needs nothing else; of a circle its last. */
  const readyFor = (toolId: string) => {
    const passed = new Set([toolId]);
    const ready: string[] = [];
    for (const needing of passed) {
      const further = missingOf(needing).filter(({ from }) => !passed.has(from));
      if (further.length === 0 || passed.size > mostNeeds) ready.push(needing);
      else for (const { from } of further) passed.add(from);
    }
    return ready;
  };

  const best = new TopRanked<{ toolId: string; score: number }>(checkedTools);
  for (const [place, { toolId }] of tools.entries()) {
    const score = probabilities[place]!;
    if (best.accepts(score) && !hasRun.has(toolId)) best.add({ toolId, score });
  }
  const changes = new Map<string, number>();
  const change = (toolId: string, amount: number) => changes.set(toolId, (changes.get(toolId) ?? 0) + amount);
  let foreseen: ReadonlyMap<string, number> | undefined;
  for (const { toolId, score } of best.best()) {
    const missing = missingOf(toolId);
    if (missing.length === 0) continue;
    foreseen ??= new Map(tools.map((tool, place) => [tool.toolId, probabilities[place]!]));
    const moved = score * (1 - missing.reduce((product, edge) => product * (1 - needOf(edge)), 1));
    const ready = readyFor(toolId).map((id) => ({ id, weight: floor + (foreseen!.get(id) ?? 0) }));
    const sum = ready.reduce((total, { weight }) => total + weight, 0);
    change(toolId, -moved);
    for (const { id, weight } of ready) change(id, (moved * weight) / sum);
  }
  return changes;
}
