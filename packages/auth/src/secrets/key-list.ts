import { AuthError } from '../errors/auth-error.js';
import type { LocalKey } from './local-keys.js';

/**
 * Reads `k2:base64,k1:base64`, with commas or line breaks between. What is wrong is said by its place: the text is in
 * no error.
 * @throws AuthError `INVALID_INPUT`
 */
export function parseKeyList(text: string): readonly LocalKey[] {
  return text
    .split(/[,\r\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry, index) => {
      const colon = entry.indexOf(':');
      const key = colon < 0 ? undefined : decodeBase64(entry.slice(colon + 1).trim());
      if (key === undefined) {
        throw new AuthError(
          'INVALID_INPUT',
          `Key-encryption key ${index + 1} of the list is not of the form id:base64.`,
          {
            hint: 'Write an id, a colon, and what `openssl rand -base64 32` prints.',
          },
        );
      }
      return { id: entry.slice(0, colon).trim(), key };
    });
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  // Stricter than `atob`, which passes over white space and missing padding: a key that was cut short is no key.
  if (!/^(?:[A-Za-z\d+/]{4})+(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(text)) return undefined;
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
