import type { RandomBytes } from '../contracts/environment.js';
import type { WrappedKey } from '../contracts/key-encryption-keys.js';
import type { SecretName, SecretRecord } from '../contracts/user-store.js';
import { lengthPrefixed } from '../crypto/length-prefixed.js';
import { seal, sealingKey, unseal } from '../crypto/sealed-bytes.js';
import { dataKeyLength, type GuardedKeys } from './guarded-keys.js';
import { unreadableError } from './secret-failures.js';

/** Which value of which secret: what everything in its envelope is bound to. */
export type SecretVersion = SecretName & { readonly version: number };

/** What is at rest of a value. */
export type SecretEnvelope = Pick<SecretRecord, 'keyId' | 'wrappedKey' | 'ciphertext'>;

/** Encrypts bytes with a key of their own, which is wrapped. See docs/decisions for the layout. */
export async function encryptSecret(
  bytes: Uint8Array<ArrayBuffer>,
  of: SecretVersion,
  { randomBytes, ...parameters }: EnvelopeParameters & { readonly randomBytes: RandomBytes },
): Promise<SecretEnvelope> {
  const dataKey = randomBytes(dataKeyLength);
  try {
    const key = await sealingKey(dataKey);
    const ciphertext = await seal(bytes, { key, associatedData: associatedData('value', of), randomBytes });
    return { ...(await wrapDataKey(dataKey, of, parameters)), ciphertext };
  } finally {
    dataKey.fill(0);
  }
}

export interface EnvelopeParameters {
  readonly keys: GuardedKeys;
  readonly signal?: AbortSignal | undefined;
}

/** @throws AuthError `SECRET_UNREADABLE` | `SECRET_KEY_UNAVAILABLE` | `ABORTED` */
export async function decryptSecret(
  envelope: SecretEnvelope,
  of: SecretVersion,
  parameters: EnvelopeParameters,
): Promise<Uint8Array<ArrayBuffer>> {
  const dataKey = await unwrapDataKey(envelope, of, parameters);
  try {
    const key = await sealingKey(dataKey);
    const associated = associatedData('value', of);
    const bytes = await unseal(new Uint8Array(envelope.ciphertext), { key, associatedData: associated });
    if (bytes === undefined) throw unreadableError();
    return bytes;
  } finally {
    dataKey.fill(0);
  }
}

/**
 * The key of a value, to be overwritten after use.
 * @throws AuthError `SECRET_UNREADABLE` | `SECRET_KEY_UNAVAILABLE` | `ABORTED`
 */
export function unwrapDataKey(
  { keyId, wrappedKey }: WrappedKey,
  of: SecretVersion,
  { keys, signal }: EnvelopeParameters,
): Promise<Uint8Array<ArrayBuffer>> {
  return keys.unwrap({ keyId, wrappedKey }, associatedData('key', of), signal);
}

/** @throws AuthError `SECRET_KEY_UNAVAILABLE` | `ABORTED` */
export function wrapDataKey(
  dataKey: Uint8Array<ArrayBuffer>,
  of: SecretVersion,
  { keys, signal }: EnvelopeParameters,
): Promise<WrappedKey> {
  return keys.wrap(dataKey, associatedData('key', of), signal);
}

/** The key id is bound where it is known: by the key that wraps, since a rotation leaves the ciphertext as it is. */
function associatedData(part: 'key' | 'value', { userId, server, name, version }: SecretVersion) {
  return lengthPrefixed(['agentcards/secret', '1', part, userId, server, name, String(version)]);
}
