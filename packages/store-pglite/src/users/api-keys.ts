import type { ApiKeyRecord, ApiKeys } from '@agentcards/auth';
import { and, asc, eq, gt, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../connection.js';
import { apiKeys } from '../schema/api-keys.js';
import { lockUser } from './lock.js';
import type { Transact } from './transact.js';

const { id: keyId, userId: keyUserId, prefix: keyPrefix, hash, createdAt, expiresAt, lastUsedAt, revokedAt } = apiKeys;

export function createApiKeys(transact: Transact): ApiKeys {
  return {
    insert: (key, { limit }) =>
      transact('apiKeys.insert', async (database) => {
        if (!(await lockUser(database, key.userId))) return 'user-unknown';
        const inForce = await database.$count(apiKeys, and(eq(keyUserId, key.userId), isInForce(key.createdAt)));
        if (inForce >= limit) return 'limit-reached';
        return (await add(database, key)) ? 'inserted' : 'prefix-taken';
      }),

    findByPrefix: (prefix) =>
      transact('apiKeys.findByPrefix', async (database) => {
        const [key] = await database.select().from(apiKeys).where(eq(keyPrefix, prefix));
        return key;
      }),

    list: (userId) =>
      transact('apiKeys.list', (database) =>
        database.select().from(apiKeys).where(eq(keyUserId, userId)).orderBy(asc(createdAt), asc(keyId)),
      ),

    revoke: (userId, id, at) =>
      transact('apiKeys.revoke', async (database) => {
        const revoked = await database
          .update(apiKeys)
          .set({ revokedAt: at })
          .where(and(isOf(userId, id), isNull(revokedAt)))
          .returning({ keyId });
        return revoked.length > 0;
      }),

    rotate: (userId, id, rotation) =>
      transact('apiKeys.rotate', async (database) => {
        const { replacement } = rotation;
        if (!(await lockUser(database, userId))) return 'unknown';
        const [key] = await database
          .select()
          .from(apiKeys)
          .where(and(isOf(userId, id), isInForce(replacement.createdAt)))
          .for('update');
        if (!key) return 'unknown';
        if (key.replacedBy !== null) return 'already-rotated';
        if (!(await add(database, replacement))) return 'prefix-taken';
        const end = sql.param(rotation.expiresAt, expiresAt);
        const isRevoked = rotation.expiresAt <= replacement.createdAt;
        await database
          .update(apiKeys)
          .set({
            replacedBy: replacement.id,
            // LEAST passes over NULL.
            expiresAt: sql`least(${expiresAt}, ${end}::timestamptz)`,
            revokedAt: isRevoked ? replacement.createdAt : null,
          })
          .where(eq(keyId, id));
        return 'rotated';
      }),

    touch: (id, at) =>
      transact('apiKeys.touch', async (database) => {
        const isLater = or(isNull(lastUsedAt), lt(lastUsedAt, at));
        await database
          .update(apiKeys)
          .set({ lastUsedAt: at })
          .where(and(eq(keyId, id), isLater));
      }),

    rehash: (id, { from, to }) =>
      transact('apiKeys.rehash', async (database) => {
        const rehashed = await database
          .update(apiKeys)
          .set({ hash: to })
          .where(and(eq(keyId, id), eq(hash, from)))
          .returning({ keyId });
        return rehashed.length > 0;
      }),
  };
}

async function add(database: Database, key: ApiKeyRecord): Promise<boolean> {
  const added = await database
    .insert(apiKeys)
    .values(key)
    .onConflictDoNothing({ target: keyPrefix })
    .returning({ keyId });
  return added.length > 0;
}

function isOf(userId: string, id: string): SQL | undefined {
  return and(eq(keyUserId, userId), eq(keyId, id));
}

function isInForce(at: Date): SQL | undefined {
  return and(isNull(revokedAt), or(isNull(expiresAt), gt(expiresAt, at)));
}
