import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeConfidence, edgePriors } from './edge-confidence.js';

const noKinds = { dataFlowCount: 0, declaredCount: 0, sequenceCount: 0 };
const nothing = { observedCount: 0, successCount: 0, failureCount: 0, ...noKinds };

const counters = fc.record({ successCount: fc.nat(1000), failureCount: fc.nat(1000) }).map((counts) => ({
  ...counts,
  observedCount: counts.successCount + counts.failureCount,
  ...noKinds,
}));

describe('the confidence of an edge', () => {
  it('rises with success, falls with failure, and stays inside (0, 1)', () => {
    fc.assert(
      fc.property(counters, fc.constantFrom('schema' as const, 'learned' as const), (counts, source) => {
        const confidence = edgeConfidence({ source, ...counts });
        expect(confidence).toBeGreaterThan(0);
        expect(confidence).toBeLessThan(1);
        expect(edgeConfidence({ source, ...counts, successCount: counts.successCount + 1 })).toBeGreaterThan(
          confidence,
        );
        expect(edgeConfidence({ source, ...counts, failureCount: counts.failureCount + 1 })).toBeLessThan(confidence);
      }),
    );
  });

  it('of a declaration by a person or a hint is not touched by what was observed', () => {
    fc.assert(
      fc.property(counters, fc.constantFrom('user' as const, 'hint' as const), (counts, source) => {
        const { successes, failures } = edgePriors[source];
        expect(edgeConfidence({ source, ...counts })).toBe(successes / (successes + failures));
      }),
    );
  });

  it('is the value that the rate exceeds with odds of two to one', () => {
    const counts = { observedCount: 4, successCount: 3, failureCount: 1 };
    const kinds = { dataFlowCount: 1, declaredCount: 0, sequenceCount: 2 };
    const learned = edgeConfidence({ source: 'learned', ...counts, ...kinds });
    // Beta(4, 2) lies above x with the probability of fewer than four successes in five trials at the rate x.
    const below = 5 * learned ** 4 * (1 - learned) + learned ** 5;
    expect(below).toBeCloseTo(1 / 3, 9);
    const effective = { successes: 1, failures: 0 };
    const once = edgeConfidence({ source: 'learned', ...counts, ...kinds, effective });
    expect(once).toBeCloseTo(Math.sqrt(1 / 3), 9);
  });

  it('puts the sources in an order that one success of a trace does not turn round', () => {
    const once = { ...nothing, observedCount: 1, successCount: 1 };
    const [user, hint, schema] = (['user', 'hint', 'schema'] as const).map((source) =>
      edgeConfidence({ source, ...nothing }),
    );
    expect([user, hint, schema]).toEqual([0.95, 0.8, expect.closeTo(0.6, 4)]);
    expect(edgeConfidence({ source: 'learned', ...once })).toBeLessThan(schema!);
    expect(edgeConfidence({ source: 'schema', ...once })).toBeGreaterThan(schema!);
  });

  it('never rises when a contract changes, and falls where successes outweigh the prior', () => {
    fc.assert(
      fc.property(counters, fc.nat(10), fc.nat(10), (counts, lastObserved, definedAt) => {
        const fresh = edgeConfidence({ source: 'learned', ...counts, lastObserved });
        const changed = edgeConfidence({ source: 'learned', ...counts, lastObserved, definedAt });
        const isStale = lastObserved < definedAt;
        if (isStale && counts.successCount > counts.failureCount) expect(changed).toBeLessThan(fresh);
        else if (!isStale) expect(changed).toBe(fresh);
        expect(changed).toBeLessThanOrEqual(fresh);
      }),
    );
  });
});
