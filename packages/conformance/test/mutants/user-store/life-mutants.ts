import { AuthError, type SecretRecord, type UserRecord } from '@agentcards/auth';
import { at } from '../../../src/user-store/samples.js';
import { spoiled } from '../spoiled.js';
import type { UserStoreMutants } from './mutant.js';

export const lifeMutants: UserStoreMutants = {
  'gives out the rows that it keeps': {
    foundBy: 'store: what is done to a row that was returned is done to a copy',
    spoil: (right) => {
      const kept = new Map<string, UserRecord | undefined>();
      return spoiled(right, {
        users: {
          async get(id) {
            if (!kept.has(id)) kept.set(id, await right.users.get(id));
            return kept.get(id);
          },
        },
      });
    },
  },
  'keeps the rows that it is given': {
    foundBy: 'store: what is done to a row that was given is done to a copy',
    spoil: (right) => {
      let last: SecretRecord | undefined;
      return spoiled(right, {
        secrets: {
          put(record) {
            last = record;
            return right.secrets.put(record);
          },
          get: async () => structuredClone(last),
        },
      });
    },
  },
  'writes the end of a rotated key in another transaction': {
    foundBy: 'store: a call that cannot succeed fails, and has changed nothing',
    spoil: (right) =>
      spoiled(right, {
        apiKeys: {
          async rotate(userId, id, { replacement, expiresAt }) {
            const isTime = !Number.isNaN(expiresAt.getTime());
            const status = await right.apiKeys.rotate(userId, id, { replacement, expiresAt: isTime ? expiresAt : at });
            if (!isTime) throw new AuthError('USER_STORE_FAILED', 'apiKeys.rotate failed.');
            return status;
          },
        },
      }),
  },
  'takes a time that is none for null': {
    foundBy: 'store: a call that cannot succeed fails, and has changed nothing',
    spoil: (right) =>
      spoiled(right, {
        apiKeys: {
          insert(key, options) {
            const isTime = !Number.isNaN(key.expiresAt?.getTime());
            return right.apiKeys.insert(isTime ? key : { ...key, expiresAt: null }, options);
          },
        },
      }),
  },
  'quotes its parameters in a cause': {
    foundBy: 'store: an error says nothing of what a call was given',
    spoil: (right) =>
      spoiled(right, {
        users: {
          create: (user) =>
            right.users.create(user).catch(() => {
              const cause = new Error(`INSERT INTO users VALUES ($1), $1 = ${user.username}`);
              throw new AuthError('USER_STORE_FAILED', 'users.create failed.', { cause });
            }),
        },
      }),
  },
};
