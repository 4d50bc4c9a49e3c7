import { describe, expect, it } from 'vitest';
import type { Workflow } from '../../data/data-set.js';
import { consensusOf, createConsensusNext, createConsensusPlan } from './consensus.js';
import { createNeighbours, type Neighbours } from './nearest-workflow.js';
import { chain } from './testing/chain.js';

const history = [
  chain('1', 'rent a car', 'search', 'rent', 'pay'),
  chain('2', 'rent a van', 'search', 'rent', 'pay'),
  chain('3', 'rent a bike', 'search', 'rent'),
  chain('4', 'rent a boat', 'call', 'pay', 'rent'),
  chain('5', 'write a letter', 'write'),
];
const alike = (...workflows: Workflow[]) => workflows.map((one) => ({ workflow: one, weight: 1 }));
const rents = alike(...history.slice(0, 4));
const nearest: Neighbours = (intent) => (intent === 'rent it' ? rents : []);

describe('consensus of workflows', () => {
  it('takes the set with the highest mean F1 and the edges that most have', () => {
    const plan = createConsensusPlan(nearest)('rent it');
    // Mean F1 of rent .525, of rent and pay .75, of all three (1 + 1 + .8 + .667) / 4 = .867, with call .786.
    expect([...plan.tools].sort()).toEqual(['pay', 'rent', 'search']);
    // rent→pay in two of three that have both; search→rent in three of three; pay→rent in one of three.
    expect(plan.edges).toEqual([
      ['rent', 'pay'],
      ['search', 'rent'],
    ]);
  });

  it('counts votes by their weight', () => {
    const heavy = rents.map(({ workflow: one }) => ({ workflow: one, weight: one.id === '4' ? 5 : 1 }));
    expect(new Set(consensusOf(heavy).tools)).toEqual(new Set(['rent', 'pay', 'call']));
    expect(consensusOf(heavy).edges).toContainEqual(['pay', 'rent']);
  });

  it('is the workflow itself where all are alike, nothing where there is none', () => {
    expect(consensusOf(alike(history[0]!, history[1]!))).toEqual({
      tools: ['pay', 'rent', 'search'],
      edges: [
        ['rent', 'pay'],
        ['search', 'rent'],
      ],
    });
    expect(consensusOf([])).toEqual({ tools: [], edges: [] });
    expect(createConsensusPlan(nearest)('another thing')).toEqual({ tools: [], edges: [] });
  });

  it('ranks what most neighbours ran after the last tool, then what has not run, then popularity', () => {
    const next = createConsensusNext(history, nearest);
    expect(next(['search'], 'rent it')).toEqual(['rent', 'pay', 'call', 'search', 'write']);
    expect(next(['pay'], 'rent it')).toEqual(['rent', 'search', 'call', 'pay', 'write']);
    expect(next(['search', 'rent'], 'another thing')[0]).toBe('rent');
  });
});

describe('neighbours', () => {
  it('are the nearest by BM25, votes falling with the score', () => {
    const found = createNeighbours(history, 3)('rent a van, rent');
    expect(found.map(({ workflow: one }) => one.id)).toEqual(['2', '1', '3']);
    expect(found[0]!.weight).toBe(1);
    expect(found[1]!.weight).toBeLessThan(0.5);
    expect(createNeighbours(history, 3)('zebra')).toEqual([]);
  });
});
