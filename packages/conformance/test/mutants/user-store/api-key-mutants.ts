import type { ApiKeyRecord } from '@agentcards/auth';
import { spoiled } from '../spoiled.js';
import { addUser, everyKey, nextTurn, type UserStoreMutants } from './mutant.js';

const noLimit = { limit: 1_000_000 };

export const apiKeyMutants: UserStoreMutants = {
  'takes absent scopes for empty ones': {
    foundBy: 'apiKeys: every field comes back, absent and empty scopes as such, and null where it is null',
    spoil: (right) =>
      spoiled(right, {
        apiKeys: {
          insert: (key, options) =>
            right.apiKeys.insert({ ...key, scopes: { servers: [], tools: [], ...key.scopes } }, options),
        },
      }),
  },
  'looks for the prefix, and inserts in another transaction': {
    foundBy: 'apiKeys: of 32 keys with one prefix, of two users, one is inserted',
    spoil: (right) =>
      spoiled(right, {
        apiKeys: {
          async insert(key, options) {
            const taken = await right.apiKeys.findByPrefix(key.prefix);
            await nextTurn();
            const status = await right.apiKeys.insert(key, options);
            if (taken || status !== 'prefix-taken') return status;
            return right.apiKeys.insert({ ...key, prefix: key.prefix + key.id }, options);
          },
        },
      }),
  },
  'has prefixes for each user': {
    foundBy: 'apiKeys: of 32 keys with one prefix, of two users, one is inserted',
    spoil: (right) =>
      spoiled(right, {
        apiKeys: {
          async insert(key, options) {
            const isTaken = (await right.apiKeys.list(key.userId)).some(({ prefix }) => prefix === key.prefix);
            const status = await right.apiKeys.insert(key, options);
            if (isTaken || status !== 'prefix-taken') return status;
            return right.apiKeys.insert({ ...key, prefix: key.prefix + key.userId }, options);
          },
        },
      }),
  },
  'finds prefixes whatever their case': {
    foundBy: 'apiKeys: a prefix finds its key to the letter',
    spoil: (right) =>
      spoiled(right, {
        apiKeys: {
          findByPrefix: async (wanted) =>
            (await everyKey(right)).find(({ prefix }) => prefix.toLowerCase() === wanted.toLowerCase()),
        },
      }),
  },
  'finds keys by the beginning of their prefix': {
    foundBy: 'apiKeys: a prefix finds its key to the letter',
    spoil: (right) =>
      spoiled(right, {
        apiKeys: {
          findByPrefix: async (wanted) => (await everyKey(right)).find(({ prefix }) => prefix.startsWith(wanted)),
        },
      }),
  },
  'counts the keys, and inserts in another transaction': {
    foundBy: 'apiKeys: of 32 that are inserted at the same time as many as the limit are',
    spoil: (right) =>
      spoiled(right, {
        apiKeys: {
          async insert(key, { limit }) {
            const { length } = await right.apiKeys.list(key.userId);
            await nextTurn();
            return length < limit ? right.apiKeys.insert(key, noLimit) : 'limit-reached';
          },
        },
      }),
  },
  'counts keys that are over for the limit': {
    foundBy: 'apiKeys: revoked and expired keys, and those of others, do not count for the limit',
    spoil: (right) =>
      spoiled(right, {
        apiKeys: {
          async insert(key, { limit }) {
            const { length } = await right.apiKeys.list(key.userId);
            return length < limit ? right.apiKeys.insert(key, noLimit) : 'limit-reached';
          },
        },
      }),
  },
  'counts the keys of everybody for the limit': {
    foundBy: 'apiKeys: revoked and expired keys, and those of others, do not count for the limit',
    spoil: (right) =>
      spoiled(right, {
        apiKeys: {
          async insert(key, { limit }) {
            const others = (await everyKey(right)).filter(({ userId }) => userId !== key.userId);
            return right.apiKeys.insert(key, { limit: limit - others.length });
          },
        },
      }),
  },
  'inserts keys of nobody': {
    foundBy: 'apiKeys: without a user there is no key',
    spoil: (right) =>
      spoiled(right, {
        apiKeys: {
          async insert(key, options) {
            await addUser(right, key.userId);
            return right.apiKeys.insert(key, options);
          },
        },
      }),
  },
  'lists keys that are not revoked': {
    foundBy: 'apiKeys: all of a user are listed by time and id, and none of others',
    spoil: (right) =>
      spoiled(right, {
        apiKeys: {
          list: async (userId) => (await right.apiKeys.list(userId)).filter(({ revokedAt }) => revokedAt === null),
        },
      }),
  },
  'lists keys by id': {
    foundBy: 'apiKeys: all of a user are listed by time and id, and none of others',
    spoil: (right) =>
      spoiled(right, {
        apiKeys: {
          list: async (userId) => [...(await right.apiKeys.list(userId))].sort((a, b) => (a.id < b.id ? -1 : 1)),
        },
      }),
  },
  'revokes keys by their id, whosever they are': {
    foundBy: 'apiKeys: a key is revoked once, and by nobody but its user',
    spoil: (right) =>
      spoiled(right, {
        apiKeys: {
          async revoke(userId, id, at) {
            const key = (await everyKey(right)).find((each) => each.id === id);
            return right.apiKeys.revoke(key?.userId ?? userId, id, at);
          },
        },
      }),
  },
  'gives a key that is rotated more time than it had': {
    foundBy: 'apiKeys: a key that is rotated ends at the time given, or before if it would have anyway',
    spoil: (right) => {
      const ends = new Map<string, Date>();
      const changed = (key: ApiKeyRecord) => ({ ...key, expiresAt: ends.get(key.id) ?? key.expiresAt });
      return spoiled(right, {
        apiKeys: {
          async rotate(userId, id, rotation) {
            const status = await right.apiKeys.rotate(userId, id, rotation);
            if (status === 'rotated') ends.set(id, rotation.expiresAt);
            return status;
          },
          async findByPrefix(prefix) {
            const key = await right.apiKeys.findByPrefix(prefix);
            return key && changed(key);
          },
          list: async (userId) => (await right.apiKeys.list(userId)).map(changed),
        },
      });
    },
  },
  'leaves it to the caller to revoke a key that is rotated without time to go on': {
    foundBy: 'apiKeys: a key that is rotated without time to go on is revoked by the rotation itself',
    spoil: (right) => {
      const rotated = new Set<string>();
      const changed = (key: ApiKeyRecord) => (rotated.has(key.id) ? { ...key, revokedAt: null } : key);
      return spoiled(right, {
        apiKeys: {
          async rotate(userId, id, rotation) {
            const status = await right.apiKeys.rotate(userId, id, rotation);
            if (status === 'rotated') rotated.add(id);
            return status;
          },
          async findByPrefix(prefix) {
            const key = await right.apiKeys.findByPrefix(prefix);
            return key && changed(key);
          },
          list: async (userId) => (await right.apiKeys.list(userId)).map(changed),
        },
      });
    },
  },
  'looks whether a key was rotated, and rotates it in another transaction': {
    foundBy: 'apiKeys: of 32 that rotate one key at the same time one does',
    spoil: (right) =>
      spoiled(right, {
        apiKeys: {
          async rotate(userId, id, rotation) {
            const key = (await right.apiKeys.list(userId)).find((each) => each.id === id);
            await nextTurn();
            const status = await right.apiKeys.rotate(userId, id, rotation);
            if (status !== 'already-rotated' || key?.replacedBy !== null) return status;
            await right.apiKeys.insert(rotation.replacement, noLimit);
            return 'rotated';
          },
        },
      }),
  },
  'rotates what has expired': {
    foundBy: 'apiKeys: what is revoked, expired, unknown or of another user is not rotated',
    spoil: (right) =>
      spoiled(right, {
        apiKeys: {
          rotate: (userId, id, { replacement, expiresAt }) =>
            right.apiKeys.rotate(userId, id, { replacement: { ...replacement, createdAt: new Date(0) }, expiresAt }),
        },
      }),
  },
  'rotates keys by their id, whosever they are': {
    foundBy: 'apiKeys: what is revoked, expired, unknown or of another user is not rotated',
    spoil: (right) =>
      spoiled(right, {
        apiKeys: {
          async rotate(userId, id, rotation) {
            const key = (await everyKey(right)).find((each) => each.id === id);
            return right.apiKeys.rotate(key?.userId ?? userId, id, rotation);
          },
        },
      }),
  },
  'notes a rotation before it finds the prefix taken': {
    foundBy: 'apiKeys: a rotation to a prefix that is taken leaves the key as it is',
    spoil: (right) => {
      const noted = new Set<string>();
      return spoiled(right, {
        apiKeys: {
          async rotate(userId, id, rotation) {
            if (noted.has(id)) return 'already-rotated';
            const status = await right.apiKeys.rotate(userId, id, rotation);
            if (status === 'prefix-taken') noted.add(id);
            return status;
          },
        },
      });
    },
  },
  'takes the time of the last call for that of the last use': {
    foundBy: 'apiKeys: of uses that are noted in any order the latest stays',
    spoil: (right) => {
      const uses = new Map<string, Date>();
      return spoiled(right, {
        apiKeys: {
          touch: async (id, at) => void uses.set(id, at),
          async findByPrefix(prefix) {
            const key = await right.apiKeys.findByPrefix(prefix);
            return key && { ...key, lastUsedAt: uses.get(key.id) ?? key.lastUsedAt };
          },
        },
      });
    },
  },
  'replaces a hash without a look at it': {
    foundBy: 'apiKeys: of 32 that replace one hash at the same time one does',
    spoil: (right) =>
      spoiled(right, {
        apiKeys: {
          async rehash(id, { to }) {
            const key = (await everyKey(right)).find((each) => each.id === id);
            return key !== undefined && right.apiKeys.rehash(id, { from: key.hash, to });
          },
        },
      }),
  },
};
