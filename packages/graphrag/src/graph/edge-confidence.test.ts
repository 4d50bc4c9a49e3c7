import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeConfidence, edgePriors } from './edge-confidence.js';

const counters = fc.record({ successCount: fc.nat(1000), failureCount: fc.nat(1000) }).map((counts) => ({
  ...counts,
  observedCount: counts.successCount + counts.failureCount,
  dataFlowCount: 0,
  declaredCount: 0,
  sequenceCount: 0,
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

  it('is (a + successes) / (a + b + observations)', () => {
    const counts = { observedCount: 4, successCount: 3, failureCount: 1 };
    const kinds = { dataFlowCount: 1, declaredCount: 0, sequenceCount: 2 };
    expect(edgeConfidence({ source: 'learned', ...counts, ...kinds })).toBe(4 / 6);
    expect(edgeConfidence({ source: 'schema', ...counts, ...kinds })).toBe(6 / 9);
  });

  it('never rises when a contract changes, and falls where successes outweigh the prior', () => {
    fc.assert(
      fc.property(counters, fc.nat(10), fc.nat(10), (counts, lastObserved, definedAt) => {
        const fresh = edgeConfidence({ source: 'learned', ...counts, lastObserved });
        const changed = edgeConfidence({ source: 'learned', ...counts, lastObserved, definedAt });
        const falls = lastObserved < definedAt && counts.successCount > counts.failureCount;
        if (falls) expect(changed).toBeLessThan(fresh);
        else expect(changed).toBe(fresh);
        expect(changed).toBeGreaterThanOrEqual(Math.min(fresh, 0.5));
      }),
    );
  });
});
