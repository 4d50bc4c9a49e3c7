import { expect, test } from 'vitest';
import { createMemoryKeyValueStore } from './memory-key-value-store.js';

function storeAt(now: number, maxEntriesPerNamespace: number) {
  const clock = { time: now, now: () => clock.time };
  return { clock, store: createMemoryKeyValueStore({ clock, maxEntriesPerNamespace }) };
}

test('a flood under one kind of key leaves what is under others', async () => {
  const { store } = storeAt(0, 100);
  await store.set('session:1', 'kept');
  await store.set('without a kind', 'kept');
  for (let number = 0; number < 10_000; number++) await store.increment(`rate:${number}`);
  expect(await store.get('session:1')).toBe('kept');
  expect(await store.get('without a kind')).toBe('kept');
});

test('of too many entries those go that have expired, then the oldest', async () => {
  const { clock, store } = storeAt(0, 4);
  const there = async () => {
    const keys = ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => `kind:${key}`);
    const values = await Promise.all(keys.map((key) => store.get(key)));
    return values.filter((value) => value !== undefined).join('');
  };
  await store.set('kind:a', 'a');
  await store.set('kind:b', 'b', { expiresAt: 10 });
  await store.set('kind:c', 'c');
  await store.set('kind:d', 'd');
  clock.time = 10;
  await store.set('kind:e', 'e');
  expect(await there()).toBe('acde');
  await store.set('kind:f', 'f');
  expect(await there()).toBe('cdef');
  await store.set('kind:c', 'C');
  await store.set('kind:a', 'A');
  expect(await there()).toBe('ACef');
});

test('a full store is kept nearly full, and never more than full', async () => {
  const { store } = storeAt(0, 160);
  const keys = Array.from({ length: 1_000 }, (_, number) => `kind:${number}`);
  for (const [index, key] of keys.entries()) {
    await store.set(key, key);
    if (index < 160) continue;
    const values = await Promise.all(keys.map((each) => store.get(each)));
    const count = values.filter((value) => value !== undefined).length;
    expect(count).toBeGreaterThan(150);
    expect(count).toBeLessThanOrEqual(160);
  }
});

test.each([0, -1, 1.5, Number.NaN])('a limit of %d is refused', (maxEntriesPerNamespace) => {
  expect(() => createMemoryKeyValueStore({ maxEntriesPerNamespace })).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT' }),
  );
});
