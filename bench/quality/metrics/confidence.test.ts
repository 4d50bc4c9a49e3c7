import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auroc } from './auroc.js';
import { expectedCalibrationError, reliabilityBins } from './calibration.js';

describe('auroc', () => {
  it('agrees with values computed by hand', () => {
    expect(auroc([0.9, 0.8], [0.1, 0.2])).toBe(1);
    expect(auroc([0.1], [0.9])).toBe(0);
    // Pairs won: (.35, .1), (.8, .1), (.8, .4) of four; the example of scikit-learn's roc_auc_score.
    expect(auroc([0.35, 0.8], [0.1, 0.4])).toBe(0.75);
    // (0, 0) and (.5, .5) are ties, (.5, 0) is won, (0, .5) is lost.
    expect(auroc([0, 0.5], [0, 0.5])).toBe(0.5);
    expect(auroc([], [1])).toBeNaN();
  });

  it('is the share of pairs that are won, ties one half', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(scores, scores, (positives, negatives) => {
        const won = positives.flatMap((positive) =>
          negatives.map((negative) => (positive > negative ? 1 : positive === negative ? 0.5 : 0)),
        );
        expect(auroc(positives, negatives)).toBeCloseTo(
          won.reduce<number>((sum, win) => sum + win, 0) / won.length,
          12,
        );
      }),
    );
  });
});

describe('expectedCalibrationError', () => {
  const forecast = (probability: number, happened: boolean) => ({ probability, happened });

  it('agrees with values computed by hand', () => {
    // Bin [.2, .3): mean .22, frequency 1/2; bin [.9, 1]: mean .95, frequency 1.
    const forecasts = [forecast(0.21, true), forecast(0.23, false), forecast(0.9, true), forecast(1, true)];
    expect(reliabilityBins(forecasts).map(({ count, frequency }) => [count, frequency])).toEqual([
      [2, 0.5],
      [2, 1],
    ]);
    expect(expectedCalibrationError(forecasts)).toBeCloseTo((2 * 0.28 + 2 * 0.05) / 4, 12);
  });

  it('is 0 for certainty that is right, 1 for certainty that is wrong', () => {
    expect(expectedCalibrationError([forecast(1, true), forecast(0, false)])).toBe(0);
    expect(expectedCalibrationError([forecast(1, false), forecast(0, true)])).toBe(1);
    expect(expectedCalibrationError([])).toBeNaN();
  });
});
