import type { Clock, RandomBytes } from '../contracts/environment.js';
import type { KeyValueStore } from '../contracts/key-value-store.js';
import type { Role, UserRecord, UserStore } from '../contracts/user-store.js';
import { decodeBase64Url } from '../crypto/base64url.js';
import { equalInConstantTime } from '../crypto/constant-time.js';
import { namespaces } from '../namespaces.js';
import { createSessionRecords, type SessionRecord } from './session-records.js';
import {
  createSessionToken,
  formatSessionToken,
  parseSessionToken,
  type SessionToken,
  secretHash,
} from './session-token.js';

export interface SessionOptions {
  /**
   * Sessions of one user at a time; a further sign-in ends the oldest. Of several at the same moment beyond it perhaps one
   * alone stays. A whole number from 1 to 100.
   * @default 20
   */
  readonly maxPerUser?: number | undefined;
  /** Milliseconds after sign-in when even a session in use ends. @default 30 days */
  readonly maxAge?: number | undefined;
}

/** A session as its user may see it. */
export interface SessionSummary {
  /** Stays the same while the session lasts. */
  readonly id: string;
  readonly signedInAt: Date;
  /** When it was last prolonged, which happens at most hourly. */
  readonly renewedAt: Date;
  readonly expiresAt: Date;
  readonly userAgent: string | null;
}

/** A browser that is who it says. */
export interface AuthenticatedSession {
  readonly user: UserRecord;
  /** See `SessionSummary.id`. */
  readonly sessionId: string;
  /**
   * There where the browser has to get the cookie anew. Makes the change, and says the new value; undefined where another
   * request with the cookie has got it. Until then the old one stays good.
   */
  readonly renew?: (() => Promise<string | undefined>) | undefined;
}

const { ttl } = namespaces.session;
const renewAfter = 3_600_000;
const longestUserAgent = 256;

