import { getEventListeners } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { CallSignals } from './call-signals.js';
import { onAbort } from './on-abort.js';

test('who follows a signal hears of its abort, unless it has ended before', () => {
  const { signal, abort } = controller();
  const heard: string[] = [];
  const [first, second] = ['first', 'second'].map((name) => onAbort(signal, () => heard.push(name)));
  onAbort(signal, () => heard.push('third'));
  second!();
  second!();
  abort();
  first!();
  expect(heard).toEqual(['first', 'third']);
  onAbort(signal, () => heard.push('late'));
  expect(heard).toEqual(['first', 'third', 'late']);
});

test('those that end while a signal aborts are not called any more', () => {
  const { signal, abort } = controller();
  const second = vi.fn();
  onAbort(signal, () => endSecond());
  const endSecond = onAbort(signal, second);
  abort();
  expect(second).not.toHaveBeenCalled();
});

test('many that follow one signal are one listener, and none when all have ended', async () => {
  const warned = vi.fn();
  process.on('warning', warned);
  onTestFinished(() => void process.off('warning', warned));
  const { signal } = controller();
  const ends = Array.from({ length: 30 }, () => onAbort(signal, () => {}));
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  for (const end of ends) end();
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(warned).not.toHaveBeenCalled();
});

test('a call that has ended leaves nothing on the signal that it was given', async () => {
  const { signal } = controller();
  const calls = new CallSignals();
  for (let call = 0; call < 3; call++) await calls.run(signal, async (own) => own.throwIfAborted());
  expect(keptWith(signal)).toBe(0);
});

function controller() {
  const own = new AbortController();
  return { signal: own.signal, abort: () => own.abort() };
}

/** How many listeners Node keeps with this signal, and signals that were derived from it, in collections of its own. */
function keptWith(signal: AbortSignal): number {
  const own = signal as unknown as Readonly<Record<symbol, { readonly size?: number } | undefined>>;
  return Object.getOwnPropertySymbols(signal).reduce((sum, name) => sum + (own[name]?.size ?? 0), 0);
}
