import type { UserRecord, Users } from '../contracts/user-store.js';
import { compareTexts } from './compare-texts.js';
import { atomic, copied, type MemoryTables } from './memory-tables.js';

export function createMemoryUsers({ users, apiKeys, secrets, mcpConfigs }: MemoryTables): Users {
  const withGithubId = (githubId: string) => [...users.values()].find((user) => user.githubId === githubId);
  const isOnlyAdmin = (id: string) =>
    users.get(id)?.role === 'admin' && ![...users.values()].some((user) => user.id !== id && user.role === 'admin');
  function write(user: UserRecord): UserRecord {
    users.set(user.id, user);
    return copied(user);
  }

  return {
    signIn: (signIn) =>
      atomic('users.signIn', () => {
        const { profile, at, newUser, role } = copied(signIn);
        const { githubId, username, email, avatarUrl } = profile;
        const named = { username, email, avatarUrl, updatedAt: at };
        const known = withGithubId(githubId);
        if (known) return write({ ...known, ...named, role: role ?? known.role });
        if (users.has(newUser.id)) throw new Error('The id of the new user is taken.');
        const ownRole = role ?? (users.size === 0 ? newUser.roleIfFirst : newUser.role);
        return write({ id: newUser.id, githubId, ...named, role: ownRole, createdAt: at });
      }),

    create: (user) =>
      atomic('users.create', () => {
        const row = copied(user);
        const isTaken = users.has(row.id) || (row.githubId !== null && withGithubId(row.githubId) !== undefined);
        if (!isTaken) users.set(row.id, row);
        return !isTaken;
      }),

    get: (id) => atomic('users.get', () => copied(users.get(id))),

    list: ({ after, limit }) =>
      atomic('users.list', () =>
        [...users.values()]
          .filter(({ id }) => after === undefined || compareTexts(id, after) > 0)
          .sort((one, other) => compareTexts(one.id, other.id))
          .slice(0, limit)
          .map(copied),
      ),

    setRole: (id, role, at) =>
      atomic('users.setRole', () => {
        const user = users.get(id);
        if (!user) return 'unknown';
        if (role !== 'admin' && isOnlyAdmin(id)) return 'last-admin';
        users.set(id, { ...user, role, updatedAt: copied(at) });
        return 'changed';
      }),

    remove: (id) =>
      atomic('users.remove', () => {
        if (!users.has(id)) return 'unknown';
        if (isOnlyAdmin(id)) return 'last-admin';
        users.delete(id);
        for (const table of [apiKeys, secrets, mcpConfigs]) {
          for (const [key, { userId }] of table) if (userId === id) table.delete(key);
        }
        return 'changed';
      }),
  };
}
