import type { EngineState } from '../engine-state.js';
import { breakCycles, type WeightedEdge } from '../graph/break-cycles.js';
import { mostExpected } from './most-expected.js';
import { type StepKey, toolOf } from './plan.js';
import { planningSettings } from './planning-settings.js';
import type { Precedence } from './precedence.js';
import type { Voter } from './voter.js';

/** Lets the order decide between declarations that contradict each other and are believed alike. */
const forwardBonus = 1e-6;

interface LearnedEdge {
  readonly from: StepKey;
  readonly to: StepKey;
  readonly probability: number;
}

/**
 * The edges between steps that stand in order: every declared one, and of those that were learned the ones with the
 * highest expected F1 that are no shortcut of others. Acyclic: cycles of declarations are broken at their weakest.
 */
export function chooseEdges(
  ordered: readonly StepKey[],
  voters: readonly Voter[],
  comesFirst: Precedence,
  { graph, habits }: Pick<EngineState, 'graph' | 'habits'>,
): readonly WeightedEdge[] {
  const declared: WeightedEdge[] = [];
  const learned: LearnedEdge[] = [];
  for (const [place, from] of ordered.entries()) {
    for (const [otherPlace, to] of ordered.entries()) {
      const isForward = place < otherPlace;
      const edge = graph.edge(toolOf(from), toolOf(to));
      if (edge !== undefined && edge.source !== 'learned' && place === placeOfNeed(ordered, toolOf(from), otherPlace)) {
        // Above every probability: where both stand in a cycle, the learned edge goes.
        declared.push({ from, to, weight: 1 + edge.confidence + (isForward ? forwardBonus : 0) });
      } else if (isForward) {
        const isNext = otherPlace === place + 1;
        const probability = comesFirst(from, to) * linkProbability(from, to, isNext, voters, habits);
        if (probability > 0) learned.push({ from, to, probability });
      }
    }
  }
  const sum = learned.reduce((total, { probability }) => total + probability, 0);
  const direct = withoutShortcuts(learned.sort(byProbability), declared);
  const chosen = mostExpected(direct, Math.max(sum, meanEdgeCount(voters)));
  return breakCycles([...declared, ...chosen.map(({ from, to, probability }) => ({ from, to, weight: probability }))]);
}

/** A declaration asks for one call before: of repeated ones the nearest before the place, else the first of all. */
function placeOfNeed(ordered: readonly StepKey[], tool: string, place: number): number {
  const before = ordered.slice(0, place).findLastIndex((step) => toolOf(step) === tool);
  return before >= 0 ? before : ordered.findIndex((step) => toolOf(step) === tool);
}

/**
 * Probability that a step needs the one before it, where they run in this order; the voters' is backed off to the whole
 * history's.
 */
function linkProbability(
  from: StepKey,
  to: StepKey,
  areSuccessive: boolean,
  voters: readonly Voter[],
  habits: EngineState['habits'],
): number {
  const { adjacency, adjacencyPrior, edgePrior, voteUnit } = planningSettings;
  let linked = 0;
  let inOrder = 0;
  for (const { place, edgeWeights, weight } of voters) {
    const [placeOfFrom, placeOfTo] = [place.get(from), place.get(to)];
    if (placeOfFrom === undefined || placeOfTo === undefined || placeOfFrom > placeOfTo) continue;
    inOrder += weight / voteUnit;
    linked += ((edgeWeights.get(from)?.get(to) ?? 0) * weight) / voteUnit;
  }
  const [tool, other] = [toolOf(from), toolOf(to)];
  const linkedEver = habits.neededBy(tool).get(other) ?? 0;
  const inOrderEver = habits.laterThan(tool).get(other) ?? 0;
  const prior = areSuccessive && habits.steps > 0 ? (adjacency * habits.linkedSteps) / habits.steps : 0;
  const byHistory = (linkedEver + adjacencyPrior * prior) / (Math.max(inOrderEver, linkedEver) + adjacencyPrior);
  return (linked + edgePrior * byHistory) / (inOrder + edgePrior);
}

/** Mean number of edges of the plans that ran. */
function meanEdgeCount(voters: readonly Voter[]): number {
  let sum = 0;
  let total = 0;
  for (const { plan, weight } of voters) {
    sum += weight * plan.edges.length;
    total += weight;
  }
  return total === 0 ? 0 : sum / total;
}

/** Leaves out every edge whose ends are joined already, by the given edges and those before it. */
function withoutShortcuts(edges: readonly LearnedEdge[], given: readonly WeightedEdge[]): readonly LearnedEdge[] {
  const reached = new Map<StepKey, Set<StepKey>>();
  const reachedFrom = (step: StepKey) => reached.get(step) ?? new Set([step]);
  const join = ({ from, to }: { readonly from: StepKey; readonly to: StepKey }) => {
    reached.set(from, reachedFrom(from));
    const gained = reachedFrom(to);
    for (const steps of reached.values()) if (steps.has(from)) for (const step of gained) steps.add(step);
  };
  given.forEach(join);
  return edges.filter((edge) => {
    if (reachedFrom(edge.from).has(edge.to)) return false;
    join(edge);
    return true;
  });
}

function byProbability(a: LearnedEdge, b: LearnedEdge): number {
  if (a.probability !== b.probability) return b.probability - a.probability;
  if (a.from !== b.from) return a.from < b.from ? -1 : 1;
  return a.to < b.to ? -1 : 1;
}
