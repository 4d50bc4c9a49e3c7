import type { EngineState } from '../engine-state.js';
import { breakCycles, type WeightedEdge } from '../graph/break-cycles.js';
import type { ChosenSteps } from './choose-steps.js';
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
 * highest expected F1 that are no shortcut of others. A learned edge is right where both steps are, run in this order, and
 * the second needs the first. Acyclic: cycles of declarations are broken at their weakest.
 */
export function chooseEdges(
  { steps: ordered, posteriors }: ChosenSteps,
  voters: readonly Voter[],
  comesFirst: Precedence,
  { graph, habits }: Pick<EngineState, 'graph' | 'habits'>,
): readonly WeightedEdge[] {
  const linkProbability = createLinkProbability(ordered, voters, habits);
  const known = new Map(posteriors.map(({ step, probability }) => [step, probability]));
  // What is only required is there because others require it.
  const right = ordered.map((step) => known.get(step) ?? 1);
  const declared: WeightedEdge[] = [];
  const learned: LearnedEdge[] = [];
  const needs = ordered.map(
    (step) => new Map(graph.declaredPredecessors(toolOf(step)).map((edge) => [edge.from, edge])),
  );
  for (const [place, from] of ordered.entries()) {
    for (const [otherPlace, to] of ordered.entries()) {
      const isForward = place < otherPlace;
      const edge = needs[otherPlace]!.get(toolOf(from));
      if (edge !== undefined && place === placeOfNeed(ordered, toolOf(from), otherPlace)) {
        // Above every probability: where both stand in a cycle, the learned edge goes.
        declared.push({ from, to, weight: 1 + edge.confidence + (isForward ? forwardBonus : 0) });
      } else if (isForward) {
        const areRight = right[place]! * right[otherPlace]!;
        const probability = areRight * comesFirst(from, to) * linkProbability(place, otherPlace);
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
 * Probability that the second of two steps, told by their places, needs the first, where they run in this order; the
 * voters' is backed off to the whole history's.
 */
function createLinkProbability(
  ordered: readonly StepKey[],
  voters: readonly Voter[],
  habits: EngineState['habits'],
): (place: number, laterPlace: number) => number {
  const { adjacency, adjacencyPrior, edgePrior, voteUnit } = planningSettings;
  const { steps, linkedSteps } = habits;
  const tools = ordered.map(toolOf);
  const places = ordered.map((step) => voters.map(({ place }) => place.get(step)));
  const needed = tools.map((toolId) => habits.neededBy(toolId));
  const later = tools.map((toolId) => habits.laterThan(toolId));
  return (place, laterPlace) => {
    let linked = 0;
    let inOrder = 0;
    for (const [index, { edgeWeights, weight }] of voters.entries()) {
      const [placeOfFrom, placeOfTo] = [places[place]![index], places[laterPlace]![index]];
      if (placeOfFrom === undefined || placeOfTo === undefined || placeOfFrom > placeOfTo) continue;
      inOrder += weight / voteUnit;
      linked += ((edgeWeights.get(ordered[place]!)?.get(ordered[laterPlace]!) ?? 0) * weight) / voteUnit;
    }
    const linkedEver = needed[place]!.get(tools[laterPlace]!) ?? 0;
    const inOrderEver = later[place]!.get(tools[laterPlace]!) ?? 0;
    const prior = laterPlace === place + 1 && steps > 0 ? (adjacency * linkedSteps) / steps : 0;
    const byHistory = (linkedEver + adjacencyPrior * prior) / (Math.max(inOrderEver, linkedEver) + adjacencyPrior);
    return (linked + edgePrior * byHistory) / (inOrder + edgePrior);
  };
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
