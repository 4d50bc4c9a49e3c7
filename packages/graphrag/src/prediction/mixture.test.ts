import { describe, expect, it } from 'vitest';
import { Mixture } from './mixture.js';

const followers = (amounts: Record<string, number>, ends = 0) => ({ amounts: new Map(Object.entries(amounts)), ends });
const alike = () => 1;

describe('Mixture', () => {
  it('interpolates counts with what lies below, as computed by hand', () => {
    const mixture = new Mixture();
    mixture.add('a', 'text', 0.5);
    mixture.add('b', 'text', 0.5);
    // Three observations, two of them distinct, back-off 1: P(a) = (2 + 2 · ½) / 5, P(c) = 1 / 5, P(b) = 2 · ½ / 5.
    mixture.interpolate('tool', followers({ a: 2, c: 1 }), 1);
    const [a, ...others] = mixture.best(5, alike);
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
    const predictions = mixture.best(2, (toolId) => (toolId === 'a' ? 3 : 1));
    expect(predictions.map(({ probability }) => probability)).toEqual([0.375, 0.125]);
  });

  it('is empty where nothing was added, and drops tools with a factor of 0', () => {
    expect(new Mixture().best(3, alike)).toEqual([]);
    const mixture = new Mixture();
    mixture.interpolate('tool', followers({}), 1);
    mixture.add('a', 'text', 1);
    expect(mixture.best(3, () => 0)).toEqual([]);
  });
});
