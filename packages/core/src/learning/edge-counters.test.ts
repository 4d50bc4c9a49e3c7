import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boundedCounters } from './edge-counters.js';

test('bounded counters add up, keep their proportions, and are what they were where stores can add to them', () => {
  const count = fc.oneof(fc.nat(9), fc.nat(2 ** 31 - 1), fc.nat({ max: 2 ** 41 }));
  const counts = fc.record({
    successCount: count,
    failureCount: count,
    dataFlowCount: count,
    declaredCount: count,
    sequenceCount: count,
  });
  fc.assert(
    fc.property(counts, (drawn) => {
      const given = { ...drawn, observedCount: drawn.successCount + drawn.failureCount };
      const bounded = boundedCounters(given);
      const largest = Math.max(...Object.values(given));
      expect(bounded.observedCount).toBe(bounded.successCount + bounded.failureCount);
      if (largest <= 2 ** 30) expect(bounded).toEqual(given);
      for (const name of ['successCount', 'failureCount', 'dataFlowCount'] as const) {
        expect(Number.isInteger(bounded[name]) && bounded[name] <= 2 ** 30).toBe(true);
        const share = given[name] / largest;
        if (largest > 2 ** 30) expect(bounded[name] / 2 ** 30).toBeCloseTo(share, 6);
      }
    }),
  );
});
