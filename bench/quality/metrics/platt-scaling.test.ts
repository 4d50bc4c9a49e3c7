import { expect, it } from 'vitest';
import { expectedCalibrationError, type Forecast } from './calibration.js';
import { fitPlattScaling } from './platt-scaling.js';

/** So many forecasts of each probability, of which the given share comes true. */
const forecasts = (shares: readonly (readonly [number, number])[], count = 100): Forecast[] =>
  shares.flatMap(([probability, share]) =>
    Array.from({ length: count }, (_, index) => ({ probability, happened: index < share * count })),
  );

it('leaves calibrated forecasts as they are', () => {
  const scale = fitPlattScaling([
    forecasts([
      [0.1, 0.1],
      [0.5, 0.5],
      [0.9, 0.9],
    ]),
  ]);
  for (const probability of [0.1, 0.5, 0.9]) expect(scale(probability)).toBeCloseTo(probability, 3);
});

it('mends forecasts that are too sure', () => {
  const wrong = forecasts([
    [0.1, 0.3],
    [0.9, 0.7],
  ]);
  const scale = fitPlattScaling([wrong]);
  const scaled = wrong.map((forecast) => ({ ...forecast, probability: scale(forecast.probability) }));
  expect(expectedCalibrationError(wrong)).toBeCloseTo(0.2);
  expect(expectedCalibrationError(scaled)).toBeLessThan(0.001);
});

it('weighs every group the same', () => {
  const scale = fitPlattScaling([forecasts([[0.5, 0]], 1_000), forecasts([[0.5, 1]], 10)]);
  expect(scale(0.5)).toBeCloseTo(0.5, 3);
});
