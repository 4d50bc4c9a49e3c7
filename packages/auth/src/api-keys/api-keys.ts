import type { Clock, RandomBytes } from '../contracts/environment.js';
import type { ApiKeyRecord, Scopes, UserStore } from '../contracts/user-store.js';
import { randomId } from '../crypto/random.js';
import { AuthError } from '../errors/auth-error.js';
import {
  are,
  assertMembers,
  type Checks,
  elsewhere,
  invalid,
  isText,
  isWholeNumber,
  optional,
} from '../input/check.js';
import { createApiKey, prefixLength } from './api-key-format.js';
import type { PasswordHasher } from './password-hasher.js';
import { parseScopes, storedScopes } from './scopes.js';
import type { Semaphore } from './semaphore.js';
import { hashKey } from './stored-hash.js';
import type { VerifiedKeys } from './verified-keys.js';
import { isInForce } from './verify-api-key.js';

/** A key as its owner may see it. */
export type ApiKeySummary = Omit<ApiKeyRecord, 'hash'>;

export interface ApiKeyRequest {
  /** 1 to 100 characters, for its owner to know it by. */
  readonly name: string;
  /** @default all tools */
  readonly scopes?: Scopes | undefined;
  /** @default never */
  readonly expiresAt?: Date | undefined;
}

/** The only time that the key itself is seen. */
export interface CreatedApiKey {
  readonly key: string;
  readonly summary: ApiKeySummary;
}

const longestName = 100;
const isName = are(
  `1 to ${longestName} characters, none of them a control character`,
  (name) => typeof name === 'string' && name.trim() !== '' && name.length <= longestName && !/\p{Cc}/u.test(name),
);
// Of later years no user store has to keep a time.
const isTimeOrNull = are(
  'a date, of the year 9999 at most',
  (time) => time === null || (time instanceof Date && time.getTime() < Date.UTC(10_000, 0)),
);
/** Ten years. */
const longestOverlap = 3_650 * 86_400_000;
// `parseScopes` checks the scopes as it copies them.
const requestChecks: Checks<ApiKeyRequest> = { name: isName, scopes: elsewhere, expiresAt: optional(isTimeOrNull) };

export function createApiKeys(options: {
  readonly store: UserStore['apiKeys'];
  readonly hasher: PasswordHasher;
  readonly slow: Semaphore;
  readonly verified: VerifiedKeys;
  readonly maxPerUser: number;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
}) {
  const { store, hasher, slow, verified, maxPerUser, clock, randomBytes } = options;

  /** A key that the store takes: in the rare case that its prefix is another's, the next one. */
  const make = async <Outcome extends string>(
    facts: Omit<ApiKeyRecord, 'id' | 'prefix' | 'hash' | 'createdAt' | 'lastUsedAt' | 'revokedAt' | 'replacedBy'>,
    write: (record: ApiKeyRecord) => Promise<Outcome | 'prefix-taken'>,
  ): Promise<{ readonly outcome: Outcome; readonly created: CreatedApiKey }> => {
    for (let attempt = 0; attempt < 5; attempt++) {
      const key = createApiKey(randomBytes);
      const record: ApiKeyRecord = {
        ...facts,
        id: randomId(randomBytes),
        prefix: key.slice(0, prefixLength),
        hash: await slow(() => hashKey(key, hasher)),
        createdAt: new Date(clock.now()),
        lastUsedAt: null,
        revokedAt: null,
        replacedBy: null,
      };
      const outcome = await write(record);
      if (outcome !== 'prefix-taken') return { outcome, created: { key, summary: summaryOf(record) } };
    }
    throw new AuthError(
      'USER_STORE_FAILED',
      'No free prefix for a key was found: the source of randomness repeats itself.',
    );
  };

  const find = async (userId: string, id: string): Promise<ApiKeyRecord> => {
    const key = (await store.list(userId)).find((each) => each.id === id);
    if (key === undefined || !isInForce(key, clock.now())) throw unknownKey();
    return key;
  };

  return {
    /**
     * Makes a key, and shows it this once.
     * @throws AuthError `INVALID_INPUT` | `USER_UNKNOWN` | `API_KEY_LIMIT`
     */
    async create(userId: string, request: ApiKeyRequest): Promise<CreatedApiKey> {
      isText(userId, 'userId');
      assertMembers('The request', request, requestChecks);
      const { name, expiresAt = null } = request;
      if (expiresAt !== null && expiresAt.getTime() <= clock.now()) throw invalid('expiresAt', 'a time to come');
      const scopes = request.scopes === undefined ? {} : parseScopes(request.scopes);
      const { outcome, created } = await make({ userId, name, scopes, expiresAt }, (record) =>
        store.insert(record, { limit: maxPerUser }),
      );
      if (outcome === 'inserted') return created;
      if (outcome === 'user-unknown') throw new AuthError('USER_UNKNOWN', 'There is no such user.');
      throw new AuthError('API_KEY_LIMIT', `A user has ${maxPerUser} keys at most.`, { hint: 'Revoke one first.' });
    },

    /** All keys of a user, revoked and expired ones too, without what opens anything. */
    async list(userId: string): Promise<readonly ApiKeySummary[]> {
      isText(userId, 'userId');
      return (await store.list(userId)).map(summaryOf);
    },

    /**
     * Makes a key in the place of another, with its name, scopes and expiry; both open for as long as `overlap` says.
     * @param overlap Milliseconds, ten years at most; 0 revokes the old one. @default one day
     * @throws AuthError `API_KEY_UNKNOWN` | `API_KEY_ALREADY_ROTATED` | `INVALID_INPUT`
     */
    async rotate(userId: string, id: string, rotation: { readonly overlap?: number | undefined } = {}) {
      isText(userId, 'userId');
      isText(id, 'keyId');
      assertMembers('The rotation', rotation, { overlap: optional(isWholeNumber(0, longestOverlap)) });
      const { overlap = 86_400_000 } = rotation;
      const { name, scopes, expiresAt } = await find(userId, id);
      const { outcome, created } = await make(
        { userId, name, scopes: storedScopes(scopes), expiresAt },
        (replacement) =>
          store.rotate(userId, id, { replacement, expiresAt: new Date(replacement.createdAt.getTime() + overlap) }),
      ).finally(() => verified.dropKey(id));
      if (outcome === 'rotated') return created;
      if (outcome === 'unknown') throw unknownKey();
      throw new AuthError('API_KEY_ALREADY_ROTATED', 'The key has been replaced already.', {
        hint: 'Rotate the key that took its place, or make another one.',
      });
    },

    /**
     * Ends a key: at once in this process, within ten seconds in others.
     * @throws AuthError `API_KEY_UNKNOWN`
     */
    async revoke(userId: string, id: string): Promise<void> {
      isText(userId, 'userId');
      isText(id, 'keyId');
      // Also where the store says no, or fails: it may be ended, by another process or all the same.
      const isRevoked = await store.revoke(userId, id, new Date(clock.now())).finally(() => verified.dropKey(id));
      if (!isRevoked) throw unknownKey();
    },
  };
}

function summaryOf({ hash: _, ...summary }: ApiKeyRecord): ApiKeySummary {
  return { ...summary, scopes: storedScopes(summary.scopes) };
}

function unknownKey(): AuthError {
  return new AuthError('API_KEY_UNKNOWN', 'The user has no key of this id that is in force.');
}
