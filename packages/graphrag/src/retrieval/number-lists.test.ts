import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NumberLists } from './number-lists.js';

const list = fc.integer({ min: 0, max: 99 });
const number = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const change = fc.oneof(
  fc.record({ kind: fc.constant('push' as const), list, number, times: fc.integer({ min: 1, max: 200 }) }),
  fc.record({ kind: fc.constant('set' as const), list, numbers: fc.array(number, { maxLength: 50 }) }),
  fc.record({ kind: fc.constant('splice' as const), list, first: fc.nat(30), count: fc.nat(30) }),
  fc.record({ kind: fc.constant('renumber' as const), dropped: list }),
);

it('lists in one block are as lists of their own', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      let lists = new NumberLists();
      let expected: number[][] = Array.from({ length: 100 }, () => []);
      for (const made of changes) {
        if (made.kind === 'push') {
          for (let time = 0; time < made.times; time++) lists.push(made.list, made.number);
          expected[made.list]!.push(...Array.from({ length: made.times }, () => made.number));
        } else if (made.kind === 'set') {
          lists.set(made.list, made.numbers, made.numbers.length);
          expected[made.list] = [...made.numbers];
        } else if (made.kind === 'splice') {
          const first = Math.min(made.first, expected[made.list]!.length);
          const count = Math.min(made.count, expected[made.list]!.length - first);
          if (count > 0) lists.splice(made.list, first, count);
          expected[made.list]!.splice(first, count);
        } else {
          const ids = Array.from({ length: 100 }, (_, id) => (id === made.dropped ? -1 : 99 - id));
          lists = lists.renumbered(ids);
          expected = expected.map((_, id) => (99 - id === made.dropped ? [] : expected[99 - id]!));
        }
      }
      const actual = expected.map((_, id) => {
        const start = lists.start(id);
        return Array.from(lists.values.subarray(start, start + lists.length(id)));
      });
      expect(actual).toEqual(expected);
    }),
  );
});

it('lists that are replaced over and over keep their block small', () => {
  const lists = new NumberLists();
  for (let round = 0; round < 10_000; round++)
    lists.set(
      round % 7,
      Array.from({ length: round % 100 }, () => 1),
      round % 100,
    );
  expect(lists.values.length).toBeLessThan(8192);
});
