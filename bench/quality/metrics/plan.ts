/** A plan or a workflow, reduced to what is compared. */
export interface PlanShape {
  readonly tools: readonly string[];
  /** One (before, after) pair of tools for each `dependsOn`. */
  readonly edges: readonly (readonly [from: string, to: string])[];
}

interface Task {
  readonly id: string;
  readonly tool: string;
  readonly dependsOn: readonly string[];
}

export function planShape(tasks: readonly Task[]): PlanShape {
  const toolOf = new Map(tasks.map((task) => [task.id, task.tool]));
  return {
    tools: tasks.map((task) => task.tool),
    edges: tasks.flatMap((task) => task.dependsOn.map((id) => [toolOf.get(id) ?? '', task.tool] as const)),
  };
}

/** One tool after the other. */
export function chainShape(tools: readonly string[]): PlanShape {
  return { tools, edges: tools.slice(1).map((tool, index) => [tools[index]!, tool] as const) };
}

/** F1 over the sets of tools, as the literature on task planning has it (TaskBench, GNN4TaskPlan). */
export function nodeF1(plan: PlanShape, truth: PlanShape): number {
  return setF1(new Set(plan.tools), new Set(truth.tools));
}

/** F1 over the sets of (before, after) tool pairs. 1 where neither has one. */
export function edgeF1(plan: PlanShape, truth: PlanShape): number {
  return setF1(new Set(plan.edges.map(pairKey)), new Set(truth.edges.map(pairKey)));
}

/** 1 where tools and edges agree with their repeats, else 0. */
export function exactMatch(plan: PlanShape, truth: PlanShape): number {
  const key = ({ tools, edges }: PlanShape) => JSON.stringify([[...tools].sort(), edges.map(pairKey).sort()]);
  return key(plan) === key(truth) ? 1 : 0;
}

const pairKey = (pair: readonly [string, string]) => JSON.stringify(pair);

/** 2·|A ∩ B| / (|A| + |B|). */
function setF1(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  if (left.size + right.size === 0) return 1;
  let shared = 0;
  for (const item of left) if (right.has(item)) shared += 1;
  return (2 * shared) / (left.size + right.size);
}
