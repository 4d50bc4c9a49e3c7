import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalMassCalibrationError } from './equal-mass-calibration.js';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const forecasts = fc.array(fc.record({ forecast: share, outcome: share }), { minLength: 1, maxLength: 80 });

describe('calibration error over bins of equal mass', () => {
  it('agrees with values computed by hand', () => {
    // 30 forecasts make 15 bins of two: in each .3 against 1/2, but in the last .9 against 1.
    const pairs = Array.from({ length: 14 }, (_, bin) => bin * 1e-3).flatMap((shift) => [
      { forecast: 0.3 - shift, outcome: 1 },
      { forecast: 0.3 - shift, outcome: 0 },
    ]);
    const last = { forecast: 0.9, outcome: 1 };
    const off = Array.from({ length: 14 }, (_, bin) => 0.2 + bin * 1e-3).reduce((sum, value) => sum + value, 0);
    expect(equalMassCalibrationError([last, ...pairs, last])).toBeCloseTo((2 * off + 2 * 0.1) / 30, 12);
  });

  it('keeps equal forecasts in one bin', () => {
    const alike = Array.from({ length: 100 }, (_, index) => ({ forecast: 0.4, outcome: index < 40 ? 1 : 0 }));
    expect(equalMassCalibrationError(alike)).toBeCloseTo(0, 12);
    expect(equalMassCalibrationError([...alike].reverse())).toBeCloseTo(0, 12);
    expect(equalMassCalibrationError([])).toBeNaN();
  });

  it('is 0 for forecasts that are right, lies between the mean bias and the mean error, and reads no order', () => {
    fc.assert(
      fc.property(forecasts, (all) => {
        const error = equalMassCalibrationError(all);
        const differences = all.map(({ forecast, outcome }) => outcome - forecast);
        const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
        expect(error).toBeGreaterThanOrEqual(Math.abs(mean(differences)) - 1e-9);
        expect(error).toBeLessThanOrEqual(mean(differences.map(Math.abs)) + 1e-9);
        expect(equalMassCalibrationError([...all].reverse())).toBeCloseTo(error, 9);
        expect(equalMassCalibrationError(all.map(({ forecast }) => ({ forecast, outcome: forecast })))).toBe(0);
      }),
    );
  });
});
