import { expect, test } from 'vitest';
import { runInSlices } from './run-in-slices.js';

const endless = new AbortController().signal;

test('runs to the end, in its order, and lets others run before and in between', async () => {
  const order: string[] = [];
  function* count() {
    for (let piece = 0; piece < 40; piece++) {
      order.push('piece');
      yield undefined;
    }
  }
  const work = runInSlices(count(), endless);
  order.push('caller');
  const other = (async () => {
    while (order.filter((each) => each === 'piece').length < 40) {
      order.push('other');
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  })();
  expect(await work).toBe(true);
  await other;
  expect(order[0]).toBe('caller');
  expect(order.filter((each) => each === 'piece')).toHaveLength(40);
  // At least before the first slice, and after 16 and 32 pieces.
  const longest = order
    .join(' ')
    .split(/caller|other/)
    .map((slice) => slice.match(/piece/g)?.length ?? 0);
  expect(Math.max(...longest)).toBeLessThanOrEqual(16);
});

test('goes no further than the slice at hand when it is aborted, and lets the iterator clean up', async () => {
  const controller = new AbortController();
  let pieces = 0;
  let isClean = false;
  function* count() {
    try {
      for (;;) {
        pieces++;
        if (pieces === 20) controller.abort();
        yield undefined;
      }
    } finally {
      isClean = true;
    }
  }
  expect(await runInSlices(count(), controller.signal)).toBe(false);
  expect(pieces).toBeGreaterThanOrEqual(20);
  expect(pieces).toBeLessThan(20 + 16);
  expect(isClean).toBe(true);
  expect(await runInSlices(count(), controller.signal)).toBe(false);
});

test('an error of the iterator is thrown', async () => {
  // biome-ignore lint/correctness/useYield: it fails before there is anything to yield
  function* fail(): Generator<undefined, void> {
    throw new Error('no memory');
  }
  await expect(runInSlices(fail(), endless)).rejects.toThrow('no memory');
});
