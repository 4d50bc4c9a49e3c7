import { AuthError, type Clock, type Expiry, type KeyValueStore } from '@agentcards/auth';

interface KvMutant {
  /** Name of a case that has to find it. */
  readonly foundBy: string;
  readonly spoil: (right: KeyValueStore, clock: Clock) => KeyValueStore;
}

const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 0));

/** The same store with other keys. */
function withKeys(right: KeyValueStore, change: (key: string) => string): KeyValueStore {
  return {
    ...right,
    get: (key) => right.get(change(key)),
    set: (key, value, expiry) => right.set(change(key), value, expiry),
    delete: (key) => right.delete(change(key)),
    take: (key) => right.take(change(key)),
    increment: (key, expiry) => right.increment(change(key), expiry),
    setIfAbsent: (key, value, expiry) => right.setIfAbsent(change(key), value, expiry),
  };
}

/** The same store with other times. */
function withExpiry(right: KeyValueStore, change: (expiresAt: number) => number | undefined): KeyValueStore {
  const changed = ({ expiresAt }: Expiry = {}) => ({
    expiresAt: expiresAt === undefined ? undefined : change(expiresAt),
  });
  return {
    ...right,
    set: (key, value, expiry) => right.set(key, value, changed(expiry)),
    increment: (key, expiry) => right.increment(key, changed(expiry)),
    setIfAbsent: (key, value, expiry) => right.setIfAbsent(key, value, changed(expiry)),
  };
}

/** The same store with other values. */
function withValues(right: KeyValueStore, change: (value: string) => string): KeyValueStore {
  return {
    ...right,
    set: (key, value, expiry) => right.set(key, change(value), expiry),
    setIfAbsent: (key, value, expiry) => right.setIfAbsent(key, change(value), expiry),
  };
}

/** The same store with another answer where it fails. */
function answering(right: KeyValueStore, onError: (error: unknown, key: string) => undefined): KeyValueStore {
  return { ...right, get: (key) => right.get(key).catch((error: unknown) => onError(error, key)) };
}

/** Notes when the entry of each key ends: what a mistake with expiries needs to know. */
function noting(right: KeyValueStore) {
  const ends = new Map<string, number | undefined>();
  const store: KeyValueStore = {
    ...right,
    async set(key, value, expiry) {
      ends.set(key, expiry?.expiresAt);
      await right.set(key, value, expiry);
    },
    async increment(key, expiry) {
      const sum = await right.increment(key, expiry);
      if (sum === 1) ends.set(key, expiry?.expiresAt);
      return sum;
    },
    async setIfAbsent(key, value, expiry) {
      const wrote = await right.setIfAbsent(key, value, expiry);
      if (wrote) ends.set(key, expiry?.expiresAt);
      return wrote;
    },
  };
  return { ends, store };
}

