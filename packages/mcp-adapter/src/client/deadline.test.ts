import { expect, test } from 'vitest';
import { withDeadline } from './deadline.js';

test('work that has ended leaves nothing on the signal of the caller', async () => {
  const { signal } = new AbortController();
  const work = async (own: AbortSignal) => own.throwIfAborted();
  for (let call = 0; call < 3; call++) await withDeadline({ signal, timeout: 1_000, what: 'It did not end' }, work);
  expect(keptWith(signal)).toBe(0);
});

/** How many listeners Node keeps with this signal, and signals that were derived from it, in collections of its own. */
function keptWith(signal: AbortSignal): number {
  const own = signal as unknown as Readonly<Record<symbol, { readonly size?: number } | undefined>>;
  return Object.getOwnPropertySymbols(signal).reduce((sum, name) => sum + (own[name]?.size ?? 0), 0);
}
