import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPresentShare } from './present-share.js';

const unknown = 0.06;
/** Of executions one day after the other, whether they had something: x or anything else. */
const shareOf = (answers: string, { vote = 1, timed = true } = {}) => {
  const votes = Array.from(answers, (_, day) => ({ vote, executedAt: timed ? day + 1 : 0 }));
  return createPresentShare(votes, unknown)((place) => answers[place] === 'x').share;
};
const mean = (answers: string, vote = 1) =>
  (vote * answers.replaceAll('-', '').length) / (vote * answers.length + unknown);

it('is the share of all votes where nothing has a time, or all say the same', () => {
  expect(shareOf('x-x-----xx', { timed: false })).toBeCloseTo(mean('x-x-----xx'), 12);
  expect(shareOf('xxxxx', { vote: 0.3 })).toBeCloseTo(mean('xxxxx', 0.3), 12);
  expect(shareOf('-----')).toBe(0);
});

it('is that of the newest where all of these do otherwise than all before', () => {
  expect(shareOf('-------xxx')).toBeGreaterThan(0.6);
  expect(shareOf('xxxxxxx---')).toBeLessThan(0.4);
  expect(shareOf('---------x')).toBeLessThan(0.4);
});

it('stays near the mean where something comes and goes', () => {
  for (const answers of ['x-x-x-x-x-', '--x-xx-x-x', 'x--x-x--xx']) {
    expect(Math.abs(shareOf(answers) - mean(answers))).toBeLessThan(0.12);
  }
});

it('is in [0, 1], rises with the newest that has it, and does not depend on the order in which the votes come', () => {
  const votes = fc.array(
    fc.record({ vote: fc.double({ min: 0.01, max: 1, noNaN: true }), executedAt: fc.nat(20), has: fc.boolean() }),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(votes, (known) => {
      const present = (of: typeof known) => createPresentShare(of, unknown)((place) => of[place]!.has).share;
      const share = present(known);
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThan(1);
      expect(present(known.toReversed())).toBeCloseTo(share, 9);
      const newest = { vote: 1, executedAt: 21 };
      const [without, having] = [false, true].map((has) => present([...known, { ...newest, has }]));
      expect(having!).toBeGreaterThan(without!);
    }),
  );
});
