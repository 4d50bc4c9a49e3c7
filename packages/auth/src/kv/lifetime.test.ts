import { expect, test } from 'vitest';
import { garbageAfter } from './lifetime.js';
import { createMemoryKeyValueStore } from './memory-key-value-store.js';

test.each([
  ['for good', undefined, undefined],
  ['longer than any database counts', 1e300, undefined],
  ['ten seconds', 1_010_000, 70_000],
  ['half a millisecond', 1_000_000.5, 60_001],
  ['over', 0, 60_000],
])('%s', (_, expiresAt, milliseconds) => {
  expect(garbageAfter(expiresAt, 1_000_000)).toBe(milliseconds);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])('an end at %d is refused', async (expiresAt) => {
  const store = createMemoryKeyValueStore();
  const calls = [
    store.set('key', 'value', { expiresAt }),
    store.increment('key', { expiresAt }),
    store.setIfAbsent('key', 'value', { expiresAt }),
  ];
  for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  expect(await store.get('key')).toBeUndefined();
});
