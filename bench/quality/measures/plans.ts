import type { Workflow } from '../../data/data-set.js';
import { consensusOf, createConsensusPlan, neighbourCount } from '../baselines/consensus.js';
import { createNearestWorkflow, createNeighbours } from '../baselines/nearest-workflow.js';
import { createPpm } from '../baselines/ppm.js';
import { mostProbableChain } from '../baselines/sequence-model.js';
import type { Evaluation, Skipped } from '../evaluation.js';
import { chainShape, planShape } from '../metrics/plan.js';
import type { Subject } from '../subject.js';
import { enginePlan, hybridEngine, lexicalEngine } from './engine-predictors.js';
import { type Planner, planTask, scorePlan } from './plan-task.js';
import type { Split } from './split.js';

/** What the engine is compared to. The first three do not read the intent: one plan for all. */
export const planBaselines: Readonly<Record<string, (history: readonly Workflow[]) => Planner>> = {
  popularity: (history) => always(consensusOf(history.map((workflow) => ({ workflow, weight: 1 })))),
  'first-order Markov': (history) => always(chainShape(mostProbableChain(createPpm(history, 1)))),
  PPM: (history) => always(chainShape(mostProbableChain(createPpm(history)))),
  'nearest copy': (history) => {
    const nearest = createNearestWorkflow(history);
    return (intent) => planShape(nearest(intent)?.tasks ?? []);
  },
  'k-NN consensus': (history) => createConsensusPlan(createNeighbours(history, neighbourCount)),
};

function always(shape: ReturnType<Planner>): Planner {
  return () => shape;
}

/** Every baseline and the engine on one split of a set. Edge F1 is the mean over workflows that have an edge. */
export function measurePlans(subject: Subject, split: Split): Evaluation | Skipped {
  const { set } = subject;
  const task = planTask(set, split);
  if ('skipped' in task) return task;
  const { history, answers, withEdges } = task;
  const { dependencies } = set;
  const all = answers.map(() => 1);
  const system = (name: string, planner: Planner) => ({
    name,
    units: answers.map(({ intent, truth }) => scorePlan(planner(intent), truth)),
  });

  return {
    title: `plan, ${split}`,
    note: `${answers.length} intents, learnt from ${history.length} workflows`,
    metrics: [
      { key: 'nodeF1', label: 'node F1', main: true, weights: all },
      { key: 'edgeF1', label: 'edge F1', main: true, weights: withEdges },
      { key: 'exact', label: 'exact', main: false, weights: all },
    ],
    baseline: 'nearest copy',
    ours: 'engine',
    systems: [
      ...Object.entries(planBaselines).map(([name, learn]) => system(name, learn(history))),
      system('engine', enginePlan(hybridEngine(subject, { history }))),
      system('engine, words', enginePlan(lexicalEngine(subject, { history }))),
      ...(dependencies.length > 0
        ? [system('engine + declared', enginePlan(hybridEngine(subject, { history, dependencies })))]
        : []),
    ],
  };
}
