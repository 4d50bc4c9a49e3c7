import { createLoadedEngine } from '../engine.js';
import type { Finding } from '../finding.js';
import { curveSizes } from '../learning/curve.js';
import { hitRate, live } from './live.js';
import { createWorld } from './world.js';

const seed = 9;
const executions = 1000;
const probes = 40;

/** F15: how far hit@1 is below that of who knows the habits, by executions seen, in worlds of different sizes. */
export function measureRegret(sizes: readonly number[]): Finding[] {
  return sizes.map((tools) => {
    const world = createWorld({ seed, tools, habits: 30 });
    const engine = createLoadedEngine(world);
    const runs = live(world, executions, seed);
    const probe = live(world, probes, seed + 1, { noise: 0, failures: 0 });
    let seen = 0;
    const points = curveSizes(executions).map((size) => {
      engine.observe(runs.slice(seen, size).map(({ execution }) => execution));
      seen = size;
      const { engine: hit, best } = hitRate(engine, probe);
      return { size, hit, regret: best - hit };
    });
    return {
      point: 'F15',
      what: `hit@1 below that of who knows the habits, ${tools} tools, ${executions} executions`,
      value: points.at(-1)!.regret,
      details: [
        points
          .map(({ size, hit, regret }) => `after ${size}: ${regret.toFixed(3)} (hit@1 ${hit.toFixed(3)})`)
          .join(', '),
      ],
    };
  });
}
