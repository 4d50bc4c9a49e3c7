import type { DataSet } from '../../data/data-set.js';
import { createNearestWorkflow } from '../baselines/nearest-workflow.js';
import { createLoadedEngine, type Engine } from '../engine.js';
import type { Evaluation, Skipped } from '../evaluation.js';
import { edgeF1, exactMatch, nodeF1, type PlanShape, planShape } from '../metrics/plan.js';
import { type Split, splitWorkflows } from './split.js';

/**
 * Plans a whole DAG from the intent of every held-out workflow that succeeded: what failed is no answer to its intent.
 * Edge F1 is the mean over workflows that have an edge.
 */
export function measurePlans(set: DataSet, split: Split): Evaluation | Skipped {
  const title = `plan, ${split}`;
  const { history, held } = splitWorkflows(set, split);
  const answers = held.flatMap(({ success, intent, tasks }) =>
    success && intent !== undefined ? [{ intent, truth: planShape(tasks) }] : [],
  );
  if (answers.length === 0) return { title, skipped: 'no successful workflow with an intent is held out' };

  const all = answers.map(() => 1);
  const withEdges = answers.map(({ truth }) => (truth.edges.length > 0 ? 1 : 0));
  const nearest = createNearestWorkflow(history);
  const plan = (engine: Engine) => (intent: string) =>
    planShape(engine.suggest({ intent }).dag.tasks.map((task) => ({ ...task, tool: task.toolId })));
  const system = (name: string, planner: (intent: string) => PlanShape) => ({
    name,
    units: answers.map(({ intent, truth }) => {
      const proposed = planner(intent);
      return {
        nodeF1: nodeF1(proposed, truth),
        edgeF1: edgeF1(proposed, truth),
        exact: exactMatch(proposed, truth),
      };
    }),
  });

  return {
    title,
    note: `${answers.length} intents, learnt from ${history.length} workflows`,
    metrics: [
      { key: 'nodeF1', label: 'node F1', main: true, weights: all },
      { key: 'edgeF1', label: 'edge F1', main: true, weights: withEdges },
      { key: 'exact', label: 'exact', main: false, weights: all },
    ],
    baseline: 'nearest copy',
    systems: [
      system('nearest copy', (intent) => planShape(nearest(intent)?.tasks ?? [])),
      system('engine', plan(createLoadedEngine(set, { history }))),
      ...(set.dependencies.length > 0
        ? [system('engine + declared', plan(createLoadedEngine(set, { history, dependencies: set.dependencies })))]
        : []),
    ],
  };
}
