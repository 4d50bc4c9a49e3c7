import type { DataSet } from '../../data/data-set.js';
import type { NextToolBaseline } from '../baselines/next-tool-baselines.js';
import { type Estimate, estimate, estimateDifference, type Sample } from '../bootstrap.js';
import type { EngineParts } from '../engine.js';
import { evenlySpaced } from '../evenly-spaced.js';
import { shuffled } from '../learning/curve.js';
import type { Subject } from '../subject.js';
import { engineNext, enginePlan, hybridEngine } from './engine-predictors.js';
import { measureChain, nextToolTask } from './next-tool-task.js';
import { type Planner, planTask, scorePlan } from './plan-task.js';
import { type Split, splitWorkflows } from './split.js';

/** Components of predictions and sources of plans, each of which is left out once. */
const components = [
  'intents',
  'neighbours',
  'pair',
  'tool',
  'remaining',
  'text',
  'mentions',
  'dependency',
  'learnedWeights',
  'learnedPlan',
] as const;

/** Held-out workflows a set. */
const mostHeld = 100;

/** The newest share of a history that `maxMemories` leaves; the data has no times, so its order is drawn. */
const keptShare = 0.1;
const orderSeed = 1;

/** One component left out, or most of the history: what that adds to each measure, paired; in the first row nothing is, and values are shown. */
export interface ComponentAblation {
  readonly name: string;
  readonly measures: readonly { readonly measure: string; readonly value: Estimate }[];
}

interface MeasuredSample extends Sample {
  readonly measure: string;
}

/** Means over sets, each of which counts alike whatever its size. */
export function measureComponentAblations(
  subjects: readonly Subject[],
  splits: readonly Split[],
  names: readonly string[] = components,
): ComponentAblation[] {
  const learned: LearnedWeights = new Map();
  const whole = measureVariant(subjects, splits, {}, learned);
  const changed = (name: string, variant: Variant, weights: LearnedWeights): ComponentAblation => ({
    name,
    measures: measureVariant(subjects, splits, variant, weights).map((sample, index) => ({
      measure: sample.measure,
      value: estimateDifference(sample, whole[index]!),
    })),
  });
  return [
    { name: 'as it is', measures: whole.map((sample) => ({ measure: sample.measure, value: estimate(sample) })) },
    ...names.map((name) => changed(`without ${name}`, { options: { leaveOut: [name] } }, learned)),
    changed(`keeping ${100 * keptShare} %`, { keptShare }, new Map()),
  ];
}

interface Variant {
  readonly options?: EngineParts['options'];
  /** Share of the history that is kept: `maxMemories`. */
  readonly keptShare?: number;
}

/** What the first variant learned holds for all: what is left out is missed as by a user whose engine knows of it. */
type LearnedWeights = Map<string, EngineParts['weights']>;

function measureVariant(
  subjects: readonly Subject[],
  splits: readonly Split[],
  variant: Variant,
  learned: LearnedWeights,
): MeasuredSample[] {
  return splits.flatMap((split) => {
    const measured = subjects.map((subject) => measureSet(subject, split, variant, learned));
    return [
      { measure: `hit@1 ${split}`, ...pool(measured.map(({ hits }) => hits)) },
      { measure: `node F1 ${split}`, ...pool(measured.map(({ node }) => node)) },
      { measure: `edge F1 ${split}`, ...pool(measured.map(({ edge }) => edge)) },
    ].filter(({ values }) => values.length > 0);
  });
}

const nothing: Sample = { values: [], weights: [] };

function measureSet(
  subject: Subject,
  split: Split,
  variant: Variant,
  learned: LearnedWeights,
): { readonly hits: Sample; readonly node: Sample; readonly edge: Sample } {
  const { history } = splitWorkflows(subject.set, split);
  const key = JSON.stringify([subject.set.name, split]);
  const { options, keptShare: share } = variant;
  const parts =
    share === undefined
      ? { history, options }
      : {
          history: shuffled(history, orderSeed),
          isInOrder: true,
          options: { ...options, maxMemories: Math.max(1, Math.ceil(share * history.length)) },
        };
  const asked = hybridEngine(subject, {
    ...parts,
    // Told here, so that there is something to leave out.
    dependencies: subject.set.dependencies,
    weights: learned.get(key),
  });
  learned.set(key, learned.get(key) ?? asked.engine.weights());
  return {
    hits: nextToolHits(subject.set, split, engineNext(asked)),
    ...planF1(subject.set, split, enginePlan(asked)),
  };
}

function nextToolHits(set: DataSet, split: Split, rank: NextToolBaseline): Sample {
  const task = nextToolTask(set, split);
  if ('skipped' in task) return nothing;
  const chains = evenlySpaced(task.chains, mostHeld);
  return {
    values: chains.map((chain) => measureChain(chain, rank).hitAt1),
    weights: chains.map(({ tasks }) => tasks.length - 1),
  };
}

function planF1(set: DataSet, split: Split, plan: Planner): { readonly node: Sample; readonly edge: Sample } {
  const task = planTask(set, split);
  if ('skipped' in task) return { node: nothing, edge: nothing };
  const answers = evenlySpaced(task.answers, mostHeld);
  const scores = answers.map(({ intent, truth }) => scorePlan(plan(intent), truth));
  return {
    node: { values: scores.map((score) => score.nodeF1), weights: answers.map(() => 1) },
    edge: {
      values: scores.map((score) => score.edgeF1),
      weights: answers.map(({ truth }) => (truth.edges.length > 0 ? 1 : 0)),
    },
  };
}

function pool(samples: readonly Sample[]): Sample {
  const totals = samples.map(({ weights }) => weights.reduce((sum, weight) => sum + weight, 0));
  const counted = samples.filter((_, index) => totals[index]! > 0);
  return {
    values: counted.flatMap(({ values }) => values),
    weights: counted.flatMap(({ weights }) => {
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return weights.map((weight) => weight / total);
    }),
  };
}

const nameWidth = 24;
const cellWidth = 16;

/** A star where the interval does not hold 0. */
export function renderComponentAblations(rows: readonly ComponentAblation[]): string[] {
  const heading = rows[0]?.measures.map(({ measure }) => measure.padStart(cellWidth)) ?? [];
  return [
    `What each part of learning is worth: means over sets, at most ${mostHeld} workflows each; differences below the first row`,
    `  ${''.padEnd(nameWidth)}${heading.join('')}`,
    ...rows.map(({ name, measures }, row) => {
      const cells = measures.map(({ value: { mean, low, high } }) => {
        if (row === 0) return mean.toFixed(3).padStart(cellWidth);
        const star = low > 0 || high < 0 ? '*' : '';
        return `${mean < 0 ? '' : '+'}${mean.toFixed(3)}${star}`.padStart(cellWidth);
      });
      return `  ${name.padEnd(nameWidth)}${cells.join('')}`;
    }),
  ];
}
