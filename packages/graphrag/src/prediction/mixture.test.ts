import { describe, expect, it } from 'vitest';
import { Mixture } from './mixture.js';

const followers = (amounts: Record<string, number>, ends = 0) => ({ amounts: new Map(Object.entries(amounts)), ends });
const alike = new Map<string, number>();

/** Highest first. */
function best(mixture: Mixture, factors = alike) {
  const { tools, componentsOf } = mixture.outcomes(factors);
  return tools
    .map((outcome) => ({ ...outcome, components: componentsOf(outcome.toolId) }))
    .sort((a, b) => b.probability - a.probability || (a.toolId < b.toolId ? -1 : 1));
}

describe('Mixture', () => {
  it('interpolates counts with what lies below, as computed by hand', () => {
    const mixture = new Mixture();
    mixture.add('a', 'text', 0.5);
    mixture.add('b', 'text', 0.5);
    // Three observations, two of them distinct, back-off 1: P(a) = (2 + 2 · ½) / 5, P(c) = 1 / 5, P(b) = 2 · ½ / 5.
    mixture.interpolate('tool', followers({ a: 2, c: 1 }), 1);
    const [a, ...others] = best(mixture);
    expect(a?.probability).toBeCloseTo(3 / 5, 12);
    expect(a?.components.tool).toBeCloseTo(2 / 5, 12);
    expect(a?.components.text).toBeCloseTo(1 / 5, 12);
    expect(others.map(({ toolId, components }) => [toolId, Object.keys(components)])).toEqual([
      ['b', ['text']],
      ['c', ['tool']],
    ]);
    for (const { probability } of others) expect(probability).toBeCloseTo(1 / 5, 12);
  });

  it('leaves the share of the end to the end, whatever the factors of the tools', () => {
    const mixture = new Mixture();
    mixture.interpolate('tool', followers({ a: 1, b: 1 }, 2), 1);
    const predictions = best(mixture, new Map([['a', 3]]));
    expect(mixture.outcomes(alike).ends).toBe(0.5);
    expect(predictions.map(({ probability }) => probability)).toEqual([0.375, 0.125].map((p) => expect.closeTo(p, 12)));
  });

  it('is empty where nothing was added, and drops tools with a factor of 0', () => {
    expect(new Mixture().outcomes(alike)).toMatchObject({ ends: 0, tools: [] });
    const mixture = new Mixture();
    mixture.interpolate('tool', followers({}), 1);
    mixture.add('a', 'text', 1);
    expect(best(mixture, new Map([['a', 0]]))).toEqual([]);
  });
});
