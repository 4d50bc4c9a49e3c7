import type { KeyValueStore } from '../contracts/key-value-store.js';
import type { Role } from '../contracts/user-store.js';
import { namespaces } from '../namespaces.js';

/** A session as it is stored. Times are milliseconds since the epoch. */
export interface SessionRecord {
  readonly id: string;
  /** The id that it had at sign-in: it stays when id and secret are replaced, and is what users see. */
  readonly lineage: string;
  readonly userId: string;
  readonly secretHash: string;
  /** The role that it was made for: another one asks for a new id. */
  readonly role: Role;
  /** Where it holds: a cookie of another mount path of the same host is none of ours. */
  readonly audience: string;
  readonly signedInAt: number;
  readonly renewedAt: number;
  readonly expiresAt: number;
  /** The place in the user's list. */
  readonly slot: number;
  readonly userAgent: string | null;
}

const { prefix, ttl } = namespaces.session;

/** The keys of sessions in the key-value store, and what is there. */
export function createSessionRecords(kv: KeyValueStore) {
  const sessionKey = (id: string) => prefix + id;
  const slotKey = (userId: string, slot: number) => `${prefix}user:${userId}:${slot}`;
  const revokedKey = (lineage: string) => `${prefix}revoked:${lineage}`;
  const revokedBeforeKey = (userId: string) => `${prefix}revoked-before:${userId}`;
  const parse = (text: string | undefined): SessionRecord | undefined => (text === undefined ? text : JSON.parse(text));

  /** Until when sessions of a user have been ended; 0 where none were. */
  const revokedBefore = async (userId: string): Promise<number> =>
    Number((await kv.get(revokedBeforeKey(userId))) ?? 0);

  return {
    get: async (id: string) => parse(await kv.get(sessionKey(id))),
    take: async (id: string) => parse(await kv.take(sessionKey(id))),

    async put(record: SessionRecord): Promise<void> {
      const { expiresAt } = record;
      await kv.set(sessionKey(record.id), JSON.stringify(record), { expiresAt });
      await kv.set(slotKey(record.userId, record.slot), record.id, { expiresAt });
    },

    /** Holds a free place of the user's list; false where somebody was faster. */
    reserve: (record: SessionRecord) =>
      kv.setIfAbsent(slotKey(record.userId, record.slot), record.id, { expiresAt: record.expiresAt }),

    /** What is in each of the first places of a user's list. */
    slots: (userId: string, count: number) =>
      Promise.all(
        Array.from({ length: count }, async (_, slot) => {
          const id = await kv.get(slotKey(userId, slot));
          return { slot, id, record: id === undefined ? undefined : parse(await kv.get(sessionKey(id))) };
        }),
      ),

    /**
     * Ends a session, whatever id it goes by. The mark comes first and outlives every record that somebody who read the
     * session before could still write: a renewal in flight revives nothing.
     */
    async revoke(record: SessionRecord, now: number): Promise<void> {
      await kv.set(revokedKey(record.lineage), '1', { expiresAt: now + ttl });
      await kv.delete(sessionKey(record.id));
      await kv.delete(slotKey(record.userId, record.slot));
    },

    /** Ends all sessions of a user that began until then, also those that are about to get a new id. */
    async revokeAll(userId: string, { until, now }: { readonly until: number; readonly now: number }): Promise<void> {
      // Never earlier than before: the clock can go backwards.
      const time = Math.max(until, await revokedBefore(userId));
      await kv.set(revokedBeforeKey(userId), String(time), { expiresAt: now + ttl });
    },

    revokedBefore,

    async isRevoked({ lineage, userId, signedInAt }: SessionRecord): Promise<boolean> {
      const [mark, before] = await Promise.all([kv.get(revokedKey(lineage)), revokedBefore(userId)]);
      return mark !== undefined || signedInAt <= before;
    },
  };
}
