import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forEachBounded } from './for-each-bounded.js';

const tick = () => new Promise((resolve) => setImmediate(resolve));

test('every item once, never more than the limit at a time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer()), fc.integer({ min: 1, max: 5 }), async (items, limit) => {
      const done: number[] = [];
      let running = 0;
      await forEachBounded(items, limit, async (item) => {
        running += 1;
        expect(running).toBeLessThanOrEqual(limit);
        await tick();
        running -= 1;
        done.push(item);
      });
      expect(done.sort()).toEqual([...items].sort());
    }),
  );
});

test('after a failure nothing begins, and what had begun ends first', async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const work = forEachBounded([1, 2, 3, 4], 2, async (item) => {
    begun.push(item);
    if (item === 1) throw new Error('one');
    await tick();
    ended.push(item);
  });
  await expect(work).rejects.toThrow('one');
  expect({ begun, ended }).toEqual({ begun: [1, 2], ended: [2] });
});
