import { createRandom } from '../../random.js';
import type { Engine } from '../engine.js';
import { type HabitRun, type RunOptions, runHabit } from './run-habit.js';
import type { Habit, World } from './world.js';

export const day = 86_400_000;
const executionsADay = 20;
/** Where the time of every simulation begins. */
const beginning = Date.UTC(2026, 0, 1);

export type Disturbance = Pick<RunOptions, 'noise' | 'failures'>;
const usualDisturbance: Disturbance = { noise: 0.1, failures: 0.05 };

/** `count` executions, one after the other, of habits drawn alike, or of those that are given. */
export function live(
  world: World,
  count: number,
  seed: number,
  { noise, failures }: Disturbance = usualDisturbance,
  first = 0,
  habits: readonly Habit[] = world.habits,
): HabitRun[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const habit = habits[Math.floor(random() * habits.length)]!;
    const at = timeOf(first + index);
    return runHabit(world, habit, { id: `run-${seed}-${index}`, at, random, noise, failures });
  });
}

export function timeOf(execution: number): number {
  return beginning + (execution * day) / executionsADay;
}

/** Share of the tools 2..n of the runs that the engine names first, and what who knows the habits would reach. */
export function hitRate(engine: Engine, runs: readonly HabitRun[]): { readonly engine: number; readonly best: number } {
  let hits = 0;
  let best = 0;
  let steps = 0;
  for (const { intent, tools, chances } of runs) {
    for (let at = 1; at < tools.length; at += 1) {
      const [first] = engine.predictNext({ intent, executed: tools.slice(0, at), topK: 1 }).predictions;
      if (first?.toolId === tools[at]) hits += 1;
      best += chances[at]!;
      steps += 1;
    }
  }
  return { engine: hits / steps, best: best / steps };
}
