import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stepFeatures } from './step-features.js';
import { stepPosteriors } from './step-posteriors.js';
import type { Voter } from './voter.js';

const steps = ['0:a', '0:b', '0:c'];
const unit = fc.double({ min: 0.01, max: 1, noNaN: true });
const ran = fc.record({ weight: unit, chosen: fc.subarray(steps, { minLength: 1 }) });
const weights = fc
  .array(fc.double({ min: -3, max: 3, noNaN: true }), {
    minLength: stepFeatures.length,
    maxLength: stepFeatures.length,
  })
  .map((values) => Float64Array.from(values));

test('declined plans take the same part of a probability whatever was learned', () => {
  fc.assert(
    fc.property(
      fc.array(ran, { minLength: 1, maxLength: 5 }),
      fc.array(unit, { maxLength: 5 }),
      weights,
      (runs, no, learned) => {
        const voters = runs.map(
          ({ weight, chosen }): Voter => ({ plan: { steps: chosen, edges: [] }, weight, executedAt: 0 }),
        );
        const declined = no.map((weight): Voter => ({ plan: { steps: [], edges: [] }, weight, executedAt: 0 }));
        const posteriorsOf = (all: readonly Voter[], values: Float64Array | undefined) =>
          new Map(
            stepPosteriors({ voters: all, trust: 1, textMatches: new Map([['c', 0.3]]) }, values).map((posterior) => [
              posterior.step,
              posterior.probability,
            ]),
          );
        const [before, after] = [posteriorsOf(voters, undefined), posteriorsOf([...voters, ...declined], undefined)];
        const [learnedBefore, learnedAfter] = [
          posteriorsOf(voters, learned),
          posteriorsOf([...voters, ...declined], learned),
        ];
        for (const [step, probability] of learnedAfter) {
          const left = Math.min(1, after.get(step)! / before.get(step)!);
          expect(probability).toBeCloseTo(left * learnedBefore.get(step)!, 10);
        }
      },
    ),
  );
});
