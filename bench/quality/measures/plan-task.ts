import type { DataSet, Workflow } from '../../data/data-set.js';
import type { Skipped } from '../evaluation.js';
import { edgeF1, exactMatch, nodeF1, type PlanShape, planShape } from '../metrics/plan.js';
import { type Split, splitWorkflows } from './split.js';

/** Plans a whole DAG for an intent. */
export type Planner = (intent: string) => PlanShape;

/** What is to be planned on one split of a set. */
export interface PlanTask {
  readonly history: readonly Workflow[];
  readonly answers: readonly { readonly intent: string; readonly truth: PlanShape }[];
  /** 1 for each answer that has an edge, else 0: edge F1 is a mean over these. */
  readonly withEdges: readonly number[];
}

export interface PlanScores extends Record<string, number> {
  readonly nodeF1: number;
  readonly edgeF1: number;
  readonly exact: number;
}

/** The intent of every held-out workflow that succeeded: what failed is no answer to its intent. */
export function planTask(set: DataSet, split: Split): PlanTask | Skipped {
  const { history, held } = splitWorkflows(set, split);
  const answers = held.flatMap(({ success, intent, tasks }) =>
    success && intent !== undefined ? [{ intent, truth: planShape(tasks) }] : [],
  );
  if (answers.length === 0) {
    return { title: `plan, ${split}`, skipped: 'no successful workflow with an intent is held out' };
  }
  return { history, answers, withEdges: answers.map(({ truth }) => (truth.edges.length > 0 ? 1 : 0)) };
}

export function scorePlan(proposed: PlanShape, truth: PlanShape): PlanScores {
  return {
    nodeF1: nodeF1(proposed, truth),
    edgeF1: edgeF1(proposed, truth),
    exact: exactMatch(proposed, truth),
  };
}
