import type { Workflow } from '../../data/data-set.js';
import { nodeF1, type PlanShape, planShape } from '../metrics/plan.js';
import type { Neighbour, Neighbours } from './nearest-workflow.js';
import { createPopularity, type NextToolBaseline } from './next-tool-baselines.js';

/** Nearest past intents that vote, as in issue 5. */
export const neighbourCount = 30;

interface Voter {
  readonly shape: PlanShape;
  readonly weight: number;
}

/** Sizes above the best so far that are still tried: the rarer a tool, the less it adds. */
const patience = 10;
/** What adds no more than this is a rounding error. */
const tolerance = 1e-12;

/**
 * The set of tools with the highest mean F1 against the sets of the voters, among those that take tools by the votes
 * for them. Between two of them an edge, where most of the votes that have both have it. Nothing for no voter.
 */
export function consensusOf(neighbours: readonly Neighbour[]): PlanShape {
  const voters = neighbours.map(({ workflow, weight }) => ({ shape: planShape(workflow.tasks), weight }));
  const byVotes = ranked(countVotes(voters.map(({ shape, weight }) => ({ items: shape.tools, weight }))));
  let best: { tools: string[]; votes: number } = { tools: [], votes: 0 };
  for (const index of byVotes.keys()) {
    const tools = byVotes.slice(0, index + 1);
    const votes = voters.reduce((sum, { shape, weight }) => sum + weight * nodeF1({ tools, edges: [] }, shape), 0);
    if (votes > best.votes + tolerance) best = { tools, votes };
    if (index >= best.tools.length + patience) break;
  }
  return { tools: best.tools, edges: majorityEdges(best.tools, voters) };
}

function majorityEdges(tools: readonly string[], voters: readonly Voter[]): PlanShape['edges'] {
  return tools.flatMap((from) =>
    tools.flatMap((to) => {
      if (from === to) return [];
      let both = 0;
      let linked = 0;
      for (const { shape, weight } of voters) {
        if (!shape.tools.includes(from) || !shape.tools.includes(to)) continue;
        both += weight;
        if (shape.edges.some(([first, second]) => first === from && second === to)) linked += weight;
      }
      return linked * 2 > both ? [[from, to] as const] : [];
    }),
  );
}

/** k nearest neighbours without a graph, a plan: the consensus of the nearest past workflows. */
export function createConsensusPlan(neighbours: Neighbours): (intent: string) => PlanShape {
  return (intent) => consensusOf(neighbours(intent));
}

/**
 * k nearest neighbours without a graph, the next tool: what most of the nearest workflows ran after the last tool, then
 * their tools that have not run, then popularity.
 */
export function createConsensusNext(history: readonly Workflow[], neighbours: Neighbours): NextToolBaseline {
  const popular = createPopularity(history);
  return (executed, intent) => {
    const voters = neighbours(intent).map(({ workflow, weight }) => ({
      items: workflow.tasks.map(({ tool }) => tool),
      weight,
    }));
    const last = executed.at(-1) ?? '';
    const after = countVotes(voters.map(({ items, weight }) => ({ items: followerOf(last, items), weight })));
    const ran = new Set(executed);
    const remaining = ranked(countVotes(voters)).filter((tool) => !ran.has(tool));
    return [...new Set([...ranked(after), ...remaining, ...popular(executed, intent)])];
  };
}

/** What stands after the last occurrence of a tool: one tool or none. */
function followerOf(tool: string, tools: readonly string[]): readonly string[] {
  const at = tools.lastIndexOf(tool);
  return at < 0 ? [] : tools.slice(at + 1, at + 2);
}

/** Sums of the weights of the lists in which an item stands. */
function countVotes(voters: readonly { readonly items: readonly string[]; readonly weight: number }[]) {
  const votes = new Map<string, number>();
  for (const { items, weight } of voters) {
    for (const item of new Set(items)) votes.set(item, (votes.get(item) ?? 0) + weight);
  }
  return votes;
}

function ranked(votes: ReadonlyMap<string, number>): string[] {
  return [...votes].sort((left, right) => right[1] - left[1] || (left[0] < right[0] ? -1 : 1)).map(([item]) => item);
}
