import type { Clock } from '../contracts/environment.js';
import type { KeyValueStore } from '../contracts/key-value-store.js';
import { assertMembers, isClock, isWholeNumber, optional } from '../input/check.js';
import { isInForce } from './lifetime.js';
import { createSteppedStore, type Entry } from './steps.js';

export interface MemoryKeyValueStoreOptions {
  /** What decides whether an entry has expired. @default Date */
  readonly clock?: Clock | undefined;
  /**
   * How many entries there are at most whose keys are equal up to the first `:`. Where one too many comes, those go that
   * have expired, and then those that were written longest ago: up to a sixteenth at once, so that a write costs the same
   * however many there are.
   * @default 100_000
   */
  readonly maxEntriesPerNamespace?: number | undefined;
}

/**
 * Keeps entries in this process, and nowhere else: they end with it. What one kind of key brings in too much never pushes
 * out what is under another.
 *
 * @throws AuthError `INVALID_INPUT`
 */
export function createMemoryKeyValueStore(options: MemoryKeyValueStoreOptions = {}): KeyValueStore {
  assertMembers('The options of createMemoryKeyValueStore', options, {
    clock: optional(isClock),
    maxEntriesPerNamespace: optional(isWholeNumber(1)),
  });
  const { clock = Date, maxEntriesPerNamespace: limit = 100_000 } = options;
  // Within a namespace by the time at which they were written, the oldest first.
  const namespaces = new Map<string, Map<string, Entry>>();

  return createSteppedStore({
    atomicity: 'process',
    async perform(key, step) {
      const now = clock.now();
      const namespace = namespaceOf(key);
      const entries = namespaces.get(namespace) ?? new Map<string, Entry>();
      const stored = entries.get(key);
      const current = stored !== undefined && isInForce(stored, now) ? stored : undefined;
      const { answer, entry } = step(current);
      if (entry !== stored) {
        entries.delete(key);
        if (entry !== undefined) {
          if (entries.size >= limit) makeRoom(entries, limit, now);
          entries.set(key, entry);
        }
        if (entries.size === 0) namespaces.delete(namespace);
        else namespaces.set(namespace, entries);
      }
      return answer;
    },
    close: () => namespaces.clear(),
  });
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
