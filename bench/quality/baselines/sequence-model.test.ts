import { describe, expect, it } from 'vitest';
import type { Workflow } from '../../data/data-set.js';
import { createPpm } from './ppm.js';
import { end, mostProbableChain, rankTools } from './sequence-model.js';

const workflow = (tools: string): Workflow => ({
  id: tools,
  intent: undefined,
  success: true,
  part: 'train',
  coldPart: 'train',
  officialTest: false,
  tasks: [...tools].map((tool, index) => ({ id: `t${index}`, tool, dependsOn: [], ok: true })),
});

describe('PPM with escape method C', () => {
  it('agrees with values computed by hand: one order, its escape, exclusion', () => {
    const model = createPpm([workflow('ab'), workflow('ac'), workflow('ab')], 1);
    const after = model(['a']);
    // After a: b twice, c once, two distinct; 5 is n + d. Below: a thrice, the end thrice, b and c excluded; 8 is n + d.
    expect(after.get('b')).toBeCloseTo(2 / 5, 12);
    expect(after.get('c')).toBeCloseTo(1 / 5, 12);
    expect(after.get('a')).toBeCloseTo((2 / 5) * (3 / 8), 12);
    expect(after.get(end)).toBeCloseTo((2 / 5) * (3 / 8), 12);
  });

  it('prefers the longest context that it knows', () => {
    const history = ['xab', 'yac', 'yac', 'yac'].map(workflow);
    expect(rankTools(createPpm(history, 2)(['x', 'a']))[0]).toBe('b');
    expect(rankTools(createPpm(history, 1)(['x', 'a']))[0]).toBe('c');
    // A context that was never seen falls back to the one below it.
    expect(rankTools(createPpm(history, 3)(['b', 'a']))[0]).toBe('c');
  });

  it('gives probabilities that sum to less than 1, the rest being what was never seen', () => {
    const model = createPpm(['abc', 'abd', 'ca', 'dd'].map(workflow));
    for (const executed of [[], ['a'], ['a', 'b'], ['d', 'd', 'd'], ['unheard of']]) {
      const total = [...model(executed).values()].reduce((sum, value) => sum + value, 0);
      expect(total).toBeGreaterThan(0.5);
      expect(total).toBeLessThan(1);
    }
  });

  it('knows nothing without a history', () => {
    expect(createPpm([])([]).size).toBe(0);
    expect(mostProbableChain(createPpm([]))).toEqual([]);
  });

  it('builds the chain that is most often run, and stops where it stops', () => {
    expect(mostProbableChain(createPpm(['abc', 'abc', 'abd', 'b'].map(workflow)))).toEqual(['a', 'b', 'c']);
    // What only ever goes round stops before it repeats.
    expect(mostProbableChain(createPpm(['aaaa', 'aaaa'].map(workflow)))).toEqual(['a']);
  });
});
