import type { EngineOptions } from '@agentcards/graphrag';
import { createLoadedEngine } from '../engine.js';
import { mean } from '../mean.js';
import { createLearner } from './learning-engine.js';
import { day, hitRate, live } from './live.js';
import type { HabitRun } from './run-habit.js';
import { createWorld } from './world.js';

const settled = 600;
const sinceThen = 900;
/** Of the year that follows, in which half of the habits rest. */
const daysBetween = 365 / sinceThen;
const probes = 40;

/**
 * What forgetting costs where nothing changed: hit@1 of the habits that nobody ran for a year, in which the others ran
 * nine hundred times, before that year and after it.
 */
export function measureRest(
  seeds: readonly number[],
  worldOptions: { readonly tools: number; readonly habits: number },
  options: EngineOptions,
  learns: boolean,
): { readonly before: number; readonly after: number } {
  const runs = seeds.map((seed) => {
    const world = createWorld({ ...worldOptions, seed });
    const resting = world.habits.slice(0, world.habits.length / 2);
    const others = world.habits.slice(resting.length);
    const calm = { noise: 0, failures: 0 };
    const probe = live(world, probes, seed + 100, calm, 0, resting);
    const youth = live(world, settled, seed);
    const end = Number(youth.at(-1)!.execution.executedAt);
    const year = live(world, sinceThen, seed + 300, undefined, 0, others).map((run, index) =>
      movedTo(run, end + index * daysBetween * day),
    );
    const engine = createLoadedEngine(world, { options: { ...options, clock: () => end + 365 * day } });
    const observe = learns ? createLearner(engine) : plainly(engine);
    observe(youth);
    const before = hitRate(engine, probe).engine;
    observe(year);
    return { before, after: hitRate(engine, probe).engine };
  });
  return { before: mean(runs.map((run) => run.before)), after: mean(runs.map((run) => run.after)) };
}

export function plainly(engine: ReturnType<typeof createLoadedEngine>): (runs: readonly HabitRun[]) => void {
  return (runs) => engine.observe(runs.map(({ execution }) => execution));
}

function movedTo(run: HabitRun, executedAt: number): HabitRun {
  return { ...run, execution: { ...run.execution, executedAt } };
}
