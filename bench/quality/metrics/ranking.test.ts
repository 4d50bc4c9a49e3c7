import { describe, expect, it } from 'vitest';
import { measureRanking } from './ranking.js';

describe('measureRanking', () => {
  it('agrees with values computed by hand', () => {
    // Hits at ranks 1 and 3 of three slots.
    const measures = measureRanking(['a', 'x', 'b', 'y'], [['a'], ['b'], ['c']]);
    expect(measures.recallAt1).toBeCloseTo(1 / 3, 12);
    expect(measures.recallAt5).toBeCloseTo(2 / 3, 12);
    expect(measures.recallAt10).toBeCloseTo(2 / 3, 12);
    expect(measures.mapAt10).toBeCloseTo((1 / 1 + 2 / 3) / 3, 12);
    // DCG = 1 + 1/2; ideal = 1 + 1/log2(3) + 1/2.
    expect(measures.ndcgAt10).toBeCloseTo(1.5 / (1.5 + 1 / Math.log2(3)), 12);
    expect(measures.completenessAt5).toBe(0);
  });

  it('gives 1 for every measure where all slots stand first', () => {
    const { recallAt1, ...others } = measureRanking(['a', 'b', 'x'], [['b'], ['a']]);
    expect(recallAt1).toBe(0.5);
    expect(Object.values(others)).toEqual([1, 1, 1, 1, 1]);
  });

  it('fills a slot once: the second alternative is a wrong answer', () => {
    const slots = [['a', 'a2'], ['b']];
    expect(measureRanking(['a2', 'a', 'b'], slots).mapAt10).toBeCloseTo((1 + 2 / 3) / 2, 12);
    expect(measureRanking(['a2', 'a'], slots).recallAt10).toBe(0.5);
    expect(measureRanking(['a2', 'b'], slots).completenessAt5).toBe(1);
  });

  it('reads no further than each depth', () => {
    const ranking = ['1', '2', '3', '4', '5', 'a', '7', '8', '9', '10', 'b'];
    const measures = measureRanking(ranking, [['a'], ['b']]);
    expect(measures.recallAt5).toBe(0);
    expect(measures.recallAt10).toBe(0.5);
    expect(measures.mapAt10).toBeCloseTo(1 / 6 / 2, 12);
  });

  it('gives 0 for an empty ranking', () => {
    expect(Object.values(measureRanking([], [['a']]))).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
