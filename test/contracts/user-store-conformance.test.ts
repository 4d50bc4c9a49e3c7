import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryUserStore } from '@agentcards/auth';
import { userStoreSuite } from '@agentcards/conformance/auth';
import { testUserStore } from '@agentcards/conformance/auth/vitest';
import { openPGliteDatabase, type PGliteDatabase } from '@agentcards/store-pglite';
import { createUserStore } from '@agentcards/store-pglite/users';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from './repository.js';

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

test('every promise that a case proves stands in the contract, word for word', () => {
  const path = join(root, 'packages/auth/src/contracts/user-store.ts');
  const contract = readFileSync(path, 'utf8').replaceAll(/\s*\n\s*\*?\s*/g, ' ');
  const suite = userStoreSuite(() => createMemoryUserStore());
  expect(suite.filter(({ promise }) => !contract.includes(promise)).map(({ name }) => name)).toEqual([]);
});
