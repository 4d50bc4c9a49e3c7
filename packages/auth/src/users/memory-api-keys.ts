import type { ApiKeyRecord, ApiKeys } from '../contracts/user-store.js';
import { compareTexts } from './compare-texts.js';
import { atomic, copied, type MemoryTables } from './memory-tables.js';

export function createMemoryApiKeys({ users, apiKeys }: MemoryTables): ApiKeys {
  const withPrefix = (prefix: string) => [...apiKeys.values()].find((key) => key.prefix === prefix);
  const ofUser = (userId: string) => [...apiKeys.values()].filter((key) => key.userId === userId);
  function add(key: ApiKeyRecord): void {
    if (apiKeys.has(key.id)) throw new Error('The id of the new key is taken.');
    apiKeys.set(key.id, key);
  }

  return {
    insert: (key, { limit }) =>
      atomic('apiKeys.insert', () => {
        const row = copied(key);
        if (!users.has(row.userId)) return 'user-unknown';
        if (ofUser(row.userId).filter((other) => isInForce(other, row.createdAt)).length >= limit) {
          return 'limit-reached';
        }
        if (withPrefix(row.prefix)) return 'prefix-taken';
        add(row);
        return 'inserted';
      }),

    findByPrefix: (prefix) => atomic('apiKeys.findByPrefix', () => copied(withPrefix(prefix))),

    list: (userId) => atomic('apiKeys.list', () => ofUser(userId).sort(byCreation).map(copied)),

    revoke: (userId, id, at) =>
      atomic('apiKeys.revoke', () => {
        const key = apiKeys.get(id);
        if (key?.userId !== userId || key.revokedAt !== null) return false;
        apiKeys.set(id, { ...key, revokedAt: copied(at) });
        return true;
      }),

    rotate: (userId, id, rotation) =>
      atomic('apiKeys.rotate', () => {
        const replacement = copied(rotation.replacement);
        const end = copied(rotation.expiresAt);
        const key = apiKeys.get(id);
        if (key?.userId !== userId || !isInForce(key, replacement.createdAt)) return 'unknown';
        if (key.replacedBy !== null) return 'already-rotated';
        if (withPrefix(replacement.prefix)) return 'prefix-taken';
        add(replacement);
        const expiresAt = key.expiresAt !== null && key.expiresAt < end ? key.expiresAt : end;
        const revokedAt = end <= replacement.createdAt ? replacement.createdAt : null;
        apiKeys.set(id, { ...key, replacedBy: replacement.id, expiresAt, revokedAt });
        return 'rotated';
      }),

    touch: (id, at) =>
      atomic('apiKeys.touch', () => {
        const key = apiKeys.get(id);
        const lastUsedAt = copied(at);
        if (!key || (key.lastUsedAt !== null && key.lastUsedAt >= lastUsedAt)) return;
        apiKeys.set(id, { ...key, lastUsedAt });
      }),

    rehash: (id, { from, to }) =>
      atomic('apiKeys.rehash', () => {
        const key = apiKeys.get(id);
        if (key?.hash !== from) return false;
        apiKeys.set(id, { ...key, hash: to });
        return true;
      }),
  };
}

function isInForce({ revokedAt, expiresAt }: ApiKeyRecord, at: Date): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > at);
}

function byCreation(one: ApiKeyRecord, other: ApiKeyRecord): number {
  return one.createdAt.getTime() - other.createdAt.getTime() || compareTexts(one.id, other.id);
}