export function createSessions(options: {
  readonly kv: KeyValueStore;
  readonly users: UserStore['users'];
  readonly audience: string;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  readonly maxPerUser: number;
  readonly maxAge: number;
}) {
  const { kv, users, audience, clock, randomBytes, maxPerUser, maxAge } = options;
  const records = createSessionRecords(kv);

  const expiryOf = (signedInAt: number, now: number) => Math.min(now + ttl, signedInAt + maxAge);

  /** The record of a cookie, if the cookie proves that it is the session's own and the session is in force here. */
  const find = async (token: SessionToken): Promise<SessionRecord | undefined> => {
    const record = await records.get(token.id);
    // Hashed in any case, so that an unknown id takes as long as a wrong secret.
    const hash = decodeBase64Url(await secretHash(token.secret));
    if (record === undefined) return undefined;
    const isProved = equalInConstantTime(hash, decodeBase64Url(record.secretHash));
    return isProved && record.audience === audience && clock.now() < record.expiresAt ? record : undefined;
  };

  /** A new id and secret for a session of which everything else stays. The old ones are worth nothing from then on. */
  const replace = async (old: SessionRecord, role: Role, now: number): Promise<string | undefined> => {
    // Of several requests with the old cookie one gets the new one, and none where the session had to go meanwhile.
    if (!(await records.hasPlace(old)) || (await records.take(old.id)) === undefined) return undefined;
    const token = createSessionToken(randomBytes);
    const expiresAt = expiryOf(old.signedInAt, now);
    const hash = await secretHash(token.secret);
    await records.put({ ...old, id: token.id, secretHash: hash, role, renewedAt: now, expiresAt });
    return formatSessionToken(token);
  };

  return {
    /** Begins a session, and returns what the browser's cookie is to hold. */
    async create(
      user: UserRecord,
      userAgent: string | null,
    ): Promise<{ readonly cookie: string; readonly id: string }> {
      const token = createSessionToken(randomBytes);
      const now = clock.now();
      // After whatever ended the earlier ones, also at the same millisecond or where the clock has gone backwards.
      const signedInAt = Math.max(now, (await records.revokedBefore(user.id)) + 1);
      const base = {
        id: token.id,
        lineage: token.id,
        userId: user.id,
        secretHash: await secretHash(token.secret),
        role: user.role,
        audience,
        signedInAt,
        renewedAt: now,
        expiresAt: expiryOf(signedInAt, now),
        userAgent: userAgent?.slice(0, longestUserAgent) ?? null,
      };
      const slots = await records.slots(user.id, maxPerUser);
      for (const { slot } of slots.filter(({ id }) => id === undefined)) {
        if (await records.putIfFree({ ...base, slot })) return { cookie: formatSessionToken(token), id: base.lineage };
      }
      const age = (record: SessionRecord | undefined) => record?.signedInAt ?? 0;
      const [oldest = { slot: 0, record: undefined }] = slots.sort((a, b) => age(a.record) - age(b.record));
      if (oldest.record) await records.revoke(oldest.record, now);
      await records.put({ ...base, slot: oldest.slot });
      return { cookie: formatSessionToken(token), id: base.lineage };
    },

    /** Who a cookie's bearer is; undefined for whatever does not prove it. */
    async authenticate(cookie: string): Promise<AuthenticatedSession | undefined> {
      const token = parseSessionToken(cookie);
      const now = clock.now();
      const record = token && (await find(token));
      if (record === undefined) return undefined;
      const [user, isRevoked, hasPlace] = await Promise.all([
        users.get(record.userId),
        records.isRevoked(record),
        records.hasPlace(record),
      ]);
      // Places beyond the last one are of a time when there were more of them.
      if (user === undefined || isRevoked || !hasPlace || record.slot >= maxPerUser) return undefined;
      const known = { user, sessionId: record.lineage };
      if (user.role !== record.role) return { ...known, renew: () => replace(record, user.role, now) };
      if (now - record.renewedAt < renewAfter) return known;
      const renew = async () => {
        await records.prolong({ ...record, renewedAt: now, expiresAt: expiryOf(record.signedInAt, now) });
        // The browser has to keep the cookie for longer, too.
        return cookie;
      };
      return { ...known, renew };
    },

    /** Ends the session of a cookie. The user's id where there was one. */
    async end(cookie: string): Promise<string | undefined> {
      const token = parseSessionToken(cookie);
      const record = token && (await find(token));
      if (record === undefined) return undefined;
      await records.revoke(record, clock.now());
      return record.userId;
    },

    /** The sessions of a user that are in force, the latest sign-in first. */
    async list(userId: string): Promise<readonly SessionSummary[]> {
      const now = clock.now();
      const found = (await records.slots(userId, maxPerUser)).flatMap(({ record }) => record ?? []);
      const isOver = await Promise.all(found.map((record) => records.isRevoked(record)));
      return found
        .filter((record, index) => record.userId === userId && !isOver[index] && now < record.expiresAt)
        .sort((a, b) => b.signedInAt - a.signedInAt)
        .map(({ lineage, signedInAt, renewedAt, expiresAt, userAgent }) => ({
          id: lineage,
          signedInAt: new Date(signedInAt),
          renewedAt: new Date(renewedAt),
          expiresAt: new Date(expiresAt),
          userAgent,
        }));
    },

    /** Ends one session of a user by its summary's id. False where the user has none of it. */
    async revoke(userId: string, id: string): Promise<boolean> {
      const slots = await records.slots(userId, maxPerUser);
      const found = slots.find(({ record }) => record?.lineage === id && record.userId === userId);
      if (!found?.record || (await records.isRevoked(found.record))) return false;
      await records.revoke(found.record, clock.now());
      return true;
    },

    /** Ends all sessions of a user, also those that began in a future from which the clock has come back. */
    async revokeAll(userId: string): Promise<void> {
      const now = clock.now();
      const held = (await records.slots(userId, maxPerUser)).flatMap(({ record }) => record ?? []);
      await records.revokeAll(userId, {
        until: Math.max(now, ...held.map(({ signedInAt }) => signedInAt)),
        expiresAt: Math.max(...held.map(({ expiresAt }) => expiresAt)),
      });
    },
  };
}

export type Sessions = ReturnType<typeof createSessions>;
