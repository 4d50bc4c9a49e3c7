import { expect, test } from 'vitest';
import { killAnywhere } from './kill-anywhere.js';

/** Once through the life of a directory; 200 and more by `CRASH_KILLS=200 npm test -- test/crash/kill-anywhere.test.ts`. */
const kills = Number(process.env.CRASH_KILLS ?? 8);

test(`${kills} kills of all that a store does: it opens, and holds what was acknowledged, whole`, {
  timeout: 60_000 + kills * 30_000,
}, async () => {
  const seed = process.env.CRASH_SEED ?? String(Date.now());
  console.log(`CRASH_SEED=${seed}`);
  const { faults, ...counts } = await killAnywhere(kills, seed, console.log);
  console.log(counts);
  expect(faults).toEqual([]);
  expect(counts.inTheMiddle).toBeGreaterThan(0);
  expect(counts.acknowledged).toBeGreaterThan(0);
});
