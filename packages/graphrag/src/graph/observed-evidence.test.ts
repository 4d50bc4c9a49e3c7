import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeConfidence } from './edge-confidence.js';
import { ObservedEvidence, type RepeatableObservation, repetitionCorrelation } from './observed-evidence.js';

const observation = fc.record({
  repetition: fc.constantFrom(0, 1, 2),
  success: fc.boolean(),
  observedAt: fc.integer({ min: 0, max: 100 }),
});
const history = fc.array(observation, { maxLength: 30 });
const aging = fc.record({
  halfLife: fc.constantFrom(Infinity, 50, 7),
  asOf: fc.integer({ min: 0, max: 200 }),
});
const ageless = { halfLife: Infinity, asOf: 0 };

function evidenceOf(observations: readonly RepeatableObservation[]): ObservedEvidence {
  const evidence = new ObservedEvidence();
  for (const each of observations) evidence.add(each);
  return evidence;
}

function confidenceOf(evidence: ObservedEvidence, age = ageless): number {
  const counters = { observedCount: 0, successCount: 0, failureCount: 0 };
  const kinds = { dataFlowCount: 0, declaredCount: 0, sequenceCount: 0 };
  return edgeConfidence({ source: 'learned', ...counters, ...kinds, effective: evidence.counts(age) });
}

describe('what was observed of an edge', () => {
  it('does not depend on the order of arrival, nor on questions in between', () => {
    fc.assert(
      fc.property(
        history.chain((steps) => fc.tuple(fc.constant(steps), fc.shuffledSubarray(steps, { minLength: steps.length }))),
        aging,
        observation,
        ([steps, shuffled], age, other) => {
          const asked = new ObservedEvidence();
          for (const step of shuffled) {
            asked.add(step);
            asked.counts(age);
            asked.countsWith(other, age);
          }
          expect(asked.counts(age)).toEqual(evidenceOf(steps).counts(age));
        },
      ),
    );
  });

  it('is foreseen as it then comes', () => {
    fc.assert(
      fc.property(history, observation, aging, (steps, next, age) => {
        const foreseen = evidenceOf(steps).countsWith(next, age);
        expect(foreseen).toEqual(evidenceOf([...steps, next]).counts(age));
      }),
    );
  });

  it('never gains confidence by a failure, nor loses it by a success that is not older than the others', () => {
    fc.assert(
      fc.property(history, observation, aging, (steps, next, age) => {
        const before = confidenceOf(evidenceOf(steps), age);
        const failed = confidenceOf(evidenceOf([...steps, { ...next, success: false }]), age);
        const succeeded = confidenceOf(evidenceOf([...steps, { ...next, success: true }]), age);
        expect(failed).toBeLessThanOrEqual(before + 1e-9);
        expect(succeeded).toBeGreaterThanOrEqual(before - 1e-9);
        if (age.halfLife === Infinity) expect([failed < before, succeeded > before]).toEqual([true, true]);
      }),
    );
  });

  it('counts one execution that is repeated a thousand times for less than four', () => {
    const repeated = (times: number, success: boolean) =>
      Array.from({ length: times }, (_, index) => ({ repetition: 7, success, observedAt: index }));
    expect(evidenceOf(repeated(1, true)).counts(ageless)).toEqual({ successes: 1, failures: 0 });
    const bound = 1 / repetitionCorrelation;
    expect(bound).toBe(4);
    fc.assert(
      fc.property(history, fc.boolean(), (steps, success) => {
        const others = steps.map((step) => ({ ...step, repetition: step.repetition + 1 }));
        const before = evidenceOf(others).counts(ageless);
        const after = evidenceOf([...others, ...repeated(1_000, success)]).counts(ageless);
        const gained = after.successes + after.failures - before.successes - before.failures;
        expect(gained).toBeGreaterThan(bound - 0.02);
        expect(gained).toBeLessThan(bound);
      }),
      { numRuns: 20 },
    );
    const distinct = repeated(5, true).map((each, index) => ({ ...each, repetition: index }));
    expect(confidenceOf(evidenceOf(distinct))).toBeGreaterThan(confidenceOf(evidenceOf(repeated(1_000, true))));
  });

  it('loses half of its weight in a half-life, and what is to come has no age', () => {
    const evidence = evidenceOf([
      { repetition: 0, success: true, observedAt: 100 },
      { repetition: 1, success: false, observedAt: 200 },
    ]);
    const counts = (asOf: number) => {
      const { successes, failures } = evidence.counts({ halfLife: 100, asOf });
      return [successes, failures];
    };
    expect(counts(0)).toEqual([1, 1]);
    expect(counts(200)).toEqual([0.5, 1]);
    expect(counts(400)).toEqual([0.125, 0.25]);
    expect(counts(1e9)).toEqual([0, 0]);
  });

  it('is not made younger by a failure of the same intent and day', () => {
    const success = { repetition: 0, success: true, observedAt: 0 };
    const failure = { repetition: 0, success: false, observedAt: 100 };
    const age = { halfLife: 10, asOf: 100 };
    const { successes } = evidenceOf([success, failure]).counts(age);
    expect(successes).toBeLessThan(evidenceOf([success]).counts(age).successes);
  });

  it('is as old as what is left when all of an outcome was taken back', () => {
    const failure = { repetition: 0, success: false, observedAt: 100 };
    const successAt = (observedAt: number) => ({ repetition: 0, success: true, observedAt });
    const evidence = evidenceOf([failure, successAt(90)]);
    evidence.remove(successAt(90));
    evidence.add(successAt(50));
    const age = { halfLife: 10, asOf: 100 };
    expect(evidence.counts(age)).toEqual(evidenceOf([failure, successAt(50)]).counts(age));
  });
});
