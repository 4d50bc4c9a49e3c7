import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ObservedExecution } from '../execution.js';
import { wordReader } from '../retrieval/tokenize.js';
import { createMemory } from './memory.js';

const execution = (id: string, intent: string | undefined, success = true, executedAt = 0): ObservedExecution => ({
  id,
  intent,
  success,
  executedAt,
  tasks: [{ toolId: 'tool', success: true }],
  links: [],
});

function remembering(executions: readonly ObservedExecution[]) {
  const memory = createMemory(wordReader);
  for (const observed of executions) memory.add(observed);
  return memory;
}

const word = fc.constantFrom('refund', 'order', 'mail', 'invoice', 'report');
const history = fc
  .array(fc.record({ words: fc.array(word, { minLength: 1, maxLength: 4 }), success: fc.boolean(), at: fc.nat(3) }), {
    maxLength: 20,
  })
  .map((drawn) => drawn.map(({ words, success, at }, index) => execution(`e${index}`, words.join(' '), success, at)));

describe('memory', () => {
  it('finds the nearest intents of each outcome', () => {
    const memory = remembering([
      execution('mail', 'send a mail'),
      execution('refund', 'refund the order'),
      execution('failed', 'refund an order', false),
      execution('silent', undefined),
    ]);
    const { succeeded, failed } = memory.nearest('refund this order', { count: 5, alike: 5 });
    expect(succeeded.map((neighbour) => neighbour.execution.id)).toEqual(['refund']);
    expect(failed.map((neighbour) => neighbour.execution.id)).toEqual(['failed']);
    const nothing = { succeeded: [], failed: [], decided: [] };
    expect(memory.nearest('refund', { count: 0, alike: 0 })).toEqual(nothing);
    expect(memory.nearest('天气', { count: 5, alike: 5 })).toEqual(nothing);
  });

  it('tells what ran nothing apart, whatever became of it, and has it among what was decided in its place', () => {
    const declined = (id: string, intent: string, success: boolean, executedAt: number): ObservedExecution => {
      return { ...execution(id, intent, success, executedAt), proposed: ['tool'], tasks: [] };
    };
    const memory = remembering([
      execution('ran', 'refund the order', true, 1),
      declined('no', 'refund the order', false, 2),
      execution('later', 'refund the order', true, 3),
      declined('nothing', 'refund the order', true, 4),
      declined('other', 'refund the invoice', false, 5),
      execution('failed', 'refund the order', false, 6),
    ]);
    const ids = (count: number, isVisible?: (toolId: string) => boolean) => {
      const { succeeded, failed, decided } = memory.nearest('refund the order', { count, alike: count }, isVisible);
      return [succeeded, failed, decided].map((list) => list.map((neighbour) => neighbour.execution.id));
    };
    expect(ids(9)).toEqual([['later', 'ran'], ['failed'], ['nothing', 'later', 'no', 'ran', 'other']]);
    expect(ids(3)).toEqual([['later', 'ran'], ['failed'], ['nothing', 'later', 'no']]);
    expect(ids(9, (toolId) => toolId === 'tool')).toEqual(ids(9));
    expect(ids(9, () => false)).toEqual([[], [], []]);
    const without = memory.without(new Set(['no', 'other'])).nearest('refund the order', { count: 9, alike: 9 });
    expect(without.decided.map((neighbour) => neighbour.execution.id)).toEqual(['nothing', 'later', 'ran']);
    memory.dropOldest(4);
    expect(ids(9)).toEqual([[], ['failed'], ['other']]);
  });

  it('calls intents alike by what both say: the same one is, one that says much else is not', () => {
    const memory = remembering([
      execution('same', 'refund the order'),
      execution('long', 'refund the order, then write an invoice, mail a report and book a flight to Paris'),
      execution('other', 'draw a chart'),
    ]);
    const { succeeded } = memory.nearest('refund the order', { count: 5, alike: 5 });
    const likenessOf = memory.likenessTo('refund the order');
    const likeness = new Map(succeeded.map(({ execution }) => [execution.id, likenessOf(execution)]));
    expect(likeness.get('same')).toBe(1);
    expect(likeness.get('long')).toBeGreaterThan(0);
    expect(likeness.get('long')).toBeLessThan(0.5);
    expect(likeness.has('other')).toBe(false);
  });

  it('gives the first of all neighbours, most similar first, of ties the newest', () => {
    fc.assert(
      fc.property(history, word, fc.integer({ min: 1, max: 6 }), (executions, intent, count) => {
        const all = remembering(executions).nearest(intent, { count: executions.length + 1, alike: 0 });
        const few = remembering(executions).nearest(intent, { count, alike: 0 });
        expect(few.succeeded).toEqual(all.succeeded.slice(0, count));
        expect(few.failed).toEqual(all.failed.slice(0, count));
        for (const neighbours of [all.succeeded, all.failed]) {
          const sorted = neighbours.toSorted(
            (a, b) =>
              b.similarity - a.similarity ||
              b.execution.executedAt - a.execution.executedAt ||
              (a.execution.id > b.execution.id ? -1 : 1),
          );
          expect(neighbours).toEqual(sorted);
          for (const { similarity } of neighbours) expect(similarity > 0 && similarity <= 1).toBe(true);
        }
      }),
    );
  });

  it('sees what came after the same question was asked before', () => {
    const memory = remembering([execution('old', 'refund the order')]);
    memory.nearest('refund', { count: 5, alike: 5 });
    memory.add(execution('new', 'refund the order'));
    expect(memory.nearest('refund', { count: 5, alike: 5 }).succeeded).toHaveLength(2);
    expect(memory.nearest('refund', { count: 1, alike: 1 }).succeeded).toHaveLength(1);
  });

  it('with a maximum is as if the others had never been, years later too', () => {
    const intentOf = (index: number) => (index % 3 === 0 ? 'refund the order' : `refund order ${index}`);
    const all = Array.from({ length: 4_000 }, (_, index) =>
      execution(`e${index}`, intentOf(index), index % 5 > 0, index),
    );
    const bounded = createMemory(wordReader, undefined, 60);
    for (const each of all) bounded.add(each);
    const kept = bounded.executions();
    expect(kept).toHaveLength(60);
    const fresh = remembering(kept);
    for (const intent of ['refund order 3997', 'refund the order']) {
      const wanted = { count: 20, alike: 20 };
      expect(bounded.nearest(intent, wanted)).toEqual(fresh.nearest(intent, wanted));
      expect(kept.map(bounded.likenessTo(intent))).toEqual(kept.map(fresh.likenessTo(intent)));
    }
    expect([bounded.size, bounded.latest, bounded.has('e0'), bounded.has('e3999')]).toEqual([60, 3_999, false, true]);
  });

  it('keeps executions in order of time, then id, whatever the order of arrival', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e']), (ids) => {
        const executions = ids.map((id) => execution(id, undefined, true, id < 'c' ? 2 : 1));
        const order = remembering(executions)
          .executions()
          .map(({ id }) => id);
        expect(order).toEqual([...ids.filter((id) => id >= 'c').sort(), ...ids.filter((id) => id < 'c').sort()]);
      }),
    );
  });
});
