import { describe, expect, it } from 'vitest';
import { Bm25 } from './bm25.js';
import { createNearestWorkflow } from './nearest-workflow.js';
import { createMarkov, createNearestCopyNext, createPopularity } from './next-tool-baselines.js';
import { chain } from './testing/chain.js';

const history = [
  chain('1', 'book a flight', 'search', 'book', 'pay'),
  chain('2', 'rent a car', 'search', 'rent', 'pay'),
  chain('3', 'rent a van', 'search', 'rent', 'pay'),
];

describe('Bm25', () => {
  it('ranks by the formula, ties by id, and leaves out what shares no word', () => {
    const index = new Bm25([
      { id: 'b', text: 'red car' },
      { id: 'a', text: 'Red car' },
      { id: 'c', text: 'blue boat and a red car' },
      { id: 'd', text: 'tree' },
    ]);
    expect(index.rank('RED')).toEqual(['a', 'b', 'c']);
    expect(index.rank('boat, red')).toEqual(['c', 'a', 'b']);
    expect(index.rank('')).toEqual([]);
  });
});

describe('next-tool baselines', () => {
  it('popularity ranks by count, ties by id', () => {
    expect(createPopularity(history)(['search'], 'x')).toEqual(['pay', 'search', 'rent', 'book']);
  });

  it('Markov ranks what followed the last tool, then popularity', () => {
    const next = createMarkov(history);
    expect(next(['search'], undefined)).toEqual(['rent', 'book', 'pay', 'search']);
    expect(next(['unheard of'], undefined)).toEqual(['pay', 'search', 'rent', 'book']);
  });

  it('nearest copy goes on where the nearest workflow did', () => {
    const next = createNearestCopyNext(history, createNearestWorkflow(history));
    expect(next(['search'], 'a flight, please').slice(0, 2)).toEqual(['book', 'pay']);
    expect(next(['search', 'unheard of'], 'a flight')[0]).toBe('search');
    expect(next([], 'nothing alike')[0]).toBe('pay');
  });
});
