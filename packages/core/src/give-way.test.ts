import { afterEach, expect, test, vi } from 'vitest';
import { giveWay } from './give-way.js';

afterEach(() => vi.useRealTimers());

/** Work that no clock has to wait for: it takes so many milliseconds of this thread. */
function work(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

/** Counts the turns of the event loop while the work runs. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const turn = () => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  isOver = true;
  return turns;
}

test('the event loop turns within work that lasts', async () => {
  const turns = await turnsDuring(async () => {
    for (let piece = 0; piece < 6; piece += 1) {
      await giveWay();
      work(20);
    }
  });
  expect(turns).toBeGreaterThanOrEqual(5);
});

test('and does not where it has just turned', async () => {
  await new Promise((resolve) => setImmediate(resolve));
  const turns = await turnsDuring(async () => {
    for (let piece = 0; piece < 100; piece += 1) await giveWay();
  });
  expect(turns).toBe(0);
});

test('those who wait for the same turn share it: one does not follow the other without another turn', async () => {
  const turns = await turnsDuring(async () => {
    await giveWay();
    work(20);
    await Promise.all(
      Array.from({ length: 5 }, async () => {
        await giveWay();
        work(20);
      }),
    );
  });
  expect(turns).toBeGreaterThanOrEqual(5);
});

test('each waits for its turn, and not for all that another has to do', async () => {
  let isOver = false;
  let pieces = 0;
  const long = (async () => {
    while (!isOver) {
      await giveWay();
      work(20);
      pieces += 1;
    }
  })();
  // Those of a call: it asks for vectors, for rows, and answers.
  for (let step = 0; step < 3; step += 1) await giveWay();
  isOver = true;
  await long;
  expect(pieces).toBeLessThanOrEqual(6);
});

test('the fake timers of a test keep nobody waiting', async () => {
  vi.useFakeTimers();
  for (let piece = 0; piece < 3; piece += 1) {
    await giveWay();
    vi.useRealTimers();
    work(20);
    vi.useFakeTimers();
  }
});

test.each(['setImmediate', 'MessageChannel'])('where the runtime has no %s there is another way', async (missing) => {
  vi.stubGlobal('setImmediate', undefined);
  if (missing === 'MessageChannel') vi.stubGlobal('MessageChannel', undefined);
  vi.resetModules();
  const { giveWay: give } = await import('./give-way.js');
  vi.unstubAllGlobals();
  const turns = await turnsDuring(async () => {
    for (let piece = 0; piece < 4; piece += 1) {
      await give();
      work(20);
    }
  });
  expect(turns).toBeGreaterThan(0);
});
