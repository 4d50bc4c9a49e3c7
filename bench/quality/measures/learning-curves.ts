import type { Workflow } from '../../data/data-set.js';
import { evenlySpaced } from '../evenly-spaced.js';
import { type Curve, curveSizes, type LearningCurves, shuffled } from '../learning/curve.js';
import { mean } from '../mean.js';
import type { Subject } from '../subject.js';
import { engineNext, enginePlan, hybridEngine } from './engine-predictors.js';
import { nextToolBaselines } from './next-tool.js';
import { measureChain, nextToolTask } from './next-tool-task.js';
import { planTask, scorePlan } from './plan-task.js';
import { planBaselines } from './plans.js';
import type { Split } from './split.js';

/** Orders of arrival that a point is the mean of: fewer where there is more, which varies less and takes longer. */
const drawsOf = (executions: number) => (executions <= 100 ? 3 : executions <= 300 ? 2 : 1);
const seed = 20_261_128;
/** Held-out workflows behind a point; the points of a curve share them. */
const mostHeld = 150;

export const nextToolMeasure = 'next tool, hit@1';
const planMeasure = 'plan, node F1';

/** What the engine and each baseline reach after none, 30, 100, 300, 1000 and all executions. */
export function measureLearningCurves(subject: Subject, split: Split): LearningCurves[] {
  return [...nextToolCurves(subject, split), ...planCurves(subject, split)];
}

function nextToolCurves(subject: Subject, split: Split): LearningCurves[] {
  const task = nextToolTask(subject.set, split);
  if ('skipped' in task) return [];
  const chains = evenlySpaced(task.chains, mostHeld);
  const steps = chains.reduce((sum, { tasks }) => sum + tasks.length - 1, 0);
  const systems = {
    ...nextToolBaselines,
    engine: (history: readonly Workflow[]) => engineNext(hybridEngine(subject, { history })),
  };
  return [
    {
      set: subject.set.name,
      split,
      measure: nextToolMeasure,
      units: steps,
      curves: Object.entries(systems).map(([system, learn]) =>
        curveOf(system, task.history, (history) => {
          const rank = learn(history);
          const hits = chains.map((chain) => measureChain(chain, rank).hitAt1 * (chain.tasks.length - 1));
          return hits.reduce((sum, hit) => sum + hit, 0) / steps;
        }),
      ),
    },
  ];
}

function planCurves(subject: Subject, split: Split): LearningCurves[] {
  const task = planTask(subject.set, split);
  if ('skipped' in task) return [];
  const answers = evenlySpaced(task.answers, mostHeld);
  const systems = {
    ...planBaselines,
    engine: (history: readonly Workflow[]) => enginePlan(hybridEngine(subject, { history })),
  };
  return [
    {
      set: subject.set.name,
      split,
      measure: planMeasure,
      units: answers.length,
      curves: Object.entries(systems).map(([system, learn]) =>
        curveOf(system, task.history, (history) => {
          const plan = learn(history);
          return mean(answers.map(({ intent, truth }) => scorePlan(plan(intent), truth).nodeF1));
        }),
      ),
    },
  ];
}

function curveOf(system: string, history: readonly Workflow[], measure: (some: readonly Workflow[]) => number): Curve {
  return {
    system,
    points: curveSizes(history.length).map((executions) => {
      // Nothing and all are the same in every order.
      const orders = executions === 0 || executions === history.length ? 1 : drawsOf(executions);
      const values = Array.from({ length: orders }, (_, draw) =>
        measure(shuffled(history, seed + draw).slice(0, executions)),
      );
      return { executions, value: mean(values) };
    }),
  };
}
