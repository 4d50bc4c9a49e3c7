import type { RandomBytes } from '../contracts/environment.js';
import type { KeyEncryptionKeys } from '../contracts/key-encryption-keys.js';
import { equalInConstantTime } from '../crypto/constant-time.js';
import { lengthPrefixed } from '../crypto/length-prefixed.js';
import { platformRandomBytes } from '../crypto/random.js';
import { type SealingKey, seal, sealingKey, unseal } from '../crypto/sealed-bytes.js';
import { AuthError } from '../errors/auth-error.js';
import { are, assertMembers, isFunction, isListOf, isObjectOf, isText, optional } from '../input/check.js';
import { keyUnavailableError, unreadableError } from './secret-failures.js';

export interface LocalKey {
  /** 1 to 64 letters, digits, `.`, `_` or `-`. Never to be given to another key. */
  readonly id: string;
  /** 32 random bytes. They are copied. */
  readonly key: Uint8Array<ArrayBuffer>;
}

export interface LocalKeysOptions {
  /** For nonces. @default `crypto.getRandomValues` */
  readonly randomBytes?: RandomBytes | undefined;
}

const keyLength = 32;

/**
 * Key-encryption keys in this process: AES-256-GCM, since AES-KW (RFC 3394) has no associated data to bind. The first
 * one is current.
 * @throws AuthError `INVALID_INPUT`
 */
export function localKeys(keys: readonly LocalKey[], options: LocalKeysOptions = {}): KeyEncryptionKeys {
  assertMembers('The options of localKeys', options, { randomBytes: optional(isFunction) });
  isListOf(isPairOfIdAndKey)(keys, 'keys');
  assertKeys(keys);
  const { randomBytes = platformRandomBytes } = options;
  const byId = new Map(keys.map(({ id, key }) => [id, sealingKey(key)]));
  const currentKeyId = keys[0]!.id;

  const find = (id: string): Promise<SealingKey> => {
    const key = byId.get(id);
    if (key !== undefined) return key;
    throw keyUnavailableError(
      'none is configured by the id that a secret names',
      'Configure it again, after the current one, until a rotation has left nothing that needs it.',
    );
  };
  const bound = (id: string, context: Uint8Array<ArrayBuffer>) => {
    const idBytes = lengthPrefixed([id]);
    const bytes = new Uint8Array(idBytes.length + context.length);
    bytes.set(idBytes);
    bytes.set(context, idBytes.length);
    return bytes;
  };

  return {
    specificationVersion: 1,
    currentKeyId,

    async wrap(dataKey, context) {
      const key = await find(currentKeyId);
      const associatedData = bound(currentKeyId, context);
      return { keyId: currentKeyId, wrappedKey: await seal(dataKey, { key, associatedData, randomBytes }) };
    },

    async unwrap({ keyId, wrappedKey }, context) {
      const key = await find(keyId);
      const dataKey = await unseal(new Uint8Array(wrappedKey), { key, associatedData: bound(keyId, context) });
      if (dataKey === undefined) throw unreadableError();
      return dataKey;
    },
  };
}

const isPairOfIdAndKey = isObjectOf<LocalKey>({
  id: isText,
  key: are('a Uint8Array', (key) => key instanceof Uint8Array),
});

function assertKeys(keys: readonly LocalKey[]): void {
  const wrong =
    (keys.length === 0 && 'At least one key-encryption key is needed.') ||
    (keys.some(({ id }) => !/^[\w.-]{1,64}$/.test(id)) &&
      'The id of a key-encryption key has to be 1 to 64 letters, digits, ".", "_" or "-".') ||
    (keys.some(({ key }) => key.length !== keyLength) &&
      `A key-encryption key has to be of ${keyLength} bytes, no more and no less.`) ||
    (new Set(keys.map(({ id }) => id)).size < keys.length && 'Two key-encryption keys have the same id.') ||
    (keys.some(({ key }, index) => keys.slice(0, index).some((other) => equalInConstantTime(key, other.key))) &&
      'Two key-encryption keys are the same one under two ids: a rotation from one to the other would be none.');
  if (wrong !== false) {
    throw new AuthError('INVALID_INPUT', wrong, { hint: 'Make one by `openssl rand -base64 32`.' });
  }
}
