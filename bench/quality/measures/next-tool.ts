import type { DataSet, Workflow } from '../../data/data-set.js';
import { createNearestWorkflow } from '../baselines/nearest-workflow.js';
import { createMarkov, createNearestCopyNext, createPopularity } from '../baselines/next-tool-baselines.js';
import { createLoadedEngine, type Engine } from '../engine.js';
import type { Evaluation, Skipped } from '../evaluation.js';
import { type Split, splitWorkflows } from './split.js';

const depth = 10;
/** Below this share of successive tasks that depend on each other, the order of a file is not the order of running. */
const minimumLinkedShare = 0.5;

type Ranker = (executed: readonly string[], intent: string | undefined) => readonly string[];

/**
 * Predicts tasks 2..n of every held-out workflow from the tasks before it and the intent. The first task is left out:
 * nothing has run yet, so that is search. Failed runs are predicted too: they are what an agent did next.
 */
export function measureNextTool(set: DataSet, split: Split): Evaluation | Skipped {
  const title = `next tool, ${split}`;
  const { history, held } = splitWorkflows(set, split);
  const chains = held.filter(({ tasks }) => tasks.length > 1);
  if (chains.length === 0) return { title, skipped: 'no workflow of two tasks or more is held out' };
  const linked = linkedShare(chains);
  if (linked < minimumLinkedShare) {
    return { title, skipped: `only ${Math.round(100 * linked)} % of successive tasks are ordered` };
  }

  // A mean over steps: each workflow counts by its number of steps.
  const weights = chains.map(({ tasks }) => tasks.length - 1);
  const predict = (engine: Engine): Ranker => {
    return (executed, intent) =>
      engine.predictNext({ executed, intent, topK: depth }).predictions.map(({ toolId }) => toolId);
  };
  const system = (name: string, rank: Ranker) => ({ name, units: chains.map((chain) => measureChain(chain, rank)) });

  return {
    title,
    note: `${weights.reduce((sum, count) => sum + count, 0)} steps, learnt from ${history.length} workflows`,
    metrics: [
      { key: 'hitAt1', label: 'hit@1', main: true, weights },
      { key: 'hitAt3', label: 'hit@3', main: false, weights },
      { key: 'mrr', label: 'MRR@10', main: false, weights },
    ],
    baseline: 'first-order Markov',
    systems: [
      system('popularity', createPopularity(history)),
      system('first-order Markov', createMarkov(history)),
      system('nearest copy', createNearestCopyNext(history, createNearestWorkflow(history))),
      system('engine', predict(createLoadedEngine(set, { history }))),
      ...(set.dependencies.length > 0
        ? [system('engine + declared', predict(createLoadedEngine(set, { history, dependencies: set.dependencies })))]
        : []),
    ],
  };
}

function measureChain({ tasks, intent }: Workflow, rank: Ranker): Record<'hitAt1' | 'hitAt3' | 'mrr', number> {
  const tools = tasks.map(({ tool }) => tool);
  const ranks = tools.slice(1).map((tool, index) =>
    rank(tools.slice(0, index + 1), intent)
      .slice(0, depth)
      .indexOf(tool),
  );
  const mean = (value: (rank: number) => number) => ranks.reduce((sum, at) => sum + value(at), 0) / ranks.length;
  return {
    hitAt1: mean((at) => (at === 0 ? 1 : 0)),
    hitAt3: mean((at) => (at >= 0 && at < 3 ? 1 : 0)),
    mrr: mean((at) => (at < 0 ? 0 : 1 / (at + 1))),
  };
}

function linkedShare(workflows: readonly Workflow[]): number {
  const pairs = workflows.flatMap(({ tasks }) =>
    tasks.slice(1).map(({ dependsOn }, index) => dependsOn.includes(tasks[index]!.id)),
  );
  return pairs.filter(Boolean).length / pairs.length;
}
