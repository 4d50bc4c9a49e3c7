/** A prediction and whether it came true. */
export interface Forecast {
  /** In [0, 1]. */
  readonly probability: number;
  readonly happened: boolean;
}

/** Forecasts of like probability. */
export interface ReliabilityBin {
  readonly count: number;
  readonly meanProbability: number;
  /** Share that came true. */
  readonly frequency: number;
}

const binCount = 10;

/** Ten bins of equal width over [0, 1], those without a forecast left out. */
export function reliabilityBins(forecasts: readonly Forecast[]): ReliabilityBin[] {
  const bins = Array.from({ length: binCount }, () => ({ count: 0, probability: 0, happened: 0 }));
  for (const { probability, happened } of forecasts) {
    const bin = bins[Math.min(binCount - 1, Math.floor(probability * binCount))]!;
    bin.count += 1;
    bin.probability += probability;
    if (happened) bin.happened += 1;
  }
  return bins
    .filter(({ count }) => count > 0)
    .map(({ count, probability, happened }) => ({
      count,
      meanProbability: probability / count,
      frequency: happened / count,
    }));
}

/**
 * Expected calibration error (Naeini, Cooper, Hauskrecht 2015): Σ_bins count/n · |frequency − mean probability|.
 * NaN without forecasts.
 */
export function expectedCalibrationError(forecasts: readonly Forecast[]): number {
  let sum = 0;
  for (const { count, meanProbability, frequency } of reliabilityBins(forecasts)) {
    sum += count * Math.abs(frequency - meanProbability);
  }
  return sum / forecasts.length;
}
