import assert from 'node:assert/strict';
import type { ApiKeyRecord, UserStore } from '@agentcards/auth';
import { expectEqual } from '../expect.js';
import { after, apiKey, at, hostileText, id, race, tally, user } from './samples.js';
import type { UserStoreCase } from './user-store-case.js';

const noLimit = { limit: 1_000 };

/** Adds users by number, and keys. */
async function fill({ users, apiKeys }: UserStore, numbers: readonly number[], keys: readonly ApiKeyRecord[] = []) {
  for (const number of numbers) await users.create(user(number));
  for (const key of keys) expectEqual(await apiKeys.insert(key, noLimit), 'inserted', 'apiKeys.insert');
}

export const apiKeyCases: readonly UserStoreCase[] = [
  {
    name: 'apiKeys: every field comes back, absent and empty scopes as such, and null where it is null',
    promise: 'A list permits what is in it, and an empty one nothing; absent ones permit everything.',
    async check(store) {
      const keys = [
        apiKey(1, 1, { hash: hostileText, name: hostileText, scopes: { servers: [hostileText, ''], tools: ['*'] } }),
        apiKey(2, 1, { scopes: { servers: [] }, expiresAt: after(1), lastUsedAt: after(2) }),
        apiKey(3, 1, { scopes: { tools: [] }, revokedAt: after(3), replacedBy: id(2) }),
        apiKey(4, 1, { prefix: '__proto__' }),
      ];
      await fill(store, [1], keys);
      for (const key of keys) expectEqual(await store.apiKeys.findByPrefix(key.prefix), key);
      expectEqual(await store.apiKeys.list(id(1)), keys);
    },
  },
  {
    name: 'apiKeys: of 32 keys with one prefix, of two users, one is inserted',
    promise: '`prefix-taken`: another key has the prefix.',
    async check(store) {
      await fill(store, [0, 1]);
      const { prefix } = apiKey(1);
      const inserted = await race((index) =>
        store.apiKeys.insert(apiKey(index, index % 2, { prefix }), { limit: 1_000 }),
      );
      expectEqual(tally(inserted), { inserted: 1, 'prefix-taken': 31 });
      const keys = [...(await store.apiKeys.list(id(0))), ...(await store.apiKeys.list(id(1)))];
      expectEqual(keys, [await store.apiKeys.findByPrefix(prefix)]);
    },
  },
  {
    name: 'apiKeys: a prefix finds its key to the letter',
    promise: 'by which it is found; no two keys share them',
    async check(store) {
      const prefixes = ['ac_aaaaaaaa', 'ac_AAAAAAAA', 'ac_aaaaaaa%', 'ac_aaaaaaa_', 'ac_aaaaaaa\u0430'];
      const keys = prefixes.map((prefix, index) => apiKey(index, 1, { prefix }));
      await fill(store, [1], keys);
      for (const key of keys) expectEqual(await store.apiKeys.findByPrefix(key.prefix), key);
      for (const other of ['', '%', 'ac_aaaaaaa', 'ac_aaaaaaaaa', 'ac_aaaaaaab']) {
        expectEqual(await store.apiKeys.findByPrefix(other), undefined, 'apiKeys.findByPrefix');
      }
    },
  },
  {
    name: 'apiKeys: of 32 that are inserted at the same time as many as the limit are',
    promise: '`limit-reached`: the user has `limit` keys',
    async check(store) {
      await fill(store, [1]);
      const inserted = await race((index) => store.apiKeys.insert(apiKey(index), { limit: 5 }));
      expectEqual(tally(inserted), { inserted: 5, 'limit-reached': 27 });
      expectEqual((await store.apiKeys.list(id(1))).length, 5, 'rows of apiKeys.list');
    },
  },
  {
    name: 'apiKeys: revoked and expired keys, and those of others, do not count for the limit',
    promise: 'that are not revoked and have not expired at `createdAt`',
    async check(store) {
      const keys = [apiKey(1, 1, { revokedAt: at }), apiKey(2, 1, { expiresAt: after(5) }), apiKey(3, 2)];
      await fill(store, [1, 2], keys);
      const insert = (number: number, createdAt: Date) =>
        store.apiKeys.insert(apiKey(number, 1, { createdAt }), { limit: 1 });
      expectEqual(await insert(4, after(4)), 'limit-reached', 'insert');
      expectEqual(await insert(4, after(5)), 'inserted', 'insert');
      expectEqual(await insert(5, after(5)), 'limit-reached', 'insert');
    },
  },
  {
    name: 'apiKeys: without a user there is no key',
    promise: '`user-unknown`: there is no such user.',
    async check(store) {
      expectEqual(await store.apiKeys.insert(apiKey(1), noLimit), 'user-unknown', 'apiKeys.insert');
      expectEqual(await store.apiKeys.findByPrefix(apiKey(1).prefix), undefined, 'apiKeys.findByPrefix');
      await fill(store, [1], [apiKey(1)]);
    },
  },
  {
    name: 'apiKeys: all of a user are listed by time and id, and none of others',
    promise: 'All keys of a user, revoked and expired ones too, by time of creation and id.',
    async check(store) {
      const keys = [
        apiKey(9, 1, { createdAt: after(-1) }),
        apiKey(3, 1, { expiresAt: at }),
        apiKey(5, 1, { revokedAt: at }),
        apiKey(7),
        apiKey(1, 1, { createdAt: after(1) }),
      ];
      const [a, b, c, d, e] = keys as [ApiKeyRecord, ApiKeyRecord, ApiKeyRecord, ApiKeyRecord, ApiKeyRecord];
      await fill(store, [1, 2, 3], [e, c, d, b, a, apiKey(4, 2)]);
      expectEqual(await store.apiKeys.list(id(1)), keys);
      expectEqual(await store.apiKeys.list(id(3)), []);
    },
  },
  {
    name: 'apiKeys: a key is revoked once, and by nobody but its user',
    promise: 'Ends a key of this user for good. False where there is none of this id, or it was revoked before.',
    async check(store) {
      await fill(store, [1, 2], [apiKey(1), apiKey(2)]);
      const { apiKeys } = store;
      expectEqual(await apiKeys.revoke(id(2), id(1), after(1)), false, 'apiKeys.revoke');
      expectEqual(await apiKeys.revoke(id(1), id(3), after(1)), false, 'apiKeys.revoke');
      expectEqual(await apiKeys.list(id(1)), [apiKey(1), apiKey(2)]);
      expectEqual(await apiKeys.revoke(id(1), id(1), after(2)), true, 'apiKeys.revoke');
      expectEqual(await apiKeys.revoke(id(1), id(1), after(3)), false, 'apiKeys.revoke');
      expectEqual(await apiKeys.list(id(1)), [apiKey(1, 1, { revokedAt: after(2) }), apiKey(2)]);
    },
  },
  {
    name: 'apiKeys: a key that is rotated ends at the time given, or before if it would have anyway',
    promise: 'which ends at `expiresAt` unless it ends sooner anyway',
    async check(store) {
      const ends = [null, after(50), after(500)];
      await fill(
        store,
        [1],
        ends.map((expiresAt, index) => apiKey(index, 1, { expiresAt })),
      );
      for (const index of ends.keys()) {
        const replacement = apiKey(10 + index, 1, { createdAt: after(10), expiresAt: after(900) });
        const rotated = await store.apiKeys.rotate(id(1), id(index), { replacement, expiresAt: after(100) });
        expectEqual(rotated, 'rotated', 'apiKeys.rotate');
        const end = Math.min(100, [Infinity, 50, 500][index]!);
        const expected = apiKey(index, 1, { expiresAt: after(end), replacedBy: id(10 + index) });
        expectEqual(await store.apiKeys.findByPrefix(expected.prefix), expected);
        expectEqual(await store.apiKeys.findByPrefix(replacement.prefix), replacement);
      }
    },
  },
  {
    name: 'apiKeys: a key that is rotated without time to go on is revoked by the rotation itself',
    promise: "Where `expiresAt` is not after the replacement's `createdAt` it is revoked at that `createdAt`",
    async check(store) {
      const ends = [after(9), after(10), after(11)];
      await fill(
        store,
        [1],
        ends.map((_, index) => apiKey(index)),
      );
      for (const [index, expiresAt] of ends.entries()) {
        const replacement = apiKey(10 + index, 1, { createdAt: after(10) });
        const rotated = await store.apiKeys.rotate(id(1), id(index), { replacement, expiresAt });
        expectEqual(rotated, 'rotated', 'apiKeys.rotate');
        const revokedAt = expiresAt > after(10) ? null : after(10);
        const expected = apiKey(index, 1, { expiresAt, revokedAt, replacedBy: id(10 + index) });
        expectEqual(await store.apiKeys.findByPrefix(expected.prefix), expected);
        expectEqual(await store.apiKeys.findByPrefix(replacement.prefix), replacement);
      }
    },
  },
  {
    name: 'apiKeys: of 32 that rotate one key at the same time one does',
    promise: 'One atomic step: a key is replaced once.',
    async check(store) {
      await fill(store, [1], [apiKey(100)]);
      const rotations = await race((index) =>
        store.apiKeys.rotate(id(1), id(100), { replacement: apiKey(index), expiresAt: after(100) }),
      );
      expectEqual(tally(rotations), { rotated: 1, 'already-rotated': 31 });
      const [replacement, ...others] = (await store.apiKeys.list(id(1))).filter((key) => key.id !== id(100));
      expectEqual(others.length, 0, 'others that were answered so');
      expectEqual(
        (await store.apiKeys.findByPrefix(apiKey(100).prefix))?.replacedBy,
        replacement?.id,
        'apiKeys.findByPrefix, its replacedBy',
      );
    },
  },
  {
    name: 'apiKeys: what is revoked, expired, unknown or of another user is not rotated',
    promise: "`unknown`: no key of this user that is in force at the replacement's `createdAt`.",
    async check(store) {
      const keys = [apiKey(1, 1, { revokedAt: at }), apiKey(2, 1, { expiresAt: after(5) }), apiKey(3)];
      await fill(store, [1, 2], keys);
      const rotation = { replacement: apiKey(9, 1, { createdAt: after(5) }), expiresAt: after(9) };
      for (const number of [1, 2, 4]) {
        expectEqual(await store.apiKeys.rotate(id(1), id(number), rotation), 'unknown', 'apiKeys.rotate');
      }
      expectEqual(await store.apiKeys.rotate(id(2), id(3), rotation), 'unknown', 'apiKeys.rotate');
      expectEqual(await store.apiKeys.rotate(id(8), id(3), rotation), 'unknown', 'apiKeys.rotate');
      expectEqual(await store.apiKeys.list(id(1)), keys);
      expectEqual(await store.apiKeys.rotate(id(1), id(3), rotation), 'rotated', 'apiKeys.rotate');
    },
  },
  {
    name: 'apiKeys: a rotation to a prefix that is taken leaves the key as it is',
    promise: 'Nothing was written unless it is `rotated`.',
    async check(store) {
      const keys = [apiKey(1), apiKey(2)];
      await fill(store, [1], keys);
      const replacement = apiKey(3, 1, { prefix: apiKey(2).prefix });
      const rotation = { replacement, expiresAt: after(9) };
      expectEqual(await store.apiKeys.rotate(id(1), id(1), rotation), 'prefix-taken', 'apiKeys.rotate');
      expectEqual(await store.apiKeys.list(id(1)), keys);
      assert.equal(
        await store.apiKeys.rotate(id(1), id(1), { ...rotation, replacement: apiKey(3) }),
        'rotated',
        'one that came to nothing is no rotation',
      );
    },
  },
  {
    name: 'apiKeys: of uses that are noted in any order the latest stays',
    promise: 'The latest stays, whatever the order of calls; unknown keys are ignored.',
    async check(store) {
      await fill(store, [1], [apiKey(1), apiKey(2)]);
      const { apiKeys } = store;
      const lastUsed = async () => (await apiKeys.findByPrefix(apiKey(1).prefix))?.lastUsedAt;
      await apiKeys.touch(id(1), after(2));
      await apiKeys.touch(id(1), after(1));
      expectEqual(await lastUsed(), after(2));
      await race((index) => apiKeys.touch(id(1), after(100 - index)));
      expectEqual(await lastUsed(), after(100));
      await apiKeys.touch(id(3), after(1));
      expectEqual(await apiKeys.list(id(1)), [apiKey(1, 1, { lastUsedAt: after(100) }), apiKey(2)]);
    },
  },
  {
    name: 'apiKeys: of 32 that replace one hash at the same time one does',
    promise: 'Replaces the hash where it is still `from`; false where it is not.',
    async check(store) {
      await fill(store, [1], [apiKey(1), apiKey(2, 1, { hash: 'hash of 1' })]);
      const { apiKeys } = store;
      const replaced = await race((index) => apiKeys.rehash(id(1), { from: 'hash of 1', to: `better ${index}` }));
      expectEqual(tally(replaced), { true: 1, false: 31 });
      const hash = `better ${replaced.indexOf(true)}`;
      expectEqual(await apiKeys.rehash(id(1), { from: hash.toUpperCase(), to: 'worse' }), false, 'apiKeys.rehash');
      expectEqual(await apiKeys.rehash(id(3), { from: hash, to: 'worse' }), false, 'apiKeys.rehash');
      expectEqual(await apiKeys.list(id(1)), [apiKey(1, 1, { hash }), apiKey(2, 1, { hash: 'hash of 1' })]);
    },
  },
];
