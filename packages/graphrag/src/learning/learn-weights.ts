import type { EngineState } from '../engine-state.js';
import type { ObservedExecution } from '../execution.js';
import { type PlanLessons, planLessons } from '../planning/lessons.js';
import { planFeatures } from '../planning/set-features.js';
import { stepFeatures } from '../planning/step-features.js';
import { type PredictionFeature, predictionFeatures } from '../prediction/features.js';
import { predictionLessons } from '../prediction/lessons.js';
import { type Choice, fitChoices } from './fit-choices.js';
import { learningSettings } from './learning-settings.js';
import type { LearnedWeights } from './weights.js';

/** What weights are learned from. */
export interface History {
  /** Executions in canonical order. */
  executions(): readonly ObservedExecution[];
  /** Does something with a state that does not know the executions. */
  without<Result>(executions: readonly ObservedExecution[], use: (state: EngineState) => Result): Result;
}

/**
 * Learns how much each kind of evidence is worth to this user: each execution is predicted from all the others, and some of
 * them as if what they did had never been done, so that the weights know both. Yields after every piece of work, so that
 * the caller can do something else; the history may change meanwhile.
 */
export function* learnWeights(history: History): Generator<undefined, LearnedWeights> {
  const { mostTwins, unheardOf } = learningSettings;
  // As they are now: what comes meanwhile is learned from next time.
  const executions = history.executions().slice();
  const twins = yield* twinsOf(executions);
  const sample = sampleOf(executions);
  const unknownFor = (execution: ObservedExecution, place: number) => {
    const alike = twins.get(sequenceOf(execution))!;
    return place % unheardOf === 0 && alike.length <= mostTwins ? alike : [execution];
  };

  const predictions: Choice[] = [];
  const plans: PlanLessons[] = [];
  for (const [place, execution] of sample.entries()) {
    history.without(unknownFor(execution, place), (state) => {
      predictions.push(...predictionLessons(state, execution));
      plans.push(planLessons(state, execution));
    });
    yield;
  }
  const prediction = yield* fit(predictions, predictionFeatures);
  const steps = yield* fit(
    plans.flatMap((plan) => plan.steps),
    stepFeatures,
  );
  // Whole plans are judged as they are made with what was just learned.
  const wholes: Choice[] = [];
  for (const plan of plans) {
    wholes.push(...plan.whole(steps));
    yield;
  }
  return { prediction, steps, plans: yield* fit(wholes, planFeatures) };
}

function* fit(lessons: readonly Choice[], features: readonly string[]): Generator<undefined, Float64Array | undefined> {
  const { bound, minimumLessons, penalty, maximumSteps } = learningSettings;
  if (lessons.length < minimumLessons) return undefined;
  return yield* fitChoices(lessons, {
    penalty,
    maximumSteps,
    lowest: features.map((name) => (onlyFor.has(name) ? 0 : -bound)),
    highest: features.map(() => bound),
  });
}

/**
 * Features that no part of the ladder is made of: there is nothing in it that a negative weight could correct. They can only
 * speak for a tool.
 */
const onlyFor: ReadonlySet<string> = new Set<PredictionFeature>(['firstLeft', 'skip']);

/** Executions that ran something, evenly spaced over the history, so that a long one costs no more. */
function sampleOf(executions: readonly ObservedExecution[]): readonly ObservedExecution[] {
  const useful = executions.filter(({ tasks }) => tasks.length > 0);
  const { sampledExecutions } = learningSettings;
  if (useful.length <= sampledExecutions) return useful;
  return Array.from(
    { length: sampledExecutions },
    (_, place) => useful[Math.floor(((place + 0.5) * useful.length) / sampledExecutions)]!,
  );
}

const executionsOfAPiece = 1_000;

/** The executions that called the same tools in the same order, by that. */
function* twinsOf(
  executions: readonly ObservedExecution[],
): Generator<undefined, ReadonlyMap<string, readonly ObservedExecution[]>> {
  const twins = new Map<string, ObservedExecution[]>();
  for (const [place, execution] of executions.entries()) {
    if (place % executionsOfAPiece === executionsOfAPiece - 1) yield;
    const sequence = sequenceOf(execution);
    const known = twins.get(sequence);
    if (known === undefined) twins.set(sequence, [execution]);
    else known.push(execution);
  }
  return twins;
}

function sequenceOf({ tasks }: ObservedExecution): string {
  return JSON.stringify(tasks.map(({ toolId }) => toolId));
}
