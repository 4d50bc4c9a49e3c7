import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';

const engine = createEngine();
engine.upsertTools(['find order', 'refund order', 'send mail'].map((name, index) => ({ id: `tool-${index}`, name })));

const found = (text: string, similarities: ReadonlyMap<string, number>) =>
  engine.search({ text, similarities, minScore: 0 }).results.map(({ toolId }) => toolId);

describe('cosines of an outside index', () => {
  it('bring the tools that it found', () => {
    const similarities = new Map([
      ['tool-2', 0.9],
      ['tool-1', 0.7],
      ['tool-0', 0.2],
    ]);
    expect(found('nothing alike', similarities)).toEqual(['tool-2', 'tool-1']);
  });

  it('bring none that it did not find, however few it found', () => {
    expect(found('nothing alike', new Map([['tool-2', 0.9]]))).toEqual(['tool-2']);
    expect(
      found(
        'nothing alike',
        new Map([
          ['tool-2', 0.9],
          ['tool-1', 0.9],
        ]),
      ),
    ).toEqual(['tool-1', 'tool-2']);
    expect(found('nothing alike', new Map([['unknown', 0.9]]))).toEqual([]);
  });

  it('leave the ranking to the words where there are none', () => {
    expect(engine.search({ text: 'mail', similarities: new Map() })).toEqual(engine.search({ text: 'mail' }));
    expect(found('nothing alike', new Map())).toEqual([]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, '0.9', null])('have to be numbers: %s', (cosine) => {
    const similarities = new Map([['tool-1', cosine as number]]);
    expect(() => found('order', similarities)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});
