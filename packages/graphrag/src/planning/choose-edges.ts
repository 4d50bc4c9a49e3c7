import type { EngineState } from '../engine-state.js';
import { breakCycles, type WeightedEdge } from '../graph/break-cycles.js';
import { mostExpected } from './most-expected.js';
import { planningSettings } from './planning-settings.js';
import type { Precedence } from './precedence.js';
import type { StepPairs } from './step-pairs.js';
import type { StepPosterior } from './step-posteriors.js';
import type { Voter } from './voter.js';

/** Lets the order decide between declarations that contradict each other and are believed alike. */
const forwardBonus = 1e-6;

/** Between the numbers of two steps. */
interface NumberedEdge {
  readonly from: number;
  readonly to: number;
}

interface LearnedEdge extends NumberedEdge {
  /** Probability that the second step needs the first, where they run in this order. */
  readonly link: number;
  readonly probability: number;
}

/**
 * The edges between steps in the given order of their numbers: every declared one, of those that were learned the ones with the
 * highest expected F1, and all that are sure; none of these is a shortcut of others. A learned edge is right where both steps
 * are, run in this order, and the second needs the first. It is sure where in this order the second always needed the first: as
 * the plan has both, it matters no more how probable they are. Acyclic: cycles of declarations are broken at their weakest.
 */
export function chooseEdges(
  order: readonly number[],
  pairs: StepPairs,
  posteriors: readonly Pick<StepPosterior, 'step' | 'probability'>[],
  voters: readonly Voter[],
  comesFirst: Precedence,
  { graph, habits }: Pick<EngineState, 'graph' | 'habits'>,
): readonly WeightedEdge[] {
  const { steps, tools } = pairs;
  const linkProbability = createLinkProbability(pairs, habits);
  const known = new Map(posteriors.map(({ step, probability }) => [step, probability]));
  // What is only required is there because others require it.
  const right = steps.map((step) => known.get(step) ?? 1);
  const given: (NumberedEdge & { readonly weight: number })[] = [];
  const learned: LearnedEdge[] = [];
  const needs = tools.map((toolId) => new Map(graph.declaredPredecessors(toolId).map((edge) => [edge.from, edge])));
  let isAnyBackward = false;
  for (const [place, from] of order.entries()) {
    for (const [otherPlace, to] of order.entries()) {
      const isForward = place < otherPlace;
      const edge = needs[to]!.size === 0 ? undefined : needs[to]!.get(tools[from]!);
      if (edge !== undefined && place === placeOfNeed(order, tools, tools[from]!, otherPlace)) {
        // Above every probability: where both stand in a cycle, the learned edge goes.
        given.push({ from, to, weight: 1 + edge.confidence + (isForward ? forwardBonus : 0) });
        isAnyBackward ||= !isForward;
      } else if (from !== to) {
        const first = comesFirst(from, to);
        if (!isForward && first <= 0.5) continue;
        const link = linkProbability(from, to, otherPlace === place + 1);
        if (isForward && first * link > 0) {
          learned.push({ from, to, link, probability: right[from]! * right[to]! * first * link });
        } else if (link >= planningSettings.sureLink) {
          // The order is a compromise among all steps, and stands against what is surely needed of these two.
          given.push({ from, to, weight: first * link });
          isAnyBackward = true;
        }
      }
    }
  }
  const sum = learned.reduce((total, { probability }) => total + probability, 0);
  const direct = withoutShortcuts(learned.sort(byProbability), given, steps.length);
  const expected = mostExpected(direct, Math.max(sum, meanEdgeCount(voters)));
  const sure = learned.filter(({ link }) => link >= planningSettings.sureLink);
  const chosen = [...expected, ...withoutShortcuts(sure, [...given, ...expected], steps.length)];
  const edges = [...given, ...chosen.map(({ from, to, probability }) => ({ from, to, weight: probability }))].map(
    ({ from, to, weight }) => ({ from: steps[from]!, to: steps[to]!, weight }),
  );
  return isAnyBackward ? breakCycles(edges) : edges;
}

/** A declaration asks for one call before: of repeated ones the nearest before the place, else the first of all. */
function placeOfNeed(order: readonly number[], tools: readonly string[], tool: string, place: number): number {
  const before = order.slice(0, place).findLastIndex((step) => tools[step] === tool);
  return before >= 0 ? before : order.findIndex((step) => tools[step] === tool);
}

/**
 * Probability that the second of two steps needs the first, where they run in this order; the voters' is backed off to
 * the whole history's.
 */
function createLinkProbability(
  { tools, cellOf, inOrder, linked, inOrderEver }: StepPairs,
  habits: EngineState['habits'],
): (from: number, to: number, areSuccessive: boolean) => number {
  const { adjacency, adjacencyPrior, edgePrior } = planningSettings;
  const { steps, linkedSteps } = habits;
  const priorOfSuccessive = steps > 0 ? (adjacency * linkedSteps) / steps : 0;
  const needed = tools.map((toolId) => habits.neededBy(toolId));
  return (from, to, areSuccessive) => {
    const cell = cellOf(from, to);
    const linkedEver = needed[from]!.get(tools[to]!) ?? 0;
    const prior = areSuccessive ? priorOfSuccessive : 0;
    const byHistory =
      (linkedEver + adjacencyPrior * prior) / (Math.max(inOrderEver[cell]!, linkedEver) + adjacencyPrior);
    return (linked[cell]! + edgePrior * byHistory) / (inOrder[cell]! + edgePrior);
  };
}

/** Mean number of edges of the plans that ran. */
function meanEdgeCount(voters: readonly Voter[]): number {
  let sum = 0;
  let total = 0;
  for (const { plan, weight } of voters) {
    if (plan.steps.length === 0) continue;
    sum += weight * plan.edges.length;
    total += weight;
  }
  return total === 0 ? 0 : sum / total;
}

/** Leaves out every edge whose ends are joined already, by the given edges and those before it. */
function* withoutShortcuts(
  edges: readonly LearnedEdge[],
  given: readonly NumberedEdge[],
  count: number,
): Generator<LearnedEdge> {
  /** By row, what a step leads to: itself, and all that is joined. */
  const reached = new Uint8Array(count * count);
  for (let step = 0; step < count; step++) reached[step * count + step] = 1;
  const join = ({ from, to }: NumberedEdge) => {
    for (let row = 0; row < reached.length; row += count) {
      if (reached[row + from] === 0) continue;
      for (let step = 0; step < count; step++) reached[row + step]! |= reached[to * count + step]!;
    }
  };
  given.forEach(join);
  for (const edge of edges) {
    if (reached[edge.from * count + edge.to] === 1) continue;
    join(edge);
    yield edge;
  }
}

function byProbability(a: LearnedEdge, b: LearnedEdge): number {
  return b.probability - a.probability || a.from - b.from || a.to - b.to;
}
