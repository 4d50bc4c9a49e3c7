import type { Workflow } from '../../data/data-set.js';
import { nodeF1, type PlanShape, planShape } from '../metrics/plan.js';
import type { NearestWorkflows } from './nearest-workflow.js';
import { createPopularity, type NextToolBaseline } from './next-tool-baselines.js';

/** Nearest past intents that vote, as in issue 5. */
export const neighbourCount = 30;

/**
 * The set of tools with the highest mean F1 against the sets of the given workflows, each of which counts alike, among
 * those that take tools by how many workflows have them. Between two of them an edge, where most of the workflows
 * that have both have it. Nothing for no workflow.
 */
export function consensusOf(workflows: readonly Workflow[]): PlanShape {
  const shapes = workflows.map(({ tasks }) => planShape(tasks));
  const holders = countBy(shapes.map(({ tools }) => tools));
  const byShare = [...holders.keys()].sort((a, b) => holders.get(b)! - holders.get(a)! || (a < b ? -1 : 1));
  let best: { tools: string[]; expected: number } = { tools: [], expected: 0 };
  for (const size of byShare.keys()) {
    const tools = byShare.slice(0, size + 1);
    const expected = shapes.reduce((sum, shape) => sum + nodeF1({ tools, edges: [] }, shape), 0) / shapes.length;
    // A tool that adds nothing more than a rounding error is left out.
    if (expected > best.expected + 1e-12) best = { tools, expected };
    // F1 falls from here on: the rarer a tool, the less it adds.
    if (size > best.tools.length + longestSearch) break;
  }
  return { tools: best.tools, edges: majorityEdges(best.tools, shapes) };
}

const longestSearch = 10;

function majorityEdges(tools: readonly string[], shapes: readonly PlanShape[]): PlanShape['edges'] {
  return tools.flatMap((from) =>
    tools.flatMap((to) => {
      if (from === to) return [];
      const both = shapes.filter((shape) => shape.tools.includes(from) && shape.tools.includes(to));
      const linked = both.filter(({ edges }) => edges.some(([first, second]) => first === from && second === to));
      return linked.length * 2 > both.length ? [[from, to] as const] : [];
    }),
  );
}

/** k nearest neighbours without a graph, a plan: the consensus of the nearest past workflows. */
export function createConsensusPlan(nearest: NearestWorkflows): (intent: string) => PlanShape {
  return (intent) => consensusOf(nearest(intent));
}

/**
 * k nearest neighbours without a graph, the next tool: what most of the nearest workflows ran after the last tool, then
 * their tools that have not run, then popularity.
 */
export function createConsensusNext(history: readonly Workflow[], nearest: NearestWorkflows): NextToolBaseline {
  const popular = createPopularity(history);
  return (executed, intent) => {
    const neighbours = nearest(intent).map(({ tasks }) => tasks.map(({ tool }) => tool));
    const last = executed.at(-1) ?? '';
    const after = countBy(
      neighbours.map((tools) =>
        tools.includes(last) ? tools.slice(tools.lastIndexOf(last) + 1, tools.lastIndexOf(last) + 2) : [],
      ),
    );
    const present = countBy(neighbours);
    const ran = new Set(executed);
    const order = (tool: string) => [after.get(tool) ?? 0, ran.has(tool) ? 0 : (present.get(tool) ?? 0)] as const;
    const voted = [...present.keys()]
      .filter((tool) => after.has(tool) || !ran.has(tool))
      .sort((left, right) => {
        const [a, b] = [order(left), order(right)];
        return b[0] - a[0] || b[1] - a[1] || (left < right ? -1 : 1);
      });
    return [...new Set([...voted, ...popular(executed, intent)])];
  };
}

/** In how many of the lists an item stands. */
function countBy(lists: readonly (readonly string[])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const list of lists) for (const item of new Set(list)) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
