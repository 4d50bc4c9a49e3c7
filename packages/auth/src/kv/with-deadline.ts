import type { KeyValueStore } from '../contracts/key-value-store.js';
import { boundedCalls } from '../input/bounded-calls.js';

/**
 * The same store, of which every call ends, and fails with `KV_FAILED`.
 * @param timeout Milliseconds.
 */
export function withDeadline(kv: KeyValueStore, timeout: number): KeyValueStore {
  const bounded = boundedCalls('The key-value store', 'KV_FAILED', timeout);
  return {
    specificationVersion: 1,
    atomicity: kv.atomicity,
    get: (key) => bounded(() => kv.get(key)),
    set: (key, value, expiry) => bounded(() => kv.set(key, value, expiry)),
    delete: (key) => bounded(() => kv.delete(key)),
    take: (key) => bounded(() => kv.take(key)),
    increment: (key, expiry) => bounded(() => kv.increment(key, expiry)),
    setIfAbsent: (key, value, expiry) => bounded(() => kv.setIfAbsent(key, value, expiry)),
    close: () => kv.close(),
  };
}
