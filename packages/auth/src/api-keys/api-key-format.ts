import type { RandomBytes } from '../contracts/environment.js';
import { randomText } from '../crypto/random.js';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const lookupLength = 8;
const secretLength = 32;
const checksumLength = 6;

/** How every key begins: scanners of source code find it by this. */
const keyMark = 'ac_';
/** Characters of a key by which it is found; they are no secret. */
export const prefixLength = keyMark.length + lookupLength;
const keyLength = prefixLength + secretLength + checksumLength;

const form = new RegExp(`^${keyMark}[0-9A-Za-z]{${keyLength - keyMark.length}}$`);

/** A new key: 190 bits of secret, and a checksum by which a mistyped one is told from a wrong one without asking anybody. */
export function createApiKey(randomBytes: RandomBytes): string {
  const body = keyMark + randomText(base62, lookupLength + secretLength, randomBytes);
  return body + checksum(body);
}

/** True for texts that `createApiKey` can have made. */
export function isApiKey(text: string): boolean {
  return form.test(text) && checksum(text.slice(0, -checksumLength)) === text.slice(-checksumLength);
}

/** Whether a key stands anywhere in a text, whatever is around it. */
export function holdsApiKey(text: string): boolean {
  for (let at = text.indexOf(keyMark); at >= 0; at = text.indexOf(keyMark, at + 1)) {
    if (isApiKey(text.slice(at, at + keyLength))) return true;
  }
  return false;
}

/** CRC-32 (ISO 3309) in base 62, most significant digit first: six digits hold all of its values. */
function checksum(text: string): string {
  let crc = 0xffffffff;
  for (let index = 0; index < text.length; index++) {
    crc ^= text.charCodeAt(index);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  let rest = (crc ^ 0xffffffff) >>> 0;
  let digits = '';
  for (let place = 0; place < checksumLength; place++) {
    digits = base62[rest % 62] + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
