import { expect, it } from 'vitest';
import { medianLatencies, ratios, roundCount, toRounds } from './rounds.js';

it('takes the median of the rounds, and ratios round by round', () => {
  expect(toRounds([5, 1, 9, 3, 4]).median).toBe(4);
  expect(ratios([2, 9, 4], [1, 3, 8])).toEqual({ median: 2, values: [2, 3, 0.5] });
});

it('asks every contestant alike in every round, also one that waits', async () => {
  const counts = { quick: 0, waiting: 0 };
  const times = await medianLatencies(
    {
      quick: () => {
        counts.quick += 1;
      },
      waiting: async () => {
        counts.waiting += 1;
      },
    },
    8,
  );
  expect(counts.quick).toBe(counts.waiting);
  // The calls that warm up are as many for all.
  expect(counts.quick).toBe(400 + roundCount * 8);
  expect([times.quick.length, times.waiting.length]).toEqual([roundCount, roundCount]);
});
