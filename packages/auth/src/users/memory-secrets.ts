import type { SecretName, Secrets } from '../contracts/user-store.js';
import { equalInConstantTime } from '../crypto/constant-time.js';
import { compareTexts } from './compare-texts.js';
import { atomic, copied, joined, type MemoryTables } from './memory-tables.js';

export function createMemorySecrets({ users, secrets }: MemoryTables): Secrets {
  return {
    put: (record, { limit = Number.POSITIVE_INFINITY } = {}) =>
      atomic('secrets.put', () => {
        const row = copied(record);
        const stored = secrets.get(keyOf(row));
        if (!users.has(row.userId) || row.version !== (stored?.version ?? 0) + 1) return false;
        if (!stored && [...secrets.values()].filter(({ userId }) => userId === row.userId).length >= limit)
          return false;
        secrets.set(keyOf(row), { ...row, createdAt: stored?.createdAt ?? row.createdAt });
        return true;
      }),

    get: (name) => atomic('secrets.get', () => copied(secrets.get(keyOf(name)))),

    list: (userId, server) =>
      atomic('secrets.list', () =>
        [...secrets.values()]
          .filter((row) => row.userId === userId && (server === undefined || row.server === server))
          .sort(byName)
          .map(({ wrappedKey: _, ciphertext: __, ...summary }) => copied(summary)),
      ),

    remove: (name) => atomic('secrets.remove', () => secrets.delete(keyOf(name))),

    listWrappedOtherwise: (keyId, { after, limit }) =>
      atomic('secrets.listWrappedOtherwise', () =>
        [...secrets.values()]
          .filter((row) => row.keyId !== keyId && (after === undefined || byName(row, after) > 0))
          .sort(byName)
          .slice(0, limit)
          .map(copied),
      ),

    rewrap: (record, wrapped) =>
      atomic('secrets.rewrap', () => {
        const { keyId, wrappedKey } = copied(wrapped);
        const stored = secrets.get(keyOf(record));
        if (!stored || stored.version !== record.version || stored.keyId !== record.keyId) return false;
        if (!equalInConstantTime(stored.wrappedKey, record.wrappedKey)) return false;
        secrets.set(keyOf(record), { ...stored, keyId, wrappedKey });
        return true;
      }),
  };
}

function keyOf({ userId, server, name }: SecretName): string {
  return joined(userId, server, name);
}

function byName(one: SecretName, other: SecretName): number {
  return (
    compareTexts(one.userId, other.userId) ||
    compareTexts(one.server, other.server) ||
    compareTexts(one.name, other.name)
  );
}
