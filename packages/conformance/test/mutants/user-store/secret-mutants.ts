import type { SecretName } from '@agentcards/auth';
import { spoiled } from '../spoiled.js';
import { addUser, nextTurn, type UserStoreMutants } from './mutant.js';

const lowerCase = <Name extends SecretName>(name: Name): Name => ({ ...name, name: name.name.toLowerCase() });
const keyOf = ({ userId, server, name }: SecretName) => JSON.stringify([userId, server, name]);

export const secretMutants: UserStoreMutants = {
  'stores the buffer of which bytes are a part': {
    foundBy: 'secrets: every byte comes back, and every text',
    spoil: (right) =>
      spoiled(right, {
        secrets: {
          put: (record) => right.secrets.put({ ...record, ciphertext: new Uint8Array(record.ciphertext.buffer) }),
        },
      }),
  },
  'ends bytes at the first zero': {
    foundBy: 'secrets: every byte comes back, and every text',
    spoil: (right) =>
      spoiled(right, {
        secrets: {
          put: ({ wrappedKey, ...record }) =>
            right.secrets.put({ ...record, wrappedKey: wrappedKey.slice(0, Math.max(0, wrappedKey.indexOf(0))) }),
        },
      }),
  },
  'counts versions by itself': {
    foundBy: 'secrets: versions follow each other, from 1',
    spoil: (right) =>
      spoiled(right, {
        secrets: {
          put: async (record) =>
            right.secrets.put({ ...record, version: ((await right.secrets.get(record))?.version ?? 0) + 1 }),
        },
      }),
  },
  'begins anew with version 1': {
    foundBy: 'secrets: versions follow each other, from 1',
    spoil: (right) =>
      spoiled(right, {
        secrets: {
          async put(record) {
            if (record.version === 1) await right.secrets.remove(record);
            return right.secrets.put(record);
          },
        },
      }),
  },
  'takes the time of the last value for that of the first': {
    foundBy: 'secrets: a new value keeps the time of the first',
    spoil: (right) => {
      const times = new Map<string, Date>();
      return spoiled(right, {
        secrets: {
          async put(record) {
            const isWritten = await right.secrets.put(record);
            if (isWritten) times.set(keyOf(record), record.createdAt);
            return isWritten;
          },
          async get(name) {
            const record = await right.secrets.get(name);
            return record && { ...record, createdAt: times.get(keyOf(name)) ?? record.createdAt };
          },
        },
      });
    },
  },
  'compares versions, and writes in another transaction': {
    foundBy: 'secrets: of 32 that write one version at the same time one does',
    spoil: (right) =>
      spoiled(right, {
        secrets: {
          async put(record) {
            const stored = await right.secrets.get(record);
            await nextTurn();
            if (record.version !== (stored?.version ?? 0) + 1) return false;
            await right.secrets.put(record);
            return true;
          },
        },
      }),
  },
  'writes secrets of nobody': {
    foundBy: 'secrets: without a user there is no secret',
    spoil: (right) =>
      spoiled(right, {
        secrets: {
          async put(record) {
            await addUser(right, record.userId);
            return right.secrets.put(record);
          },
        },
      }),
  },
  'compares names without their case': {
    foundBy: 'secrets: names that look alike name different secrets',
    spoil: (right) =>
      spoiled(right, {
        secrets: {
          put: (record) => right.secrets.put(lowerCase(record)),
          get: (name) => right.secrets.get(lowerCase(name)),
          remove: (name) => right.secrets.remove(lowerCase(name)),
        },
      }),
  },
  'joins names by a colon': {
    foundBy: 'secrets: names that look alike name different secrets',
    spoil: (right) => {
      const joined = <Name extends SecretName>(name: Name) => ({
        ...name,
        server: '',
        name: `${name.server}:${name.name}`,
      });
      return spoiled(right, {
        secrets: {
          put: (record) => right.secrets.put(joined(record)),
          async get(name) {
            const record = await right.secrets.get(joined(name));
            return record && { ...record, ...name };
          },
        },
      });
    },
  },
  'lists what secrets contain': {
    foundBy: 'secrets: a list has what a user has, or has for a server, and no bytes of it',
    spoil: (right) =>
      spoiled(right, {
        secrets: {
          async list(userId, server) {
            const summaries = await right.secrets.list(userId, server);
            return Promise.all(summaries.map(async (summary) => (await right.secrets.get(summary))!));
          },
        },
      }),
  },
  'lists the secrets of every server': {
    foundBy: 'secrets: a list has what a user has, or has for a server, and no bytes of it',
    spoil: (right) => spoiled(right, { secrets: { list: (userId) => right.secrets.list(userId) } }),
  },
  'orders names as a language does': {
    foundBy: 'secrets: the order is that of bytes, whatever the language',
    spoil: (right) =>
      spoiled(right, {
        secrets: {
          list: async (userId, server) =>
            [...(await right.secrets.list(userId, server))].sort((a, b) => a.name.localeCompare(b.name, 'en')),
        },
      }),
  },
  'orders names by UTF-16 units': {
    foundBy: 'secrets: the order is that of bytes, whatever the language',
    spoil: (right) =>
      spoiled(right, {
        secrets: {
          list: async (userId, server) =>
            [...(await right.secrets.list(userId, server))].sort((a, b) => (a.name < b.name ? -1 : 1)),
        },
      }),
  },
  'finds a page by how many rows came before': {
    foundBy: 'secrets: what is wrapped otherwise is gone through in pages while it is wrapped anew',
    spoil: (right) => {
      let given = 0;
      return spoiled(right, {
        secrets: {
          async listWrappedOtherwise(keyId, { after, limit }) {
            if (after === undefined) given = 0;
            const all = await right.secrets.listWrappedOtherwise(keyId, { limit: 1_000_000 });
            const page = all.slice(given, given + limit);
            given += page.length;
            return page;
          },
        },
      });
    },
  },
  'pages by name alone': {
    foundBy: 'secrets: what is wrapped otherwise is gone through in pages while it is wrapped anew',
    spoil: (right) =>
      spoiled(right, {
        secrets: {
          async listWrappedOtherwise(keyId, { after, limit }) {
            const all = await right.secrets.listWrappedOtherwise(keyId, { limit: 1_000_000 });
            return all.filter(({ name }) => after === undefined || name > after.name).slice(0, limit);
          },
        },
      }),
  },
  'wraps anew whatever is there': {
    foundBy: 'secrets: of 32 that wrap one secret anew at the same time one does, and of an older version none',
    spoil: (right) =>
      spoiled(right, {
        secrets: {
          async rewrap(record, wrapped) {
            const stored = await right.secrets.get(record);
            return stored !== undefined && right.secrets.rewrap(stored, wrapped);
          },
        },
      }),
  },
  'wraps a value anew that another has replaced': {
    foundBy: 'secrets: of 32 that wrap one secret anew at the same time one does, and of an older version none',
    spoil: (right) =>
      spoiled(right, {
        secrets: {
          async rewrap(record, wrapped) {
            const version = (await right.secrets.get(record))?.version ?? record.version;
            return right.secrets.rewrap({ ...record, version }, wrapped);
          },
        },
      }),
  },
  'wraps a value anew that was removed and written again': {
    foundBy: 'secrets: one that was removed and written again is not wrapped with the key of before',
    spoil: (right) =>
      spoiled(right, {
        secrets: {
          async rewrap(record, wrapped) {
            const wrappedKey = (await right.secrets.get(record))?.wrappedKey ?? record.wrappedKey;
            return right.secrets.rewrap({ ...record, wrappedKey }, wrapped);
          },
        },
      }),
  },
  'counts names, and writes in another transaction': {
    foundBy: 'secrets: of 32 new names at the same time so many are written as there is room for',
    spoil: (right) =>
      spoiled(right, {
        secrets: {
          async put(record, { limit = Number.POSITIVE_INFINITY } = {}) {
            const { length } = await right.secrets.list(record.userId);
            await nextTurn();
            return (record.version > 1 || length < limit) && right.secrets.put(record);
          },
        },
      }),
  },
  'counts the names of one server': {
    foundBy: 'secrets: of 32 new names at the same time so many are written as there is room for',
    spoil: (right) => {
      let last: Promise<unknown> = Promise.resolve();
      return spoiled(right, {
        secrets: {
          put(record, { limit = Number.POSITIVE_INFINITY } = {}) {
            const written = last.then(async () => {
              const { length } = await right.secrets.list(record.userId, record.server);
              return (record.version > 1 || length < limit) && right.secrets.put(record);
            });
            last = written.catch(() => undefined);
            return written;
          },
        },
      });
    },
  },
  'refuses new values of a user who is at the limit': {
    foundBy: 'secrets: of 32 new names at the same time so many are written as there is room for',
    spoil: (right) =>
      spoiled(right, {
        secrets: {
          async put(record, options) {
            const { length } = await right.secrets.list(record.userId);
            return length < (options?.limit ?? Number.POSITIVE_INFINITY) && right.secrets.put(record, options);
          },
        },
      }),
  },
};
