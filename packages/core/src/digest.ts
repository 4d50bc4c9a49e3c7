import { createHash, createHmac } from 'node:crypto';

/** SHA-256 of a text, in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Keyed digest of a value, 16 hex characters. With the store's own key, because values such as e-mail addresses
 * could be found again from a plain hash by trying.
 */
export function keyedDigest(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex').slice(0, 16);
}
