import type { Clock } from '../contracts/environment.js';
import type { Expiry, KeyValueStore } from '../contracts/key-value-store.js';
import { AuthError } from '../errors/auth-error.js';
import { closedError } from './failures.js';
import { isInForce } from './lifetime.js';
import { successorOf } from './successor.js';

export interface MemoryKeyValueStoreOptions {
  /** What decides whether an entry has expired. @default Date */
  readonly clock?: Clock | undefined;
  /**
   * How many entries there are at most whose keys are equal up to the first `:`. Where one too many comes, those go that
   * have expired, and then the oldest: up to a sixteenth at once, so that a write costs the same however many there are.
   * @default 100_000
   */
  readonly maxEntriesPerNamespace?: number | undefined;
}

interface Entry {
  readonly value: string;
  readonly expiresAt: number | undefined;
}

/**
 * Keeps entries in this process, and nowhere else: they end with it. What one kind of key brings in too much never pushes
 * out what is under another.
 *
 * @throws AuthError `INVALID_INPUT`
 */
export function createMemoryKeyValueStore(options: MemoryKeyValueStoreOptions = {}): KeyValueStore {
  const { clock = Date, maxEntriesPerNamespace: limit = 100_000 } = options;
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new AuthError('INVALID_INPUT', 'maxEntriesPerNamespace has to be a whole number of at least 1.');
  }
  // Within a namespace by the time at which they were written, the oldest first.
  const namespaces = new Map<string, Map<string, Entry>>();
  let isClosed = false;

  function read(key: string): Entry | undefined {
    if (isClosed) throw closedError();
    const entry = namespaces.get(namespaceOf(key))?.get(key);
    if (entry === undefined || isInForce(entry, clock.now())) return entry;
    remove(key);
    return undefined;
  }

  function remove(key: string): void {
    const namespace = namespaceOf(key);
    const entries = namespaces.get(namespace);
    entries?.delete(key);
    if (entries?.size === 0) namespaces.delete(namespace);
  }

  function write(key: string, value: string, { expiresAt }: Expiry): void {
    const entries = namespaces.get(namespaceOf(key)) ?? new Map<string, Entry>();
    entries.delete(key);
    if (entries.size >= limit) makeRoom(entries, limit, clock.now());
    entries.set(key, { value, expiresAt });
    namespaces.set(namespaceOf(key), entries);
  }

  return {
    specificationVersion: 1,
    atomicity: 'process',
    async get(key) {
      return read(key)?.value;
    },
    async set(key, value, expiry = {}) {
      if (isClosed) throw closedError();
      write(key, value, expiry);
    },
    async delete(key) {
      const isThere = read(key) !== undefined;
      remove(key);
      return isThere;
    },
    async take(key) {
      const entry = read(key);
      remove(key);
      return entry?.value;
    },
    async increment(key, expiry = {}) {
      const entry = read(key);
      const sum = successorOf(entry?.value ?? '0');
      // A counter keeps its place among the others: it ends no later for being counted up.
      if (entry === undefined) write(key, String(sum), expiry);
      else namespaces.get(namespaceOf(key))?.set(key, { ...entry, value: String(sum) });
      return sum;
    },
    async setIfAbsent(key, value, expiry = {}) {
      if (read(key) !== undefined) return false;
      write(key, value, expiry);
      return true;
    },
    async close() {
      isClosed = true;
      namespaces.clear();
    },
  };
}

/** Keys without `:` are one namespace: were each its own, nothing would bound their number. */
function namespaceOf(key: string): string {
  return key.slice(0, key.indexOf(':') + 1);
}

function makeRoom(entries: Map<string, Entry>, limit: number, now: number): void {
  for (const [key, entry] of entries) {
    if (!isInForce(entry, now)) entries.delete(key);
  }
  const most = limit - Math.ceil(limit / 16);
  for (const key of entries.keys()) {
    if (entries.size <= most) break;
    entries.delete(key);
  }
}
