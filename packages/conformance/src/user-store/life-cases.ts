import assert from 'node:assert/strict';
import type { UserStore } from '@agentcards/auth';
import { expectCode, expectEqual, rejectionOf } from '../expect.js';
import { after, apiKey, id, mcpConfig, noTime, secret, signIn, user } from './samples.js';
import type { UserStoreCase } from './user-store-case.js';

const canary = 'planted-7f3a9c';

/** One user with one of everything. */
async function fill({ users, apiKeys, secrets, mcpConfigs }: UserStore): Promise<void> {
  await users.create(user(1));
  await apiKeys.insert(apiKey(1), { limit: 9 });
  await secrets.put(secret('token'));
  await mcpConfigs.put(mcpConfig('server'));
}

async function contentsOf({ users, apiKeys, secrets, mcpConfigs }: UserStore) {
  return {
    users: await users.list({ limit: 1_000 }),
    apiKeys: await apiKeys.list(id(1)),
    byPrefix: await apiKeys.findByPrefix(apiKey(1).prefix),
    summaries: await secrets.list(id(1)),
    secrets: await secrets.listWrappedOtherwise('none', { limit: 1_000 }),
    secret: await secrets.get(secret('token')),
    user: await users.get(id(1)),
    mcpConfigs: await mcpConfigs.list(id(1)),
    mcpConfig: await mcpConfigs.get(id(1), 'server'),
  };
}

/** Changes all that can be changed in a value. */
function scribble(value: unknown): void {
  if (value instanceof Date) value.setTime(0);
  else if (value instanceof Uint8Array) value.fill(0xee);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      scribble(member);
      if (typeof member === 'string') Object.assign(value, { [key]: 'scribbled' });
    }
  }
}

/** Calls that cannot succeed in a store that was filled: each is given a value that is none, or an id that is taken. */
function impossible(store: UserStore, text = 'text'): Readonly<Record<string, () => Promise<unknown>>> {
  const { users, apiKeys, secrets, mcpConfigs } = store;
  const rotation = { replacement: apiKey(2, 1, { name: text, hash: text }), expiresAt: after(9) };
  const profile = { ...signIn(2).profile, username: text, email: text };
  return {
    'users.create': () => users.create(user(2, { username: text, updatedAt: noTime })),
    'users.signIn of a new user': () => users.signIn(signIn(2, { profile, at: noTime })),
    'users.signIn of a known user': () =>
      users.signIn(signIn(1, { profile: { ...profile, githubId: '1' }, at: noTime })),
    'users.signIn with an id that is taken': () => users.signIn(signIn(1, { profile })),
    'users.setRole': () => users.setRole(id(1), 'ops', noTime),
    'apiKeys.insert': () => apiKeys.insert(apiKey(2, 1, { name: text, expiresAt: noTime }), { limit: 9 }),
    'apiKeys.insert with an id that is taken': () =>
      apiKeys.insert(apiKey(1, 1, { prefix: text, hash: text }), { limit: 9 }),
    'apiKeys.revoke': () => apiKeys.revoke(id(1), id(1), noTime),
    'apiKeys.touch': () => apiKeys.touch(id(1), noTime),
    'apiKeys.rotate': () => apiKeys.rotate(id(1), id(1), { ...rotation, expiresAt: noTime }),
    'apiKeys.rotate with an id that is taken': () =>
      apiKeys.rotate(id(1), id(1), { ...rotation, replacement: { ...rotation.replacement, id: id(1) } }),
    'secrets.put of a new secret': () => secrets.put(secret(text, 1, { updatedAt: noTime })),
    'secrets.put of another value': () => secrets.put(secret('token', 1, { version: 2, updatedAt: noTime })),
    'mcpConfigs.put': () => mcpConfigs.put(mcpConfig('server', 1, { settings: { text }, updatedAt: noTime })),
    'mcpConfigs.put of what is no JSON': () => {
      const settings: Record<string, never> = {};
      return mcpConfigs.put(mcpConfig('server', 1, { settings: Object.assign(settings, { [text]: 1n }) }));
    },
  };
}

export const lifeCases: readonly UserStoreCase[] = [
  {
    name: 'store: what is done to a row that was returned is done to a copy',
    promise: 'Rows that were given or returned are copies: changing them changes nothing that is stored.',
    async check(store) {
      await fill(store);
      const before = structuredClone(await contentsOf(store));
      scribble(await contentsOf(store));
      expectEqual(await contentsOf(store), before);
      scribble(await store.users.signIn(signIn(2)));
      expectEqual(await store.users.get(id(2)), user(2));
    },
  },
  {
    name: 'store: what is done to a row that was given is done to a copy',
    promise: 'Rows that were given or returned are copies: changing them changes nothing that is stored.',
    async check({ users, apiKeys, secrets, mcpConfigs }) {
      const given = {
        user: user(1),
        apiKey: apiKey(1, 1, { scopes: { servers: ['a'] } }),
        secret: secret('token'),
        mcpConfig: mcpConfig('server', 1, { settings: { deep: ['a'] } }),
      };
      const expected = structuredClone(given);
      await users.create(given.user);
      await apiKeys.insert(given.apiKey, { limit: 9 });
      await secrets.put(given.secret);
      await mcpConfigs.put(given.mcpConfig);
      scribble(given);
      expectEqual(await users.get(id(1)), expected.user);
      expectEqual(await apiKeys.list(id(1)), [expected.apiKey]);
      expectEqual(await secrets.get(secret('token')), expected.secret);
      expectEqual(await mcpConfigs.list(id(1)), [expected.mcpConfig]);
      const time = after(7);
      await apiKeys.touch(id(1), time);
      scribble(time);
      expectEqual((await apiKeys.findByPrefix(apiKey(1).prefix))?.lastUsedAt, after(7));
    },
  },
  {
    name: 'store: a call that cannot succeed fails, and has changed nothing',
    promise: 'A call that fails rejects with `USER_STORE_FAILED` and has changed nothing',
    async check(store) {
      await fill(store);
      const before = await contentsOf(store);
      for (const [name, call] of Object.entries(impossible(store))) {
        await expectCode(call, 'USER_STORE_FAILED');
        expectEqual(await contentsOf(store), before, `${name} has changed something`);
      }
      const rotation = { replacement: apiKey(2), expiresAt: after(9) };
      expectEqual(await store.apiKeys.rotate(id(1), id(1), rotation), 'rotated', 'the store goes on');
    },
  },
  {
    name: 'store: an error says nothing of what a call was given',
    promise: 'its message, and those of its causes, hold no value that was given',
    async check(store) {
      await fill(store);
      for (const [name, call] of Object.entries(impossible(store, canary))) {
        let error = (await rejectionOf(call)) as Error | undefined;
        for (; error !== undefined; error = error.cause as Error | undefined) {
          const texts = [error.message, error.stack, JSON.stringify(error)];
          assert.ok(!texts.some((text) => text?.includes(canary)), `${name} quotes what it was given`);
        }
      }
    },
  },
];
