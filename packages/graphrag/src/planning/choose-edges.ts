import type { EngineState } from '../engine-state.js';
import { breakCycles, type WeightedEdge } from '../graph/break-cycles.js';
import { type StepKey, toolOf } from './plan.js';
import { planningSettings } from './planning-settings.js';
import type { Voter } from './voter.js';

/**
 * The edges between steps that stand in order: every declared one, and of the others those with the highest expected
 * F1. With p the posterior of each edge, sorted, and m the expected number of edges, the k most probable ones that
 * are no shortcut of stronger ones are taken, with the k that maximises 2 · Σ_{i≤k} p_i / (k + m). Acyclic.
 */
export function chooseEdges(
  ordered: readonly StepKey[],
  voters: readonly Voter[],
  { graph, habits }: Pick<EngineState, 'graph' | 'habits'>,
): readonly WeightedEdge[] {
  const declared: WeightedEdge[] = [];
  const learned: WeightedEdge[] = [];
  for (const [place, from] of ordered.entries()) {
    for (const [otherPlace, to] of ordered.entries()) {
      const edge = graph.edge(toolOf(from), toolOf(to));
      // Declarations weigh more than any posterior: a cycle is broken elsewhere.
      if (edge !== undefined && edge.source !== 'learned') declared.push({ from, to, weight: 1 + edge.confidence });
      else if (place < otherPlace) {
        learned.push({ from, to, weight: posterior(from, to, otherPlace === place + 1, voters, habits) });
      }
    }
  }
  const ranked = learned.filter(({ weight }) => weight > 0).sort(byWeight);
  const expectedCount = Math.max(
    expectedEdges(voters),
    ranked.reduce((sum, { weight }) => sum + weight, 0),
  );
  return breakCycles([...declared, ...mostExpected(withoutShortcuts(ranked, declared), expectedCount)]);
}

/** Probability of an edge between two steps of the plan; the voters' is backed off to the whole history's. */
function posterior(
  from: StepKey,
  to: StepKey,
  areSuccessive: boolean,
  voters: readonly Voter[],
  habits: EngineState['habits'],
): number {
  const { adjacency, adjacencyPrior, edgePrior, voteUnit } = planningSettings;
  let linked = 0;
  let both = 0;
  for (const { place, edgeWeights, weight, isObserved } of voters) {
    if (!isObserved || !place.has(from) || !place.has(to)) continue;
    both += weight / voteUnit;
    linked += ((edgeWeights.get(from)?.get(to) ?? 0) * weight) / voteUnit;
  }
  const [tool, other] = [toolOf(from), toolOf(to)];
  const linkedEver = habits.neededBy(tool).get(other) ?? 0;
  const bothEver = (habits.laterThan(tool).get(other) ?? 0) + (habits.laterThan(other).get(tool) ?? 0);
  const prior = areSuccessive && habits.steps > 0 ? (adjacency * habits.linkedSteps) / habits.steps : 0;
  const byHistory = (linkedEver + adjacencyPrior * prior) / (Math.max(bothEver, linkedEver) + adjacencyPrior);
  return (linked + edgePrior * byHistory) / (both + edgePrior);
}

/** Mean number of edges of the plans that ran. */
function expectedEdges(voters: readonly Voter[]): number {
  let sum = 0;
  let total = 0;
  for (const { plan, weight, isObserved } of voters) {
    if (!isObserved) continue;
    sum += weight * plan.edges.length;
    total += weight;
  }
  return total === 0 ? 0 : sum / total;
}

/** Leaves out every edge whose ends are joined already, by the given edges and those before it. */
function withoutShortcuts(edges: readonly WeightedEdge[], given: readonly WeightedEdge[]): WeightedEdge[] {
  const reached = new Map<StepKey, Set<StepKey>>();
  const reachedFrom = (step: StepKey) => reached.get(step) ?? new Set([step]);
  const join = ({ from, to }: WeightedEdge) => {
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

function mostExpected(ranked: readonly WeightedEdge[], expectedCount: number): readonly WeightedEdge[] {
  let sum = 0;
  let best = { count: 0, value: 0 };
  for (const [index, { weight }] of ranked.entries()) {
    sum += weight;
    const value = (2 * sum) / (index + 1 + expectedCount);
    if (value > best.value) best = { count: index + 1, value };
  }
  return ranked.slice(0, best.count);
}

function byWeight(a: WeightedEdge, b: WeightedEdge): number {
  if (a.weight !== b.weight) return b.weight - a.weight;
  if (a.from !== b.from) return a.from < b.from ? -1 : 1;
  return a.to < b.to ? -1 : 1;
}
