/** A forecast of a value in [0, 1], and what it was: 0 or 1 for an event, any share for a score such as F1. */
export interface ScoreForecast {
  readonly forecast: number;
  readonly outcome: number;
}

const binCount = 15;

/**
 * Expected calibration error over 15 bins that hold equally many forecasts (Nixon et al. 2019):
 * Σ_bins count/n · |mean outcome − mean forecast|. Equal forecasts are never parted, so that their order does not
 * matter; a bin is then larger than the others. NaN without forecasts.
 */
export function equalMassCalibrationError(forecasts: readonly ScoreForecast[]): number {
  const sorted = [...forecasts].sort((left, right) => left.forecast - right.forecast);
  const size = sorted.length / binCount;
  let error = 0;
  let full = size;
  let surplus = 0;
  for (const [index, { forecast, outcome }] of sorted.entries()) {
    surplus += outcome - forecast;
    const next = sorted[index + 1];
    // A rounding error of the boundaries must not open a bin of its own.
    if (next !== undefined && (index + 1 < full - 1e-9 || next.forecast === forecast)) continue;
    error += Math.abs(surplus);
    surplus = 0;
    full = Math.max(full, index + 1) + size;
  }
  return error / sorted.length;
}
