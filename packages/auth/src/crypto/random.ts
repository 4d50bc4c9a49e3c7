import type { RandomBytes } from '../contracts/environment.js';

/** The platform's cryptographic source, which gives at most 64 KiB a call. */
export const platformRandomBytes: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length));

/** A UUID of version 4 (RFC 9562, 5.4). */
export function randomId(randomBytes: RandomBytes): string {
  const bytes = randomBytes(16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * Letters of an alphabet, each as likely as any other: bytes beyond the last whole multiple of its length are drawn again.
 * @param alphabet 2 to 256 different characters.
 */
export function randomText(alphabet: string, length: number, randomBytes: RandomBytes): string {
  const limit = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < limit && text.length < length) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}
