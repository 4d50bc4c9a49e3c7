import { createMemoryUserStore, type SecretRecord, type UserStore } from '@agentcards/auth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPGliteStore } from '../open.js';
import { createUserStore } from './create-user-store.js';

const at = new Date('2026-01-02T03:04:05.678Z');

function secret(userId: string, name: string, version = 1): SecretRecord {
  const bytes = { wrappedKey: Uint8Array.of(1), ciphertext: Uint8Array.of(2) };
  return { userId, server: 'server', name, version, keyId: 'old', ...bytes, createdAt: at, updatedAt: at };
}

function config(userId: string, server: string) {
  return { userId, server, settings: { command: 'npx' }, createdAt: at, updatedAt: at };
}

function race<Answer>(call: (index: number) => Promise<Answer>): Promise<Answer[]> {
  return Promise.all(Array.from({ length: 32 }, (_, index) => call(index)));
}

let pglite: Awaited<ReturnType<typeof openPGliteStore>>;
beforeAll(async () => {
  pglite = await openPGliteStore({ dataDir: 'memory://' });
  await pglite.migrate();
});
afterAll(() => pglite.close());

describe.each<[string, () => UserStore]>([
  ['memory', () => createMemoryUserStore()],
  ['PGlite', () => createUserStore(pglite)],
])('in %s', (where, open) => {
  async function withUser(id: string): Promise<UserStore> {
    const store = open();
    const names = { githubId: null, username: id, email: null, avatarUrl: null };
    await store.users.create({ id, ...names, role: 'user', createdAt: at, updatedAt: at });
    return store;
  }

  test('of 32 new names at the same time so many are written as there is room for', async () => {
    const { secrets } = await withUser(`${where} secrets`);
    const written = await race((index) => secrets.put(secret(`${where} secrets`, `S${index}`), { limit: 10 }));
    expect(written.filter(Boolean)).toHaveLength(10);
    const kept = await secrets.list(`${where} secrets`);
    expect(kept).toHaveLength(10);
    const name = kept[0]!.name;
    expect(await secrets.put(secret(`${where} secrets`, name, 2), { limit: 1 })).toBe(true);
    expect(await secrets.put(secret(`${where} secrets`, 'more'), { limit: 11 })).toBe(true);
    expect(await secrets.put(secret(`${where} secrets`, 'and more'))).toBe(true);
  });

  test('of 32 new servers at the same time so many are written as there is room for', async () => {
    const { mcpConfigs } = await withUser(`${where} configs`);
    const written = await race((index) => mcpConfigs.put(config(`${where} configs`, `s${index}`), { limit: 10 }));
    expect(written.filter(Boolean)).toHaveLength(10);
    const kept = await mcpConfigs.list(`${where} configs`);
    expect(kept).toHaveLength(10);
    expect(await mcpConfigs.put(config(`${where} configs`, kept[0]!.server), { limit: 1 })).toBe(true);
    expect(await mcpConfigs.put(config(`${where} configs`, 'more'), { limit: 11 })).toBe(true);
    expect(await mcpConfigs.put(config(`${where} configs`, 'and more'))).toBe(true);
  });

  test('a secret that was removed and written again is not wrapped with the key of before', async () => {
    const { secrets } = await withUser(`${where} rewrap`);
    const before = secret(`${where} rewrap`, 'token');
    const again = { ...before, wrappedKey: Uint8Array.of(7) };
    await secrets.put(before);
    await secrets.remove(before);
    await secrets.put(again);
    const wrapped = { keyId: 'new', wrappedKey: Uint8Array.of(9) };
    expect(await secrets.rewrap(before, wrapped)).toBe(false);
    expect((await secrets.get(again))?.wrappedKey).toEqual(again.wrappedKey);
    expect(await secrets.rewrap(again, wrapped)).toBe(true);
    expect(await secrets.get(again)).toEqual({ ...again, ...wrapped });
  });
});
