import type { Clock, RandomBytes } from '../contracts/environment.js';
import type { KeyEncryptionKeys } from '../contracts/key-encryption-keys.js';
import type { SecretName, SecretSummary, UserStore } from '../contracts/user-store.js';
import { platformRandomBytes } from '../crypto/random.js';
import { AuthError } from '../errors/auth-error.js';
import { assertMembers, type Checks, isClock, isFunction, isSignal, isWholeNumber, optional } from '../input/check.js';
import { isKeyEncryptionKeys, isSecrets } from '../input/ports.js';
import { guardedKeys } from './guarded-keys.js';
import { decryptSecret, encryptSecret } from './secret-envelope.js';
import { assertName, assertSecretName, encodeSecret } from './secret-limits.js';
import { type RotationOptions, type RotationReport, rotateSecrets } from './secret-rotation.js';

export interface SecretVaultOptions {
  readonly store: UserStore['secrets'];
  readonly keys: KeyEncryptionKeys;
  /** Milliseconds for each answer of `keys`. @default 10_000 */
  readonly keyTimeout?: number | undefined;
  /** Secrets of one user, of all servers together. @default 1_000 */
  readonly maxPerUser?: number | undefined;
  /** @default Date */
  readonly clock?: Clock | undefined;
  /** For data keys and nonces. @default `crypto.getRandomValues` */
  readonly randomBytes?: RandomBytes | undefined;
}

export interface SetSecretOptions {
  /** The version that is to be replaced; 0 where there is to be none. @default whatever there is */
  readonly expectedVersion?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A secret in plain text: for whoever needs it now, and for no log, answer or cache. */
export interface Secret {
  readonly value: string;
  /** For `expectedVersion`, where a new value is made of this one, as of a token that is refreshed. */
  readonly version: number;
}

/**
 * Secrets of users for the servers that they use, encrypted at rest. What is decrypted is kept nowhere: every `get`
 * reads and decrypts. Names are 1 to 128 characters without control characters, values text of at most 65,536 UTF-8
 * bytes without lone surrogates. All verbs may also reject with `INVALID_INPUT`, `USER_STORE_FAILED` and `CLOSED`.
 */
export interface SecretVault {
  /**
   * Writes a value, encrypted with a key of its own.
   * @throws AuthError `SECRET_CONFLICT` | `SECRET_LIMIT` | `USER_UNKNOWN` | `SECRET_KEY_UNAVAILABLE` | `ABORTED`
   */
  set(name: SecretName, value: string, options?: SetSecretOptions): Promise<SecretSummary>;
  /**
   * Value and version, or undefined where there is none.
   * @throws AuthError `SECRET_UNREADABLE` | `SECRET_KEY_UNAVAILABLE` | `ABORTED`
   */
  get(name: SecretName, options?: { readonly signal?: AbortSignal | undefined }): Promise<Secret | undefined>;
  /** True where there was one. Its versions begin at 1 again if it is set anew. */
  delete(name: SecretName): Promise<boolean>;
  /** What a user has, by server and name, without the values. */
  list(userId: string, server?: string): Promise<readonly SecretSummary[]>;
  /**
   * Wraps what is wrapped with an older key with the current one, secrets of all users, while they are read and
   * written. What is wrapped anew stays so, whatever happens after: run it again until it says that nothing remains.
   * @throws AuthError `SECRET_KEY_UNAVAILABLE` where the current key is; `ABORTED`
   */
  rotate(options?: RotationOptions): Promise<RotationReport>;
}

/** Of 32 writers at the same time each loses to 31 others at most. */
const attempts = 64;

const checks: Checks<SecretVaultOptions> = {
  store: isSecrets,
  keys: isKeyEncryptionKeys,
  keyTimeout: optional(isWholeNumber(1, 2 ** 31 - 1)),
  maxPerUser: optional(isWholeNumber(1, 2 ** 31 - 1)),
  clock: optional(isClock),
  randomBytes: optional(isFunction),
};

/** @throws AuthError `INVALID_INPUT` */
export function createSecretVault(options: SecretVaultOptions): SecretVault {
  assertMembers('The options of createSecretVault', options, checks);
  const { store, keyTimeout = 10_000, maxPerUser = 1_000, clock = Date, randomBytes = platformRandomBytes } = options;
  const keys = guardedKeys(options.keys, keyTimeout);

  /**
   * Why the store did not take the first value of a name, as far as it can be told: undefined where others were
   * faster.
   */
  const refusal = async (userId: string): Promise<AuthError | undefined> => {
    const { length } = await store.list(userId);
    if (length === 0) return new AuthError('USER_UNKNOWN', 'There is no such user.');
    if (length < maxPerUser) return undefined;
    return new AuthError('SECRET_LIMIT', `A user has ${maxPerUser} secrets at most.`, { hint: 'Delete one first.' });
  };

  const write = async (
    name: SecretName,
    bytes: Uint8Array<ArrayBuffer>,
    { expectedVersion, signal }: SetSecretOptions,
  ): Promise<SecretSummary> => {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const stored = await store.get(name);
      const storedVersion = stored?.version ?? 0;
      if (expectedVersion !== undefined && storedVersion !== expectedVersion) throw conflict(storedVersion);

      const { userId, server, name: itsName } = name;
      const version = { userId, server, name: itsName, version: storedVersion + 1 };
      const { keyId, wrappedKey, ciphertext } = await encryptSecret(bytes, version, { keys, randomBytes, signal });
      const now = new Date(clock.now());
      const summary = { ...version, keyId, createdAt: stored?.createdAt ?? now, updatedAt: now };
      if (await store.put({ ...summary, wrappedKey, ciphertext }, { limit: maxPerUser })) return summary;
      // A second look before it is said that there is no user: the name may be one that comes and goes.
      const refused = stored === undefined && attempt > 0 && (await store.get(name)) === undefined;
      const reason = refused ? await refusal(userId) : undefined;
      if (reason !== undefined) throw reason;
    }
    throw conflict();
  };

  return {
    async set(name, value, setOptions = {}) {
      assertSecretName(name);
      assertMembers('The options', setOptions, {
        expectedVersion: optional(isWholeNumber(0)),
        signal: optional(isSignal),
      });
      const bytes = encodeSecret(value);
      try {
        return await write(name, bytes, setOptions);
      } finally {
        bytes.fill(0);
      }
    },

    async get(name, getOptions = {}) {
      assertSecretName(name);
      assertMembers('The options', getOptions, { signal: optional(isSignal) });
      const { signal } = getOptions;
      const stored = await store.get(name);
      if (stored === undefined) return undefined;
      const { userId, server, name: itsName } = name;
      // Bound to what was asked for, not to what the row says of itself.
      const version = { userId, server, name: itsName, version: stored.version };
      const bytes = await decryptSecret(stored, version, { keys, signal });
      try {
        const value = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
        return { value, version: stored.version };
      } finally {
        bytes.fill(0);
      }
    },

    async delete(name) {
      assertSecretName(name);
      return store.remove(name);
    },

    async list(userId, server) {
      assertName('userId', userId);
      if (server !== undefined) assertName('server', server);
      return store.list(userId, server);
    },

    rotate: (rotateOptions = {}) => rotateSecrets({ store, keys }, rotateOptions),
  };
}

function conflict(storedVersion?: number): AuthError {
  return new AuthError('SECRET_CONFLICT', 'The secret has been set or deleted by somebody else meanwhile.', {
    hint: 'Look at its version again, and set it if that is still wanted.',
    details: { storedVersion },
  });
}
