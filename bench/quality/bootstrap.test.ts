import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimate, estimateDifference } from './bootstrap.js';

const ones = (size: number) => Array.from({ length: size }, () => 1);

describe('estimate', () => {
  it('weighs units', () => {
    expect(estimate({ values: [1, 0.5], weights: [1, 3] }).mean).toBeCloseTo((1 + 1.5) / 4, 12);
  });

  it('has the width of the normal approximation where that holds', () => {
    // 200 of 400: standard error 0.025, so ±1.96 · 0.025 = ±0.049.
    const values = Array.from({ length: 400 }, (_, unit) => unit % 2);
    const { mean, low, high } = estimate({ values, weights: ones(400) });
    expect(mean).toBe(0.5);
    expect(low).toBeCloseTo(0.451, 1.5);
    expect(high).toBeCloseTo(0.549, 1.5);
  });

  it('is the same in every run and holds its mean', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }), (values) => {
        const sample = { values, weights: ones(values.length) };
        const { mean, low, high } = estimate(sample);
        expect(estimate(sample)).toEqual({ mean, low, high });
        expect(low - 1e-9).toBeLessThanOrEqual(mean);
        expect(mean).toBeLessThanOrEqual(high + 1e-9);
      }),
      { numRuns: 20 },
    );
  });
});

describe('estimateDifference', () => {
  it('is paired: a constant lead has no spread', () => {
    const weights = ones(20);
    const values = weights.map((_, unit) => (unit % 5) / 10);
    const ahead = { values: values.map((value) => value + 0.25), weights };
    const { mean, low, high } = estimateDifference(ahead, { values, weights });
    for (const figure of [mean, low, high]) expect(figure).toBeCloseTo(0.25, 9);
  });
});
