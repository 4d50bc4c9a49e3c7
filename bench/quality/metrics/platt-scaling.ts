import type { Forecast } from './calibration.js';

const steps = 25;
/** Keeps the step finite where all forecasts of a fit are alike. */
const ridge = 1e-6;
const bound = 1e-6;

/**
 * Platt's scaling (Platt 1999) over the logit of the forecasts, every group of forecasts weighing the same, by Newton's
 * method: the slope and the intercept that make the others' forecasts come true.
 */
export function fitPlattScaling(groups: readonly (readonly Forecast[])[]): (probability: number) => number {
  let slope = 1;
  let intercept = 0;
  for (let step = 0; step < steps; step++) {
    let gradientSlope = 0;
    let gradientIntercept = 0;
    let slopeSlope = ridge;
    let slopeIntercept = 0;
    let interceptIntercept = ridge;
    for (const group of groups) {
      for (const { probability, happened } of group) {
        const x = logit(probability);
        const predicted = 1 / (1 + Math.exp(-intercept - slope * x));
        const error = (predicted - (happened ? 1 : 0)) / group.length;
        const curvature = (predicted * (1 - predicted)) / group.length;
        gradientSlope += error * x;
        gradientIntercept += error;
        slopeSlope += curvature * x * x;
        slopeIntercept += curvature * x;
        interceptIntercept += curvature;
      }
    }
    const determinant = slopeSlope * interceptIntercept - slopeIntercept ** 2;
    slope -= (interceptIntercept * gradientSlope - slopeIntercept * gradientIntercept) / determinant;
    intercept -= (slopeSlope * gradientIntercept - slopeIntercept * gradientSlope) / determinant;
  }
  return (probability) => 1 / (1 + Math.exp(-intercept - slope * logit(probability)));
}

function logit(probability: number): number {
  const inside = Math.min(1 - bound, Math.max(bound, probability));
  return Math.log(inside / (1 - inside));
}
