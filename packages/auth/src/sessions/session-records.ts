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
  const slotOf = ({ userId, slot }: SessionRecord) => slotKey(userId, slot);
  const parse = (text: string | undefined): SessionRecord | undefined => (text === undefined ? text : JSON.parse(text));

  /** Until when sessions of a user have been ended; 0 where none were. */
  const revokedBefore = async (userId: string): Promise<number> =>
    Number((await kv.get(revokedBeforeKey(userId))) ?? 0);

  const write = (record: SessionRecord) =>
    kv.set(sessionKey(record.id), JSON.stringify(record), { expiresAt: record.expiresAt });

  /**
   * Whether the user's list holds a session. Without its place none is in force, whatever record there is of it: so there
   * are no more than places, all of them in the list, and of all the ids that a session had one opens.
   */
  const hasPlace = async (record: SessionRecord): Promise<boolean> => (await kv.get(slotOf(record))) === record.id;

  return {
    get: async (id: string) => parse(await kv.get(sessionKey(id))),
    take: async (id: string) => parse(await kv.take(sessionKey(id))),

    /** Writes a session, which takes its place from whoever holds it: of those at the same time the last one has it. */
    async put(record: SessionRecord): Promise<void> {
      await write(record);
      await kv.set(slotOf(record), record.id, { expiresAt: record.expiresAt });
    },

    /** Writes a session if its place is free; false where somebody was faster. */
    async putIfFree(record: SessionRecord): Promise<boolean> {
      // First, since a place without a session counts as the oldest.
      await write(record);
      return kv.setIfAbsent(slotOf(record), record.id, { expiresAt: record.expiresAt });
    },

    /** Prolongs a session, and its place as long as it is its own: it got another id, or had to go, meanwhile. */
    async prolong(record: SessionRecord): Promise<void> {
      await write(record);
      if (await hasPlace(record)) await kv.set(slotOf(record), record.id, { expiresAt: record.expiresAt });
    },

    hasPlace,

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
      await kv.set(revokedKey(record.lineage), '1', { expiresAt: Math.max(now + ttl, record.expiresAt) });
      await kv.delete(sessionKey(record.id));
      if (await hasPlace(record)) await kv.delete(slotOf(record));
    },

    /**
     * Ends all sessions of a user that began until then, also those that are about to get a new id.
     * @param expiresAt When the last of them would end by itself, by a clock that has perhaps gone back since.
     */
    async revokeAll(
      userId: string,
      { until, expiresAt }: { readonly until: number; readonly expiresAt: number },
    ): Promise<void> {
      // Never earlier than before: the clock can go backwards.
      const time = Math.max(until, await revokedBefore(userId));
      await kv.set(revokedBeforeKey(userId), String(time), { expiresAt: Math.max(time + ttl, expiresAt) });
    },

    revokedBefore,

    async isRevoked({ lineage, userId, signedInAt }: SessionRecord): Promise<boolean> {
      const [mark, before] = await Promise.all([kv.get(revokedKey(lineage)), revokedBefore(userId)]);
      return mark !== undefined || signedInAt <= before;
    },
  };
}
