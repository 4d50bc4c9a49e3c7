import type { SecretName, Secrets } from '@agentcards/auth';
import { and, asc, eq, getTableColumns, ne, type SQL, sql } from 'drizzle-orm';
import { userSecrets } from '../schema/user-secrets.js';
import { lockUser } from './lock.js';
import type { Transact } from './transact.js';

const { wrappedKey: _wrappedKey, ciphertext: _ciphertext, ...summary } = getTableColumns(userSecrets);
const { userId, server, name, version, keyId } = summary;
const byName = [asc(userId), asc(server), asc(name)];

export function createSecrets(transact: Transact): Secrets {
  return {
    put: (record, { limit } = {}) =>
      transact('secrets.put', async (database) => {
        if (!(await lockUser(database, record.userId))) return false;
        if (record.version === 1 && limit !== undefined) {
          if ((await database.$count(userSecrets, eq(userId, record.userId))) >= limit) return false;
        }
        const { createdAt, ...renewed } = record;
        const written =
          record.version === 1
            ? await database.insert(userSecrets).values(record).onConflictDoNothing().returning({ version })
            : await database
                .update(userSecrets)
                .set(renewed)
                .where(and(isNamed(record), eq(version, record.version - 1)))
                .returning({ version });
        return written.length > 0;
      }),

    get: (wanted) =>
      transact('secrets.get', async (database) => {
        const [secret] = await database.select().from(userSecrets).where(isNamed(wanted));
        return secret;
      }),

    list: (ofUser, ofServer) =>
      transact('secrets.list', (database) => {
        const isOfServer = ofServer === undefined ? undefined : eq(server, ofServer);
        return database
          .select(summary)
          .from(userSecrets)
          .where(and(eq(userId, ofUser), isOfServer))
          .orderBy(...byName);
      }),

    remove: (unwanted) =>
      transact('secrets.remove', async (database) => {
        const removed = await database.delete(userSecrets).where(isNamed(unwanted)).returning({ version });
        return removed.length > 0;
      }),

    listWrappedOtherwise: (wrappedWith, { after, limit }) =>
      transact('secrets.listWrappedOtherwise', (database) =>
        database
          .select()
          .from(userSecrets)
          .where(and(ne(keyId, wrappedWith), after && isAfter(after)))
          .orderBy(...byName)
          .limit(limit),
      ),

    rewrap: (record, wrapped) =>
      transact('secrets.rewrap', async (database) => {
        const rewrapped = await database
          .update(userSecrets)
          .set({ keyId: wrapped.keyId, wrappedKey: wrapped.wrappedKey })
          .where(
            and(
              isNamed(record),
              eq(version, record.version),
              eq(keyId, record.keyId),
              eq(userSecrets.wrappedKey, record.wrappedKey),
            ),
          )
          .returning({ version });
        return rewrapped.length > 0;
      }),
  };
}

function isNamed(wanted: SecretName): SQL | undefined {
  return and(eq(userId, wanted.userId), eq(server, wanted.server), eq(name, wanted.name));
}

/** As one comparison of rows, which the primary key answers. */
function isAfter(last: SecretName): SQL {
  const values = [sql.param(last.userId, userId), sql.param(last.server, server), sql.param(last.name, name)];
  return sql`(${userId}, ${server}, ${name}) > (${sql.join(values, sql`, `)})`;
}
