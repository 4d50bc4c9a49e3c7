import { expect, test } from 'vitest';
import { createQueueByKey } from './queue-by-key.js';

function deferred() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

test('work on one key waits for the work before it, also where that fails, and work on others does not', async () => {
  const queue = createQueueByKey();
  const gate = deferred();
  const order: string[] = [];
  const first = queue('a', async () => {
    await gate.promise;
    order.push('first');
    throw new Error('of the first');
  });
  const second = queue('a', async () => {
    order.push('second');
    return 2;
  });
  await queue('b', async () => order.push('other'));
  gate.resolve();
  await expect(first).rejects.toThrow('of the first');
  expect(await second).toBe(2);
  expect(order).toEqual(['other', 'first', 'second']);
});
