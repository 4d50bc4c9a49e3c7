import { expect, onTestFinished, test, vi } from 'vitest';
import { CallSignals } from './call-signals.js';
import { untilAborted } from './embedding/deadline.js';

const never = new Promise<never>(() => {});

test('calls end with their own signal or all together, also those that begin afterwards', async () => {
  const calls = new CallSignals();
  const one = new AbortController();
  const wait = (signal?: AbortSignal) => calls.run(signal, (own) => untilAborted(never, own));
  const [first, second] = [wait(one.signal), wait()];
  one.abort('enough');
  await expect(first).rejects.toBe('enough');
  calls.endAll('closed');
  await expect(second).rejects.toBe('closed');
  await expect(wait()).rejects.toBe('closed');
});

test('many calls at once are no leak, to Node neither', async () => {
  const warned = vi.fn();
  process.on('warning', warned);
  onTestFinished(() => void process.off('warning', warned));
  const calls = new CallSignals();
  const shared = new AbortController().signal;
  const many = [undefined, shared].flatMap((signal) =>
    Array.from({ length: 30 }, () => calls.run(signal, (own) => untilAborted(never, own))),
  );
  calls.endAll('closed');
  await Promise.allSettled(many);
  await new Promise((resolve) => setImmediate(resolve));
  expect(warned).not.toHaveBeenCalled();
});
