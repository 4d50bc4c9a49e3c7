import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byRank, TopRanked } from './top-ranked.js';

const entry = fc.record({ toolId: fc.uuid(), score: fc.integer({ min: 0, max: 5 }) });

it('the best ranked are those of the sorted whole', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 300 }), fc.constantFrom(0, 1, 5, 1000, Infinity), (entries, limit) => {
      const top = new TopRanked(limit);
      for (const one of entries) if (top.accepts(one.score)) top.add(one);
      expect(top.best()).toEqual(entries.toSorted(byRank).slice(0, limit));
    }),
  );
});
