import type { EngineOptions } from '@agentcards/graphrag';
import { createLoadedEngine } from '../engine.js';
import type { Finding } from '../finding.js';
import { mean } from '../mean.js';
import { type Change, changes } from './changes.js';
import { createLearner } from './learning-engine.js';
import { day, hitRate, live, timeOf } from './live.js';
import { measureRest, plainly } from './measure-rest.js';
import { createWorld } from './world.js';

interface Variant {
  readonly name: string;
  readonly options: EngineOptions;
  /** Whether the weights of the evidence are learned as it grows. */
  readonly learns: boolean;
}

/** Ways of forgetting that are compared. */
const variants: readonly Variant[] = [
  ...[Infinity, 7, 14, 30, 60, 90].map((days) => ({
    name: days === Infinity ? 'no decay' : `${days} days`,
    options: { halfLife: days * day },
    learns: false,
  })),
  { name: '60 days, weights', options: { halfLife: 60 * day }, learns: true },
];

const worldOptions = { tools: 100, habits: 12 };
/** Executions before the change: thirty days of them. */
const settled = 600;
const probes = 60;
const recovered = 0.9;
const checkpoints = [0, 5, 10, 15, 20, 30, 40, 60, 80, 100, 150, 200, 300, 400, 600];
const longestLife = checkpoints.at(-1)!;

/**
 * E12: how many executions it takes after a change of the world until predictions are nearly as good as before. The
 * value of a finding is the mean over the seeds without decay, where what was not reached counts as the last checkpoint.
 */
export function measureChanges(seeds: readonly number[]): Finding[] {
  return [...Object.entries(changes).map(([name, change]) => recoveryOf(name, change, seeds)), restOf(seeds)];
}

function recoveryOf(name: string, change: Change, seeds: readonly number[]): Finding {
  const rows = variants.map(({ name: variant, options, learns }) => {
    const runs = seeds.map((seed) => recovery(change, seed, options, learns));
    return {
      variant,
      executions: runs.map((run) => run.executions),
      before: mean(runs.map((run) => run.before)),
      at: mean(runs.map((run) => run.atChange)),
    };
  });
  return {
    point: 'E12',
    what: `${name}: executions until hit@1 is back to 90 % of before, no decay`,
    value: meanExecutions(rows[0]!.executions),
    details: rows.map(
      ({ variant, executions, before, at }) =>
        `${variant.padEnd(20)} ${meanExecutions(executions).toFixed(0).padStart(4)} (${executions.map(show).join(', ')}); hit@1 ${before.toFixed(3)} before, ${at.toFixed(3)} at the change`,
    ),
  };
}

function restOf(seeds: readonly number[]): Finding {
  const rows = variants.map(({ name, options, learns }) => ({
    name,
    ...measureRest(seeds, worldOptions, options, learns),
  }));
  return {
    point: 'E12',
    what: 'half of the habits rest for a year: hit@1 of these after it, less before, no decay',
    value: rows[0]!.after - rows[0]!.before,
    details: rows.map(
      ({ name, before, after }) => `${name.padEnd(20)} ${before.toFixed(3)} before, ${after.toFixed(3)} after`,
    ),
  };
}

const meanExecutions = (executions: readonly number[]) => mean(executions.map((count) => Math.min(count, longestLife)));
const show = (executions: number) => (executions > longestLife ? `over ${longestLife}` : String(executions));

function recovery(change: Change, seed: number, options: EngineOptions, learns: boolean) {
  const world = createWorld({ ...worldOptions, seed });
  let now = 0;
  const engine = createLoadedEngine(world, { options: { ...options, clock: () => timeOf(now) } });
  const observe = learns ? createLearner(engine) : plainly(engine);
  observe(live(world, settled, seed));
  now = settled;

  const changed = change(world);
  const calm = { noise: 0, failures: 0 };
  const before = hitRate(engine, live(world, probes, seed + 100, calm, 0, changed.before)).engine;
  engine.removeTools(changed.removed);
  engine.upsertTools(changed.world.tools);
  const probe = live(changed.world, probes, seed + 100, calm, 0, changed.after);
  const life = live(changed.world, longestLife, seed + 300, undefined, settled);
  let atChange = Number.NaN;
  let seen = 0;
  for (const executions of checkpoints) {
    observe(life.slice(seen, executions));
    seen = executions;
    now = settled + executions;
    const rate = hitRate(engine, probe).engine;
    if (executions === 0) atChange = rate;
    if (rate >= recovered * before) return { executions, before, atChange };
  }
  return { executions: Number.POSITIVE_INFINITY, before, atChange };
}
