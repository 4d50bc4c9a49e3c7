import type { UserStore } from '../contracts/user-store.js';
import { boundedCalls } from '../input/bounded-calls.js';

/**
 * What sign-in and API keys need of a store, of which every call ends, and fails with `USER_STORE_FAILED`.
 * @param timeout Milliseconds.
 */
export function withDeadline({ users, apiKeys }: UserStore, timeout: number): Pick<UserStore, 'users' | 'apiKeys'> {
  const bounded = boundedCalls('The user store', 'USER_STORE_FAILED', timeout);
  return {
    users: {
      signIn: (signIn) => bounded(() => users.signIn(signIn)),
      create: (user) => bounded(() => users.create(user)),
      get: (id) => bounded(() => users.get(id)),
      list: (page) => bounded(() => users.list(page)),
      setRole: (id, role, at) => bounded(() => users.setRole(id, role, at)),
      remove: (id) => bounded(() => users.remove(id)),
    },
    apiKeys: {
      insert: (key, options) => bounded(() => apiKeys.insert(key, options)),
      findByPrefix: (prefix) => bounded(() => apiKeys.findByPrefix(prefix)),
      list: (userId) => bounded(() => apiKeys.list(userId)),
      revoke: (userId, id, at) => bounded(() => apiKeys.revoke(userId, id, at)),
      rotate: (userId, id, rotation) => bounded(() => apiKeys.rotate(userId, id, rotation)),
      touch: (id, at) => bounded(() => apiKeys.touch(id, at)),
      rehash: (id, hashes) => bounded(() => apiKeys.rehash(id, hashes)),
    },
  };
}
