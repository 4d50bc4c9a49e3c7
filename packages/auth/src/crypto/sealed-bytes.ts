import type { RandomBytes } from '../contracts/environment.js';

/** The first byte of what is sealed. Another number would mean another layout. */
const format = 1;
const nonceLength = 12;
const tagLength = 16;

/** How many bytes more than what is in it something sealed has. */
export const sealOverhead = 1 + nonceLength + tagLength;

/** `CryptoKey`, by a name that all runtimes' types have. */
export type SealingKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** A key for `seal` and `unseal`: the bytes are copied at once, and cannot be had back from it. */
export function sealingKey(bytes: Uint8Array<ArrayBuffer>): Promise<SealingKey> {
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/**
 * AES-256-GCM (NIST SP 800-38D) with a random nonce: format (1 byte), nonce (12), ciphertext, tag (16). By one key no
 * more than 2^32 times (8.3).
 */
export async function seal(
  bytes: Uint8Array<ArrayBuffer>,
  { key, associatedData, randomBytes }: SealingParameters & { readonly randomBytes: RandomBytes },
): Promise<Uint8Array<ArrayBuffer>> {
  const nonce = randomBytes(nonceLength);
  const encrypted = await crypto.subtle.encrypt(parametersOf(nonce, associatedData), key, bytes);
  const sealed = new Uint8Array(1 + nonceLength + encrypted.byteLength);
  sealed[0] = format;
  sealed.set(nonce, 1);
  sealed.set(new Uint8Array(encrypted), 1 + nonceLength);
  return sealed;
}

export interface SealingParameters {
  readonly key: SealingKey;
  /** Has to be the same for `unseal`. */
  readonly associatedData: Uint8Array<ArrayBuffer>;
}

/** Undefined where anything is not as `seal` made it: the bytes, the key or the associated data. */
export async function unseal(
  sealed: Uint8Array<ArrayBuffer>,
  { key, associatedData }: SealingParameters,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (sealed.length < sealOverhead || sealed[0] !== format) return undefined;
  const nonce = sealed.subarray(1, 1 + nonceLength);
  try {
    const opened = await crypto.subtle.decrypt(
      parametersOf(nonce, associatedData),
      key,
      sealed.subarray(1 + nonceLength),
    );
    return new Uint8Array(opened);
  } catch {
    return undefined;
  }
}

function parametersOf(iv: Uint8Array<ArrayBuffer>, additionalData: Uint8Array<ArrayBuffer>) {
  return { name: 'AES-GCM', iv, additionalData, tagLength: tagLength * 8 };
}
