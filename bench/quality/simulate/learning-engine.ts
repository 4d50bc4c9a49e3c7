import type { Engine } from '../engine.js';
import type { HabitRun } from './run-habit.js';

/** Executions after which weights are learned for the first time, and by which factor their number then grows. */
export const firstLesson = 30;
export const growth = 1.5;

/**
 * Observes one run after the other and learns the weights of the evidence whenever the history has grown by half, as a
 * product would that does so beside its work. Nobody asks in between, so that only the last of these times counts.
 */
export function createLearner(engine: Engine): (runs: readonly HabitRun[]) => void {
  let seen = 0;
  let nextLesson = firstLesson;
  return (runs) => {
    let lesson = Number.NaN;
    for (; nextLesson <= seen + runs.length; nextLesson = Math.ceil(nextLesson * growth)) lesson = nextLesson - seen;
    const observe = (some: readonly HabitRun[]) => engine.observe(some.map(({ execution }) => execution));
    observe(runs.slice(0, lesson || 0));
    if (lesson > 0) learn(engine);
    observe(runs.slice(lesson || 0));
    seen += runs.length;
  };
}

export function learn(engine: Engine): void {
  const pieces = engine.learnWeights();
  while (pieces.next().done !== true);
}
