import type { Clock } from '../contracts/environment.js';
import type { ApiKeyRecord, UserRecord, UserStore } from '../contracts/user-store.js';
import { equalInConstantTime } from '../crypto/constant-time.js';
import { AuthError } from '../errors/auth-error.js';
import type { RateLimit, RateLimiter } from '../rate-limit/rate-limiter.js';
import { isApiKey, prefixLength } from './api-key-format.js';
import type { PasswordHasher } from './password-hasher.js';
import { storedScopes } from './scopes.js';
import type { Semaphore } from './semaphore.js';
import { createSharedFlights } from './shared-flights.js';
import { filterLength, filterOf, hashKey, slowHashOf } from './stored-hash.js';
import type { VerifiedKeys } from './verified-keys.js';

export interface ApiKeyVerifierOptions {
  readonly store: Pick<UserStore, 'users' | 'apiKeys'>;
  readonly limiter: RateLimiter;
  readonly limits: { readonly address: RateLimit; readonly prefix: RateLimit };
  readonly hasher: PasswordHasher;
  readonly slow: Semaphore;
  readonly verified: VerifiedKeys;
  /** A keyed hash whose key is this process's own and never leaves it. */
  readonly keyedHash: (text: string) => Promise<string> | string;
  readonly clock: Clock;
}

export interface VerifiedApiKey {
  readonly key: ApiKeyRecord;
  readonly user: UserRecord;
}

const touchAfter = 300_000;

/**
 * Finds out whose key it is, the cheapest questions first: form and checksum; what was verified a moment ago; who asks
 * too often; the store; 16 bits of the key's hash; the slow hasher. A key that is malformed, unknown, wrong, revoked or
 * expired gets the same answer, and the unknown takes the way of the wrong. Limits come after what was verified, and
 * the one by prefix counts wrong keys only: whoever sends wrong keys shuts out nobody who has the right one.
 */
export function createApiKeyVerifier(options: ApiKeyVerifierOptions) {
  const { store, limiter, limits, hasher, slow, verified, keyedHash, clock } = options;
  const decoy = createDecoy(hasher);
  const touched = new Map<string, number>();
  const comparedOnce = createSharedFlights<boolean>();
  const upgradedOnce = createSharedFlights<void>();

  const limit = async (name: string, subject: string, rule: RateLimit): Promise<void> => {
    const { allowed, retryAfter } = await limiter.check(name, subject, rule);
    if (allowed) return;
    throw rateLimited(retryAfter);
  };

  const touch = (key: ApiKeyRecord, now: number) => {
    const last = touched.get(key.id) ?? key.lastUsedAt?.getTime() ?? 0;
    if (now - last < touchAfter) return;
    if (touched.size >= 10_000) touched.clear();
    touched.set(key.id, now);
    // Nobody waits for it, and nothing depends on it.
    store.apiKeys.touch(key.id, new Date(now)).catch(() => touched.delete(key.id));
  };

  /**
   * @param address Whom the limit by address counts; see `clientAddress`.
   * @throws AuthError `API_KEY_INVALID` | `RATE_LIMITED` with `retryAfter` in seconds | `KV_FAILED` | `USER_STORE_FAILED`
   */
  const verify = async (text: string, address: string): Promise<VerifiedApiKey> => {
    if (!isApiKey(text)) throw invalidKey();
    const hash = await keyedHash(text);
    const known = verified.get(hash);
    if (known && isInForce(known.key, clock.now())) {
      touch(known.key, clock.now());
      return known;
    }
    await limit('key-address', address, limits.address);
    const { generation } = verified;
    const key = await store.apiKeys.findByPrefix(text.slice(0, prefixLength));
    const stored = key?.hash ?? (await decoy(await keyedHash(text.slice(0, prefixLength))));
    if (!equalInConstantTime(bytes(await filterOf(text)), bytes(stored.slice(0, filterLength)))) {
      await limit('key-prefix', text.slice(0, prefixLength), limits.prefix);
      throw invalidKey();
    }
    // All who come with one key as what is known of it ends are one verification. Only the hashing is shared: whoever comes
    // after the key was revoked has read so in the store.
    const isRight = await comparedOnce(`${hash} ${stored}`, () => slow(() => hasher.verify(slowHashOf(stored), text)));
    if (!isRight || key === undefined || !(await isStillInForce(key, generation))) throw invalidKey();
    const now = clock.now();
    const user = await store.users.get(key.userId);
    if (user === undefined) throw invalidKey();
    const entry = { key: { ...key, scopes: storedScopes(key.scopes) }, user, verifiedAt: now };
    verified.add(hash, entry, generation);
    touch(key, now);
    // The key is right whatever becomes of this; the next use tries again.
    if (hasher.needsRehash(slowHashOf(stored))) await upgradedOnce(key.id, () => upgrade(key, text)).catch(() => {});
    return entry;
  };

  /** Asks the store anew where a key was ended since it was read, perhaps this one. */
  const isStillInForce = async (key: ApiKeyRecord, readIn: number): Promise<boolean> => {
    const current = readIn === verified.generation ? key : await store.apiKeys.findByPrefix(key.prefix);
    return current?.id === key.id && isInForce(current, clock.now());
  };

  const upgrade = async (key: ApiKeyRecord, text: string) => {
    const to = await slow(() => hashKey(text, hasher));
    await store.apiKeys.rehash(key.id, { from: key.hash, to });
  };

  return verify;
}

/** Whether a key opens anything at this moment. */
export function isInForce({ revokedAt, expiresAt }: ApiKeyRecord, now: number): boolean {
  return revokedAt === null && (expiresAt === null || now < expiresAt.getTime());
}

export function rateLimited(retryAfter: number): AuthError {
  return new AuthError('RATE_LIMITED', 'Too many attempts.', {
    hint: `Try again in ${retryAfter} s.`,
    details: { retryAfter },
  });
}

export function invalidKey(): AuthError {
  return new AuthError('API_KEY_INVALID', 'The API key is not valid.', {
    hint: 'Check that it is whole; it may have been revoked or have expired. Its owner can make another one.',
  });
}

/** What stands in for the hash of an unknown prefix: always the same for a prefix, and true of no key. */
function createDecoy(hasher: PasswordHasher) {
  let slowHash: Promise<string> | undefined;
  return async (keyedPrefix: string): Promise<string> => {
    slowHash ??= hasher.hash(crypto.randomUUID());
    return (await filterOf(keyedPrefix)) + (await slowHash);
  };
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