/** Right stores with one mistake each: what adapters of databases get wrong. */
export const kvMutants: Readonly<Record<string, KvMutant>> = {
  'folds the case of keys': {
    foundBy: 'keys that look alike are different keys',
    spoil: (right) => withKeys(right, (key) => key.toLowerCase()),
  },
  'normalises slashes in keys to colons': {
    foundBy: 'keys that look alike are different keys',
    spoil: (right) => withKeys(right, (key) => key.replaceAll('/', ':')),
  },
  'ends keys at the first zero byte': {
    foundBy: 'keys that look alike are different keys',
    spoil: (right) => withKeys(right, (key) => key.split('\u0000')[0]!),
  },
  'cuts keys at 255 characters': {
    foundBy: 'keys that look alike are different keys',
    spoil: (right) => withKeys(right, (key) => key.slice(0, 255)),
  },
  'normalises keys by Unicode': {
    foundBy: 'keys that look alike are different keys',
    spoil: (right) => withKeys(right, (key) => key.normalize()),
  },
  'trims keys': {
    foundBy: 'keys that look alike are different keys',
    spoil: (right) => withKeys(right, (key) => key.trim()),
  },
  'cuts values at 8 KiB': {
    foundBy: 'values of every kind come back equal',
    spoil: (right) => withValues(right, (value) => value.slice(0, 8_192)),
  },
  'reads values as JSON where they look like it': {
    foundBy: 'values of every kind come back equal',
    spoil: (right) => ({
      ...right,
      get: async (key) => {
        const value = await right.get(key);
        return value?.startsWith('{') ? String(JSON.parse(value)) : value;
      },
    }),
  },
  'takes an empty value for none': {
    foundBy: 'delete: it says whether there was something',
    spoil: (right) => ({
      ...right,
      delete: async (key) => Boolean(await right.take(key)),
    }),
  },
  'says true for every delete': {
    foundBy: 'delete: it says whether there was something',
    spoil: (right) => ({
      ...right,
      async delete(key) {
        await right.delete(key);
        return true;
      },
    }),
  },
  'keeps the first value': {
    foundBy: 'get: there is what was written last, or nothing',
    spoil: (right) => ({
      ...right,
      async set(key, value, expiry) {
        await right.setIfAbsent(key, value, expiry);
      },
    }),
  },
  'counts from zero instead of one': {
    foundBy: 'increment: it counts, from nothing and from what was written',
    spoil: (right) => ({ ...right, increment: async (key, expiry) => (await right.increment(key, expiry)) - 1 }),
  },
  'keeps counters apart from values': {
    foundBy: 'increment: the number can be read, taken and found there',
    spoil: (right) => ({
      ...right,
      increment: async (key, expiry) => {
        const written = await right.get(key);
        if (written === undefined) return right.increment(`${key} count`, expiry);
        return right.increment(key, expiry);
      },
    }),
  },
  'writes numbers in the shortest form': {
    foundBy: 'increment: the number can be read, taken and found there',
    spoil: (right) => ({
      ...right,
      async get(key) {
        const value = await right.get(key);
        return value !== undefined && /^\d{15,}$/.test(value) ? Number(value).toExponential() : value;
      },
    }),
  },
  'counts what is no number from zero': {
    foundBy: 'increment: what is no whole number stays as it is',
    spoil: (right) => ({
      ...right,
      async increment(key, expiry) {
        return right.increment(key, expiry).catch(async (error: unknown) => {
          if (AuthError.isInstance(error) && error.code === 'CLOSED') throw error;
          await right.set(key, '1', expiry);
          return 1;
        });
      },
    }),
  },
  'overwrites where there is an entry, and says that it did not': {
    foundBy: 'setIfAbsent: what is there stays',
    spoil: (right) => ({
      ...right,
      async setIfAbsent(key, value, expiry) {
        const wrote = await right.setIfAbsent(key, value, expiry);
        if (!wrote) await right.set(key, value, expiry);
        return wrote;
      },
    }),
  },
  'takes the expiry for a time span': {
    foundBy: 'expiry: to the millisecond, for what every method wrote and for every method',
    spoil: (right, clock) => withExpiry(right, (expiresAt) => clock.now() + expiresAt),
  },
  'keeps time in seconds': {
    foundBy: 'expiry: to the millisecond, for what every method wrote and for every method',
    spoil: (right) => withExpiry(right, (expiresAt) => Math.floor(expiresAt / 1_000) * 1_000),
  },
  'keeps an entry for the millisecond at which it ends': {
    foundBy: 'expiry: to the millisecond, for what every method wrote and for every method',
    spoil: (right) => withExpiry(right, (expiresAt) => expiresAt + 1),
  },
  'says of an expired entry that it was deleted': {
    foundBy: 'expiry: to the millisecond, for what every method wrote and for every method',
    spoil: (right) => {
      const { ends, store } = noting(right);
      return { ...store, delete: async (key) => (await right.delete(key)) || ends.get(key) !== undefined };
    },
  },
  'goes by the clock of the machine': {
    foundBy: 'expiry: to the millisecond, for what every method wrote and for every method',
    spoil: (right, clock) => withExpiry(right, (expiresAt) => expiresAt - clock.now() + Date.now()),
  },
  'keeps for good what has ended already': {
    foundBy: 'expiry: an entry that ends now was never there, and what was there before is gone',
    spoil: (right, clock) => withExpiry(right, (expiresAt) => (expiresAt > clock.now() ? expiresAt : undefined)),
  },
  'does not write what has ended already': {
    foundBy: 'expiry: an entry that ends now was never there, and what was there before is gone',
    spoil: (right, clock) => ({
      ...right,
      async set(key, value, expiry) {
        if (expiry?.expiresAt !== undefined && expiry.expiresAt <= clock.now()) return;
        await right.set(key, value, expiry);
      },
    }),
  },
  'keeps the later of two expiries': {
    foundBy: 'expiry: that of the last set counts, be it later or sooner',
    spoil: (right) => {
      const { ends, store } = noting(right);
      return {
        ...store,
        set: (key, value, { expiresAt } = {}) =>
          store.set(key, value, { expiresAt: expiresAt && Math.max(expiresAt, ends.get(key) ?? 0) }),
      };
    },
  },
  'keeps the old expiry where there is no new one': {
    foundBy: 'expiry: without one it stays, also where there was one before',
    spoil: (right) => {
      const { ends, store } = noting(right);
      return {
        ...store,
        set: (key, value, { expiresAt } = {}) => store.set(key, value, { expiresAt: expiresAt ?? ends.get(key) }),
      };
    },
  },
  'ends everything after a day': {
    foundBy: 'expiry: without one it stays, also where there was one before',
    spoil: (right, clock) => ({
      ...right,
      set: (key, value, { expiresAt = clock.now() + 86_400_000 } = {}) => right.set(key, value, { expiresAt }),
    }),
  },
  'renews the expiry with every increment': {
    foundBy: 'expiry: counting on does not move it',
    spoil: (right) => ({
      ...right,
      async increment(key, expiry) {
        const sum = await right.increment(key, expiry);
        await right.set(key, String(sum), expiry);
        return sum;
      },
    }),
  },
  'takes the expiry away with the second increment': {
    foundBy: 'expiry: counting on does not move it',
    spoil: (right) => ({
      ...right,
      async increment(key, expiry) {
        const sum = await right.increment(key, expiry);
        if (sum > 1) await right.set(key, String(sum));
        return sum;
      },
    }),
  },
  'moves the expiry of what it does not write': {
    foundBy: 'expiry: a refused setIfAbsent does not move it',
    spoil: (right) => ({
      ...right,
      async setIfAbsent(key, value, expiry) {
        const before = await right.get(key);
        if (before === undefined) return right.setIfAbsent(key, value, expiry);
        await right.set(key, before, expiry);
        return false;
      },
    }),
  },
  'takes the latest time that it has seen for now': {
    foundBy: 'expiry: a clock that was ahead and goes back is believed',
    spoil: (right, clock) => {
      let latest = 0;
      const { ends, store } = noting(right);
      return {
        ...store,
        async get(key) {
          latest = Math.max(latest, clock.now());
          return latest >= (ends.get(key) ?? Number.POSITIVE_INFINITY) ? undefined : right.get(key);
        },
      };
    },
  },
  'takes by getting and deleting': {
    foundBy: 'atomic: a value is taken once, by one of 32 callers',
    spoil: (right) => ({
      ...right,
      async take(key) {
        const value = await right.get(key);
        await nextTurn();
        await right.delete(key);
        return value;
      },
    }),
  },
  'deletes by looking and removing': {
    foundBy: 'atomic: an entry is deleted once, by one of 32 callers',
    spoil: (right) => ({
      ...right,
      async delete(key) {
        const isThere = (await right.get(key)) !== undefined;
        await nextTurn();
        await right.delete(key);
        return isThere;
      },
    }),
  },
  'counts by reading and writing': {
    foundBy: 'atomic: 32 callers count to 32, and no two get the same number',
    spoil: (right) => {
      const { ends, store } = noting(right);
      return {
        ...store,
        async increment(key, expiry) {
          const before = await right.get(key);
          await nextTurn();
          if (before === undefined) ends.set(key, expiry?.expiresAt);
          const sum = Number(before ?? 0) + 1;
          await right.set(key, String(sum), { expiresAt: ends.get(key) });
          return sum;
        },
      };
    },
  },
  'looks whether something is there, and writes': {
    foundBy: 'atomic: of 32 callers one writes where nothing is, also where something has expired',
    spoil: (right) => ({
      ...right,
      async setIfAbsent(key, value, expiry) {
        if ((await right.get(key)) !== undefined) return false;
        await nextTurn();
        await right.set(key, value, expiry);
        return true;
      },
    }),
  },
  'tells one that it took what it read, and deletes what came since': {
    foundBy: 'atomic: what is counted while others take is taken once, and nothing is lost',
    spoil: (right) => ({
      ...right,
      async take(key) {
        const value = await right.get(key);
        await nextTurn();
        return (await right.delete(key)) ? value : undefined;
      },
    }),
  },
  'remembers what it has read': {
    foundBy: 'atomic: what one writes another sees, at once and by every method',
    spoil: (right) => {
      const remembered = new Map<string, string | undefined>();
      const forgetting = withKeys(right, (key) => {
        remembered.delete(key);
        return key;
      });
      return {
        ...forgetting,
        async get(key) {
          if (!remembered.has(key)) remembered.set(key, await right.get(key));
          return remembered.get(key);
        },
      };
    },
  },
  'claims to be more atomic than it is': {
    foundBy: 'it names its version, and is as atomic as it is said to be',
    spoil: (right) => ({ ...right, atomicity: 'process' }),
  },
  'answers a failure with nothing': {
    foundBy: 'failures: nothing is absent because it could not be looked for',
    spoil: (right) => answering(right, () => undefined),
  },
  'passes on what its client threw': {
    foundBy: 'failures: nothing is absent because it could not be looked for',
    spoil: (right) =>
      answering(right, () => {
        throw new Error('ECONNREFUSED');
      }),
  },
  'names the key in the message': {
    foundBy: 'failures: no error has a key or a value in it',
    spoil: (right) =>
      answering(right, (_, key) => {
        throw new AuthError('KV_FAILED', `GET ${key} failed`);
      }),
  },
  'keeps the command in the cause': {
    foundBy: 'failures: no error has a key or a value in it',
    spoil: (right) =>
      answering(right, (_, key) => {
        const cause = Object.assign(new Error('ERR'), { command: { args: [key] } });
        throw new AuthError('KV_FAILED', 'The database refused.', { cause });
      }),
  },
  'works on after it was closed': {
    foundBy: 'close: nothing is answered after it, and others work on',
    spoil: (right) => ({ ...right, close: async () => {} }),
  },
};
