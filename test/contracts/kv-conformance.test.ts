import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryKeyValueStore } from '@agentcards/auth';
import { createUnstorageKeyValueStore } from '@agentcards/auth/unstorage';
import { kvSuite } from '@agentcards/conformance/auth';
import { testKv } from '@agentcards/conformance/auth/vitest';
import { createStorage } from 'unstorage';
import fsDriver from 'unstorage/drivers/fs';
import memoryDriver from 'unstorage/drivers/memory';
import { afterAll, expect, test } from 'vitest';
import { root } from './repository.js';

const directory = mkdtempSync(join(tmpdir(), 'agentcards-kv-'));
afterAll(() => rmSync(directory, { recursive: true }));

testKv((_, clock) => createMemoryKeyValueStore({ clock }), { title: 'createMemoryKeyValueStore' });

const drivers = {
  memory: memoryDriver(),
  'file system': fsDriver({ base: directory }),
};

for (const [name, driver] of Object.entries(drivers)) {
  const storage = createStorage({ driver });
  testKv((keyPrefix, clock) => createUnstorageKeyValueStore({ storage, clock, keyPrefix: `${keyPrefix}:` }), {
    title: `@agentcards/auth/unstorage, ${name}`,
    unreachable: (_, clock) => createUnstorageKeyValueStore({ storage: createStorage({ driver: failing }), clock }),
  });
}

/** Puts what it was asked for into its errors. */
const failing = {
  ...memoryDriver(),
  getItem: (key: string) => Promise.reject(new Error(`cannot open ${decoded(key)}`)),
};

function decoded(key: string): string {
  return key.replaceAll(/_([0-9a-f]{2})/g, (_, hexadecimal) => String.fromCharCode(Number.parseInt(hexadecimal, 16)));
}

test('unstorage: what has expired is removed while others are written', async () => {
  const storage = createStorage();
  const clock = { time: 0, now: () => clock.time };
  const store = createUnstorageKeyValueStore({ storage, clock });
  await store.set('for good', 'stays');
  await store.set('late', 'stays', { expiresAt: 1_000_000 });
  for (let window = 1; window <= 500; window++) {
    for (const caller of ['a', 'b', 'c']) await store.increment(`${caller}:${window}`, { expiresAt: window * 100 });
    clock.time += 100;
    expect((await storage.getKeys()).length).toBeLessThan(12);
  }
  expect(await store.get('late')).toBe('stays');
  expect(await store.get('for good')).toBe('stays');
});

test('unstorage: what something else has written there is an error without its text', async () => {
  const storage = createStorage();
  const store = createUnstorageKeyValueStore({ storage });
  for (const stored of [
    'canary',
    '{"value":',
    '{"value":1}',
    '{"value":"a","expiresAt":"canary"}',
    '1',
    'true',
    '[]',
  ]) {
    await storage.setItem('key', stored);
    const error = await store.get('key').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'KV_FAILED' });
    expect(String((error as Error).stack)).not.toContain('canary');
  }
});

test('every promise that a case proves stands in the contract, word for word', () => {
  const path = join(root, 'packages/auth/src/contracts/key-value-store.ts');
  const contract = readFileSync(path, 'utf8').replaceAll(/\s*\n\s*\*?\s*/g, ' ');
  const suite = kvSuite((_, clock) => createMemoryKeyValueStore({ clock }));
  expect(suite.filter(({ promise }) => !contract.includes(promise)).map(({ name }) => name)).toEqual([]);
});
