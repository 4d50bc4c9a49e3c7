import { AuthError, type Clock, createMemoryKeyValueStore, type KeyValueStore } from '@agentcards/auth';

/** A database in this process: stores of one name see the same entries, and each is closed on its own. */
export function createSharedMemory() {
  const databases = new Map<string, KeyValueStore>();
  return (name: string, clock: Clock): KeyValueStore => {
    const database = databases.get(name) ?? createMemoryKeyValueStore({ clock });
    databases.set(name, database);
    let isClosed = false;
    const open = async () => {
      if (isClosed) throw new AuthError('CLOSED', 'The store is closed.');
      return database;
    };
    return {
      specificationVersion: 1,
      atomicity: 'shared',
      get: async (key) => (await open()).get(key),
      set: async (key, value, expiry) => (await open()).set(key, value, expiry),
      delete: async (key) => (await open()).delete(key),
      take: async (key) => (await open()).take(key),
      increment: async (key, expiry) => (await open()).increment(key, expiry),
      setIfAbsent: async (key, value, expiry) => (await open()).setIfAbsent(key, value, expiry),
      async close() {
        isClosed = true;
      },
    };
  };
}

/** A store whose database does not answer. */
export function createUnreachable(): KeyValueStore {
  const fail = async () => {
    throw new AuthError('KV_FAILED', 'The database does not answer.');
  };
  return {
    specificationVersion: 1,
    atomicity: 'shared',
    get: fail,
    set: fail,
    delete: fail,
    take: fail,
    increment: fail,
    setIfAbsent: fail,
    close: async () => {},
  };
}
