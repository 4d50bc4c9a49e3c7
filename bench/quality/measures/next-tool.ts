import type { Workflow } from '../../data/data-set.js';
import { createConsensusNext, neighbourCount } from '../baselines/consensus.js';
import { createNearestWorkflow, createNeighbours } from '../baselines/nearest-workflow.js';
import {
  createMarkov,
  createNearestCopyNext,
  createPopularity,
  type NextToolBaseline,
} from '../baselines/next-tool-baselines.js';
import { createPpm } from '../baselines/ppm.js';
import { rankTools } from '../baselines/sequence-model.js';
import type { Evaluation, Skipped } from '../evaluation.js';
import type { Subject } from '../subject.js';
import { engineNext, hybridEngine, lexicalEngine } from './engine-predictors.js';
import { measureChain, nextToolTask } from './next-tool-task.js';
import type { Split } from './split.js';

/** What the engine is compared to, all learnt from the same history. */
export const nextToolBaselines: Readonly<Record<string, (history: readonly Workflow[]) => NextToolBaseline>> = {
  popularity: createPopularity,
  'first-order Markov': createMarkov,
  PPM: (history) => {
    const model = createPpm(history);
    const popular = createPopularity(history);
    return (executed, intent) => [...new Set([...rankTools(model(executed)), ...popular(executed, intent)])];
  },
  'nearest copy': (history) => createNearestCopyNext(history, createNearestWorkflow(history)),
  'k-NN consensus': (history) => createConsensusNext(history, createNeighbours(history, neighbourCount)),
};

/** Every baseline and the engine on one split of a set. */
export function measureNextTool(subject: Subject, split: Split): Evaluation | Skipped {
  const { set } = subject;
  const task = nextToolTask(set, split);
  if ('skipped' in task) return task;
  const { history, chains, weights } = task;
  const { dependencies } = set;
  const system = (name: string, rank: NextToolBaseline) => ({
    name,
    units: chains.map((chain) => measureChain(chain, rank)),
  });

  return {
    title: `next tool, ${split}`,
    note: `${weights.reduce((sum, count) => sum + count, 0)} steps, learnt from ${history.length} workflows`,
    metrics: [
      { key: 'hitAt1', label: 'hit@1', main: true, weights },
      { key: 'hitAt3', label: 'hit@3', main: false, weights },
      { key: 'mrr', label: 'MRR@10', main: false, weights },
    ],
    baseline: 'first-order Markov',
    ours: 'engine',
    systems: [
      ...Object.entries(nextToolBaselines).map(([name, learn]) => system(name, learn(history))),
      system('engine', engineNext(hybridEngine(subject, { history }))),
      system('engine, words', engineNext(lexicalEngine(subject, { history }))),
      ...(dependencies.length > 0
        ? [system('engine + declared', engineNext(hybridEngine(subject, { history, dependencies })))]
        : []),
    ],
  };
}
