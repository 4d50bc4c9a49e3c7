import { expect, test } from 'vitest';
import { Life } from './life.js';
import { createMutex } from './mutex.js';

test('closing waits for calls in flight, refuses new ones, and releases once', async () => {
  const life = new Life();
  const order: string[] = [];
  let finish = () => {};
  const call = life.call(async () => {
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    order.push('call');
  });
  const close = () =>
    life.close(
      async () => void order.push('stop'),
      async () => void order.push('release'),
    );
  const closing = [close(), close()];
  await expect(life.call(async () => 1)).rejects.toMatchObject({ code: 'CLOSED' });
  finish();
  await Promise.all([call, ...closing]);
  expect(order).toEqual(['stop', 'call', 'release']);
});

test('closing ends what waits for others by its signal, as CLOSED; what the caller ends is as it ended', async () => {
  const life = new Life();
  const aborted = (signal: AbortSignal) =>
    new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  const controller = new AbortController();
  const ended = life.untilClosed(controller.signal, aborted);
  const waiting = life.untilClosed(undefined, aborted);
  controller.abort('enough');
  await expect(ended).rejects.toBe('enough');
  expect(await life.untilClosed(undefined, async () => 1)).toBe(1);
  const refused = expect(waiting).rejects.toMatchObject({ code: 'CLOSED' });
  await life.close(
    async () => {},
    async () => {},
  );
  await refused;
  await expect(life.untilClosed(undefined, aborted)).rejects.toMatchObject({ code: 'CLOSED' });
});

test('a mutex runs one piece of work at a time, and goes on after a failure', async () => {
  const mutex = createMutex();
  let running = 0;
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) =>
      mutex.run(async () => {
        running += 1;
        expect(running).toBe(1);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        if (index % 3 === 0) throw new Error(`${index}`);
        return index;
      }),
    ),
  );
  expect(results.map(({ status }) => status === 'fulfilled')).toEqual(results.map((_, index) => index % 3 !== 0));
});
