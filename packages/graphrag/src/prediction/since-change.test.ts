import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';
import type { Neighbour } from '../memory/memory.js';
import { sinceChange } from './since-change.js';

const neighbour = (next: string, executedAt: number, similarity = 1): Neighbour => ({
  similarity,
  freshness: 1,
  execution: {
    id: `${next}${executedAt}`,
    intent: 'x',
    success: true,
    executedAt,
    tasks: ['a', next].map((toolId) => ({ toolId, success: true })),
    links: [{ from: 0, to: 1, dataFlow: false, declared: true, sequence: true }],
  },
});
/** What each ran after `a`, one day after the other. */
const row = (answers: string, similarity = 1) =>
  Array.from(answers, (next, day) => neighbour(next, day + 1, similarity)).reverse();
const seen = (near: readonly Neighbour[]) => sinceChange(near, ['a'], () => true);

describe('neighbours since a change', () => {
  it('are as before where all ran the same, nothing has a time, or too few do otherwise', () => {
    for (const near of [row('bbbbbbb'), row('bbcc'), Array.from('bbbbccc', (next) => neighbour(next, 0))]) {
      expect(seen(near)).toEqual({ near, changed: 0 });
    }
  });

  it('are those of the new habit where all before did otherwise', () => {
    const { near, changed } = seen(row('bbbbbbbbcccc'));
    expect(changed).toBeGreaterThan(0.8);
    const left = (next: string) => near.filter(({ execution }) => execution.tasks[1]!.toolId === next);
    expect(Math.max(...left('b').map(({ freshness }) => freshness))).toBeLessThan(0.3);
    expect(
      Math.min(
        ...left('c')
          .slice(0, 2)
          .map(({ freshness }) => freshness),
      ),
    ).toBeGreaterThan(0.9);
  });

  it('are hardly fewer where it comes and goes', () => {
    expect(seen(row('bcbbcbcbbcbc')).changed).toBeLessThan(0.25);
  });

  it('are not judged by what was asked for something else', () => {
    const others = Array.from({ length: 6 }, (_, day) => neighbour('c', day + 100, 0.5));
    const near = [...row('bbbbbbb'), ...others];
    expect(seen(near)).toEqual({ near, changed: 0 });
  });

  it('lose votes and never gain, whatever the order in which they come', () => {
    const answers = fc.array(fc.record({ next: fc.constantFrom('b', 'c', 'd'), day: fc.nat(15) }), {
      minLength: 1,
      maxLength: 14,
    });
    fc.assert(
      fc.property(answers, (drawn) => {
        const near = drawn.map(({ next, day }) => neighbour(next, day));
        const { near: left, changed } = seen(near);
        expect(changed).toBeGreaterThanOrEqual(0);
        expect(changed).toBeLessThan(1);
        for (const { freshness } of left) expect(freshness >= 0 && freshness <= 1).toBe(true);
        expect(seen(near.toReversed()).changed).toBeCloseTo(changed, 9);
      }),
    );
  });
});

it('a step that everybody inserts is foreseen soon, whatever was learned before', () => {
  const engine = createEngine();
  const [find, list, refund, mail, check] = ['find', 'list', 'refund', 'mail', 'check'].map((name) => `shop:${name}`);
  engine.upsertTools([find, list, refund, mail, check].map((id) => ({ id: id!, name: id!.slice(5) })));
  let day = 0;
  const record = (tools: readonly (string | undefined)[]) => {
    const tasks = tools.map((toolId) => ({ toolId: toolId! }));
    day++;
    engine.observe({ id: `e${day}`, intent: `order ${day} goes back`, success: true, executedAt: day * 864e5, tasks });
  };
  for (let time = 0; time < 40; time++) record([find, list, refund, mail]);
  for (const lesson = engine.learnWeights(); lesson.next().done !== true; );
  for (let time = 0; time < 8; time++) record([find, list, check, refund, mail]);
  const { predictions } = engine.predictNext({ intent: 'order 9000 goes back', executed: [find!, list!] });
  expect(predictions[0]?.toolId).toBe(check);
});
