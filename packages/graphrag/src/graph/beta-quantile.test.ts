import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaQuantile } from './beta-quantile.js';

const probability = fc.double({ min: 0.01, max: 0.99, noNaN: true });

/** For whole a and b, I_x(a, b) is the chance of at least a successes in a + b − 1 trials (DLMF 8.17.5). */
function binomialTail(x: number, a: number, b: number): number {
  const trials = a + b - 1;
  let sum = 0;
  for (let successes = a; successes <= trials; successes++) {
    let term = x ** successes * (1 - x) ** (trials - successes);
    for (let index = 1; index <= successes; index++) term *= (trials - successes + index) / index;
    sum += term;
  }
  return sum;
}

describe('betaQuantile', () => {
  it('is where the binomial tail has the probability', () => {
    const count = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(probability, count, count, (probability, a, b) => {
        expect(binomialTail(betaQuantile(probability, a, b), a, b)).toBeCloseTo(probability, 9);
      }),
    );
  });

  it('has its closed form where one parameter is 1, fractions and large numbers included', () => {
    fc.assert(
      fc.property(probability, fc.double({ min: 0.1, max: 1e6, noNaN: true }), (probability, a) => {
        expect(betaQuantile(probability, a, 1) / probability ** (1 / a)).toBeCloseTo(1, 9);
        expect(betaQuantile(probability, 1, a) / -Math.expm1(Math.log1p(-probability) / a)).toBeCloseTo(1, 7);
      }),
      { examples: [[0.01, 0.1]] },
    );
  });

  it('mirrors itself', () => {
    const parameter = fc.double({ min: 0.2, max: 5_000, noNaN: true });
    fc.assert(
      fc.property(probability, parameter, parameter, (probability, a, b) => {
        expect(betaQuantile(probability, a, b)).toBeCloseTo(1 - betaQuantile(1 - probability, b, a), 9);
      }),
    );
  });
});
