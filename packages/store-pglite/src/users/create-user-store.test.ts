import { inspect } from 'node:util';
import type { Role, SignIn, UserRecord } from '@agentcards/auth';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openPGliteDatabase, openPGliteStore, type PGliteDatabase } from '../open.js';
import { createUserStore } from './index.js';

const at = new Date('2026-11-28T06:00:00.000Z');
const user: UserRecord = {
  id: '00000000-0000-4000-8000-000000000001',
  githubId: '1',
  username: 'somebody',
  email: null,
  avatarUrl: null,
  role: 'admin',
  createdAt: at,
  updatedAt: at,
};
const signIn = (username: string): SignIn => ({
  profile: { githubId: '1', username, email: null, avatarUrl: null },
  at,
  newUser: { id: user.id, role: 'user', roleIfFirst: 'admin' },
});

let database: PGliteDatabase;
let schemas = 0;
beforeAll(async () => {
  database = await openPGliteDatabase({ dataDir: 'memory://' });
});
afterAll(() => database.close());

function openSchema() {
  const store = database.openStore({ schema: `schema_${schemas++}` });
  onTestFinished(() => store.close());
  return store;
}

async function openUserStore() {
  const store = openSchema();
  await store.migrate();
  return createUserStore(store);
}

test('it is of the store that openPGliteStore opens, and lives as long', async () => {
  const store = await openPGliteStore({ dataDir: 'memory://' });
  const { users } = createUserStore(store);
  await expect(users.get(user.id)).rejects.toMatchObject({
    code: 'USER_STORE_FAILED',
    hint: expect.stringContaining('migrate()'),
  });
  await store.migrate();
  expect(await users.create(user)).toBe(true);
  expect(await createUserStore(store).users.get(user.id)).toEqual(user);
  await store.close();
  await expect(users.get(user.id)).rejects.toMatchObject({
    name: 'AuthError',
    code: 'CLOSED',
    message: 'The store is closed.',
  });
});

test('anything but a store that this copy of the package opened is refused', () => {
  for (const store of [{ ...openSchema() }, {}, undefined]) {
    expect(() => createUserStore(store as never)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  }
});

test('tenants see nothing of each other: the same ids, names and keys are in each', async () => {
  const tenants = [await openUserStore(), await openUserStore()];
  const calls = tenants.map(({ users }, index) => users.signIn(signIn(`of tenant ${index}`)));
  const signedIn = await Promise.all(calls);
  expect(signedIn).toEqual([0, 1].map((index) => ({ ...user, username: `of tenant ${index}` })));
  for (const [index, { users }] of tenants.entries()) expect(await users.list({ limit: 9 })).toEqual([signedIn[index]]);
  expect(await tenants[0]!.users.remove(user.id)).toBe('last-admin');
});

test('texts of JavaScript that PostgreSQL has none of come back too', async () => {
  const { users, mcpConfigs } = await openUserStore();
  const text = 'NUL \0, half a character \ud800, \ue000';
  await users.create({ ...user, username: text });
  expect((await users.get(user.id))?.username).toBe(text);
  const config = { userId: user.id, server: text, settings: { [text]: [text] }, createdAt: at, updatedAt: at };
  await mcpConfigs.put(config);
  expect(await mcpConfigs.list(user.id)).toEqual([config]);
});

test('an error names the rule of the database, and nothing of what was given', async () => {
  const { users, mcpConfigs } = await openUserStore();
  const secret = 'sk-planted-7f3a9c';
  const refused = await users.create({ ...user, username: secret, role: secret as Role }).catch((error) => error);
  expect(refused).toMatchObject({
    code: 'USER_STORE_FAILED',
    message: expect.stringContaining('constraint users_role_check table users'),
    cause: { code: '23514' },
    details: { operation: 'users.create' },
  });
  await users.create(user);
  const settings: Record<string, unknown> = {};
  settings[secret] = settings;
  const cyclic = await mcpConfigs
    .put({ userId: user.id, server: secret, settings: settings as Record<string, never>, createdAt: at, updatedAt: at })
    .catch((error) => error);
  expect(cyclic).toMatchObject({ code: 'USER_STORE_FAILED', message: expect.stringContaining('cyclic') });
  for (const error of [refused, cyclic]) {
    expect(inspect(error, { depth: 20, showHidden: true, getters: true })).not.toContain(secret);
  }
});
