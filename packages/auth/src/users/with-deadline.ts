import type { UserStore } from '../contracts/user-store.js';
import { boundedCalls } from '../input/bounded-calls.js';

/**
 * What sign-in and API keys need of a store, of which every call that a request waits for ends, and fails with `USER_STORE_FAILED`.
 * Writes that cannot be asked for twice are waited for: what came of one that was given up nobody would be told.
 * @param timeout Milliseconds.
 */
export function withDeadline({ users, apiKeys }: UserStore, timeout: number): Pick<UserStore, 'users' | 'apiKeys'> {
  const bounded = boundedCalls('The user store', 'USER_STORE_FAILED', timeout);
  const waitedFor = boundedCalls('The user store', 'USER_STORE_FAILED');
  return {
    users: {
      signIn: (signIn) => bounded(() => users.signIn(signIn)),
      create: (user) => waitedFor(() => users.create(user)),
      get: (id) => bounded(() => users.get(id)),
      list: (page) => bounded(() => users.list(page)),
      setRole: (id, role, at) => waitedFor(() => users.setRole(id, role, at)),
      remove: (id) => waitedFor(() => users.remove(id)),
    },
    apiKeys: {
      insert: (key, options) => waitedFor(() => apiKeys.insert(key, options)),
      findByPrefix: (prefix) => bounded(() => apiKeys.findByPrefix(prefix)),
      list: (userId) => bounded(() => apiKeys.list(userId)),
      revoke: (userId, id, at) => waitedFor(() => apiKeys.revoke(userId, id, at)),
      rotate: (userId, id, rotation) => waitedFor(() => apiKeys.rotate(userId, id, rotation)),
      touch: (id, at) => bounded(() => apiKeys.touch(id, at)),
      rehash: (id, hashes) => bounded(() => apiKeys.rehash(id, hashes)),
    },
  };
}
