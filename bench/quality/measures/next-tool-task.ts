import type { DataSet, Workflow } from '../../data/data-set.js';
import type { NextToolBaseline } from '../baselines/next-tool-baselines.js';
import type { Skipped } from '../evaluation.js';
import { type Split, splitWorkflows } from './split.js';

const depth = 10;
/** Below this share of successive tasks that depend on each other, the order of a file is not the order of running. */
const minimumLinkedShare = 0.5;

/** What is to be predicted on one split of a set. */
export interface NextToolTask {
  readonly history: readonly Workflow[];
  /** Held-out workflows of two tasks or more. */
  readonly chains: readonly Workflow[];
  /** Predicted steps of each. A mean over steps: each workflow counts by their number. */
  readonly weights: readonly number[];
}

export interface ChainScores extends Record<string, number> {
  readonly hitAt1: number;
  readonly hitAt3: number;
  readonly mrr: number;
}

/**
 * Tasks 2..n of every held-out workflow, from the tasks before and the intent. The first task is left out: nothing has
 * run yet, so that is search. Failed runs are predicted too: they are what an agent did next.
 */
export function nextToolTask(set: DataSet, split: Split): NextToolTask | Skipped {
  const title = `next tool, ${split}`;
  const { history, held } = splitWorkflows(set, split);
  const chains = held.filter(({ tasks }) => tasks.length > 1);
  if (chains.length === 0) return { title, skipped: 'no workflow of two tasks or more is held out' };
  const linked = linkedShare(chains);
  if (linked < minimumLinkedShare) {
    return { title, skipped: `only ${Math.round(100 * linked)} % of successive tasks are ordered` };
  }
  return { history, chains, weights: chains.map(({ tasks }) => tasks.length - 1) };
}

/** Means over the predicted steps of one workflow. */
export function measureChain({ tasks, intent }: Workflow, rank: NextToolBaseline): ChainScores {
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
