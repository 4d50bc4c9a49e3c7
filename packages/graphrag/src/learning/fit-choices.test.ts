import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Choice, fitChoices } from './fit-choices.js';

const options = { penalty: 1, bound: 3, maximumSteps: 50 };
type Options = typeof options;

function fit(choices: readonly Choice[], featureCount: number, changed: Partial<Options> = {}): Float64Array {
  const { bound, ...rest } = { ...options, ...changed };
  const highest = Array.from({ length: featureCount }, () => bound);
  const steps = fitChoices(choices, { ...rest, lowest: highest.map((limit) => -limit), highest });
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** One feature, two alternatives: 1 against 0. */
const between = (chosen: 0 | 1): Choice => ({
  features: Float64Array.of(1, 0),
  offsets: Float64Array.of(0, 0),
  chosen,
});

const choice = fc.integer({ min: 2, max: 5 }).chain((alternatives) =>
  fc.record({
    features: fc
      .array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 3 * alternatives, maxLength: 3 * alternatives })
      .map((values) => Float64Array.from(values)),
    offsets: fc
      .array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: alternatives, maxLength: alternatives })
      .map((values) => Float64Array.from(values)),
    chosen: fc.nat({ max: alternatives - 1 }),
  }),
);

describe('fitChoices', () => {
  it('finds the log odds where the penalty is nothing', () => {
    const choices = [...Array.from({ length: 75 }, () => between(0)), ...Array.from({ length: 25 }, () => between(1))];
    expect(fit(choices, 1, { penalty: 1e-9 })[0]).toBeCloseTo(Math.log(3), 5);
  });

  it('stays at nothing without choices, and near it with few', () => {
    expect(fit([], 2)).toEqual(Float64Array.of(0, 0));
    expect(Math.abs(fit([between(0)], 1)[0]!)).toBeLessThan(0.5);
  });

  it('keeps every weight in its bounds, whatever is chosen', () => {
    const always = Array.from({ length: 1000 }, () => between(0));
    expect(fit(always, 1, { penalty: 1e-6 })[0]).toBe(options.bound);
    fc.assert(
      fc.property(fc.array(choice, { maxLength: 30 }), (choices) => {
        for (const weight of fit(choices, 3)) expect(Math.abs(weight)).toBeLessThanOrEqual(options.bound);
      }),
    );
  });

  it('ends where no direction leads higher', () => {
    const logLikelihood = (choices: readonly Choice[], weights: Float64Array) =>
      choices.reduce((sum, { features, offsets, chosen }) => {
        const logits = offsets.map(
          (offset, row) =>
            offset + weights.reduce((dot, weight, place) => dot + weight * features[3 * row + place]!, 0),
        );
        return sum + logits[chosen]! - Math.log(logits.reduce((total, logit) => total + Math.exp(logit), 0));
      }, 0) -
      weights.reduce((total, weight) => total + weight ** 2, 0) / 2;
    fc.assert(
      fc.property(fc.array(choice, { minLength: 1, maxLength: 20 }), fc.nat({ max: 5 }), (choices, direction) => {
        const found = fit(choices, 3, { bound: 1000 });
        const moved = found.map(
          (weight, place) => weight + (place === direction >> 1 ? (direction & 1 ? 0.05 : -0.05) : 0),
        );
        expect(logLikelihood(choices, moved)).toBeLessThan(logLikelihood(choices, found) + 1e-5);
      }),
    );
  });
});
