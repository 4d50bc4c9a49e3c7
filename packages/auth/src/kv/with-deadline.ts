import type { KeyValueStore } from '../contracts/key-value-store.js';
import { AuthError } from '../errors/auth-error.js';

/**
 * The same store, of which every call ends: one that takes longer fails, and whatever it fails with is `KV_FAILED`.
 * What a call would have done may happen all the same, later.
 * @param timeout Milliseconds.
 */
export function withDeadline(kv: KeyValueStore, timeout: number): KeyValueStore {
  const bounded = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new AuthError('KV_FAILED', `The key-value store did not answer within ${timeout} ms.`));
      }, timeout);
    });
    try {
      return await Promise.race([call(), late]);
    } catch (error) {
      // What another adapter throws may name keys, and keys are half of what opens a session.
      throw AuthError.isInstance(error) ? error : new AuthError('KV_FAILED', 'The key-value store failed.');
    } finally {
      clearTimeout(timer);
    }
  };
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
