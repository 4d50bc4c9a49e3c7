import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Judge, withFeedback } from './with-feedback.js';

const step = '0:shop:find';
const judge = (weight: number, kind: 'accepted' | 'rejected'): Judge => ({
  weight,
  verdict: { accepted: new Set(), rejected: new Set(), [kind]: new Set([step]) },
});
const after = (probability: number, ...judges: Judge[]) =>
  withFeedback([{ step, probability }], judges)[0]!.probability;

it('leaves a probability without a verdict as it is, also beside verdicts on other steps', () => {
  expect(after(0.3)).toBe(0.3);
  expect(after(0.3, { weight: 1 })).toBe(0.3);
  const [, other] = withFeedback(
    [
      { step, probability: 0.3 },
      { step: '1:shop:find', probability: 0.3 },
    ],
    [judge(1, 'rejected')],
  );
  expect(other?.probability).toBe(0.3);
});

it('weighs a rejection twice as much as an acceptance, and both by their votes', () => {
  expect(after(0.5, judge(1, 'accepted'))).toBeCloseTo(2 / 3);
  expect(after(0.5, judge(1, 'rejected'))).toBeCloseTo(1 / 4);
  expect(after(0.5, judge(0.5, 'rejected'))).toBeCloseTo(1 / 3);
  expect(after(0.5, judge(1, 'accepted'), judge(0.5, 'rejected'))).toBeCloseTo(2 / 4);
});

it('stays a probability, rises with acceptances and falls with rejections', () => {
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  const judges = fc.array(
    fc
      .tuple(unit, fc.constantFrom('accepted' as const, 'rejected' as const))
      .map(([weight, kind]) => judge(weight, kind)),
    { maxLength: 10 },
  );
  fc.assert(
    fc.property(unit, judges, unit, (probability, others, weight) => {
      const before = after(probability, ...others);
      const accepted = after(probability, ...others, judge(weight, 'accepted'));
      const rejected = after(probability, ...others, judge(weight, 'rejected'));
      expect(0 <= rejected && accepted <= 1).toBe(true);
      expect(accepted).toBeGreaterThanOrEqual(before - 1e-12);
      expect(rejected).toBeLessThanOrEqual(before + 1e-12);
    }),
  );
});
