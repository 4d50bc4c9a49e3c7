import type { Clock } from '../../contracts/environment.js';
import type { KeyValueStore } from '../../contracts/key-value-store.js';
import { assertMembers, isClock, isPort, isText, optional } from '../../input/check.js';
import { failedError } from '../failures.js';
import { garbageAfter, isInForce } from '../lifetime.js';
import { createQueueByKey } from '../queue-by-key.js';
import { createSteppedStore, type Entry, type Step } from '../steps.js';
import { storedEntry } from '../stored-entry.js';
import { createEntriesToExpire } from './entries-to-expire.js';
import { storageKeyOf } from './storage-key.js';

/** What is used of a `Storage` of unstorage. */
export interface UnstorageStorage {
  getItem(key: string): Promise<unknown>;
  setItem(key: string, value: Entry, options: { readonly ttl?: number }): Promise<void>;
  removeItem(key: string): Promise<void>;
}

export interface UnstorageKeyValueStoreOptions {
  /** What `createStorage()` has made, with any driver. */
  readonly storage: UnstorageStorage;
  /** What decides whether an entry has expired. @default Date */
  readonly clock?: Clock | undefined;
  /** What keys begin with, before they are escaped; end it with a separator. @default '' */
  readonly keyPrefix?: string | undefined;
}

/**
 * Keeps entries wherever unstorage has a driver for. It has nothing that is atomic, so callers wait for each other here, in
 * this object: a second one, in this process or another, breaks the promises of whoever relies on them. Drivers that know
 * no `ttl` keep what has expired until this object has written a few other entries, or for good where it ends before.
 * @throws AuthError `INVALID_INPUT`
 */
export function createUnstorageKeyValueStore(options: UnstorageKeyValueStoreOptions): KeyValueStore {
  assertMembers('The options of createUnstorageKeyValueStore', options, {
    storage: isPort<UnstorageStorage>('what createStorage() has made', 'getItem', 'setItem', 'removeItem'),
    clock: optional(isClock),
    keyPrefix: optional(isText),
  });
  const { storage, clock = Date, keyPrefix = '' } = options;
  const queue = createQueueByKey();
  const toExpire = createEntriesToExpire();

  async function perform<Answer>(key: string, step: Step<Answer>): Promise<Answer> {
    const stored = storedEntry(await storage.getItem(key));
    const now = clock.now();
    const current = stored !== undefined && isInForce(stored, now) ? stored : undefined;
    const { answer, entry } = step(current);
    if (entry === stored) return answer;
    if (entry === undefined) await storage.removeItem(key);
    else {
      const milliseconds = garbageAfter(entry.expiresAt, now);
      await storage.setItem(key, entry, milliseconds === undefined ? {} : { ttl: Math.ceil(milliseconds / 1_000) });
    }
    toExpire.note(key, entry?.expiresAt);
    return answer;
  }

  /** Takes a step that changes nothing, which removes what has expired. */
  const removeIfEnded = (key: string) => queue(key, () => perform(key, (entry) => ({ answer: undefined, entry })));

  return createSteppedStore({
    atomicity: 'process',
    async perform(key, step) {
      const storageKey = storageKeyOf(keyPrefix + key);
      try {
        const answer = await queue(storageKey, () => perform(storageKey, step));
        await Promise.all(toExpire.ended(clock.now()).map(removeIfEnded));
        return answer;
      } catch (error) {
        throw failedError('unstorage', error);
      }
    },
  });
}
