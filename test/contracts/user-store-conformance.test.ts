import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryUserStore } from '@agentcards/auth';
import { userStoreSuite } from '@agentcards/conformance/auth';
import { testUserStore } from '@agentcards/conformance/auth/vitest';
import { openPGliteDatabase, openPGliteStore, type PGliteDatabase } from '@agentcards/store-pglite';
import { createUserStore } from '@agentcards/store-pglite/users';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillUsers, olderUsers, readUsers } from './older-users.mjs';
import { root } from './repository.js';
import { storeFixtures, unpackStoreFixture } from './store-fixtures.js';

const directory = mkdtempSync(join(tmpdir(), 'agentcards-users-'));
let database: PGliteDatabase;
let schemas = 0;
beforeAll(async () => {
  database = await openPGliteDatabase({ dataDir: join(directory, 'conformance') });
});
afterAll(async () => {
  await database.close();
  rmSync(directory, { recursive: true });
});

/** Every case has a tenant of its own, so that the suite also proves that tenants see nothing of each other's users. */
async function openUserStore() {
  const store = database.openStore({ schema: `tenant_${schemas++}` });
  await store.migrate();
  return createUserStore(store);
}

testUserStore(() => createMemoryUserStore(), { title: 'createMemoryUserStore' });

testUserStore(openUserStore, { title: '@agentcards/store-pglite/users' });

async function openedIn(dataDir: string) {
  const store = await openPGliteStore({ dataDir });
  await store.migrate();
  return { store, userStore: createUserStore(store) };
}

test('users are there after the store was closed and opened again, and in a backup of it', async () => {
  const first = await openedIn(join(directory, 'first'));
  await fillUsers(first.userStore);
  await first.store.backup(join(directory, 'backup'));
  await first.userStore.apiKeys.touch(olderUsers.apiKey.id, olderUsers.user.createdAt);
  await first.store.close();
  const again = await openedIn(join(directory, 'first'));
  const touched = { ...olderUsers.apiKey, lastUsedAt: olderUsers.user.createdAt };
  expect(await readUsers(again.userStore)).toEqual({ ...olderUsers, apiKey: touched });
  await again.store.close();
  const backup = await openedIn(join(directory, 'backup'));
  expect(await readUsers(backup.userStore)).toEqual(olderUsers);
  await backup.store.close();
});

const withUsers = storeFixtures.filter((name) => name >= '0008');

test.each(withUsers)('users that %s stored are brought to this version', async (name) => {
  const dataDir = join(directory, `older-${name}`);
  unpackStoreFixture(name, dataDir);
  const { store, userStore } = await openedIn(dataDir);
  expect(await readUsers(userStore)).toEqual(olderUsers);
  await store.close();
});

test('every promise that a case proves stands in the contract, word for word', () => {
  const path = join(root, 'packages/auth/src/contracts/user-store.ts');
  const contract = readFileSync(path, 'utf8').replaceAll(/\s*\n\s*\*?\s*/g, ' ');
  const suite = userStoreSuite(() => createMemoryUserStore());
  expect(suite.filter(({ promise }) => !contract.includes(promise)).map(({ name }) => name)).toEqual([]);
});
