import type { SecretName } from '../contracts/user-store.js';
import { AuthError } from '../errors/auth-error.js';
import { invalid } from '../input/check.js';

/** UTF-8 bytes of a value. */
const longestSecret = 65_536;
const longestName = 128;

/** @throws AuthError `INVALID_INPUT` */
export function assertSecretName(secret: SecretName): void {
  // It may have more members, as a summary has. A misspelt one is missed: none of them is optional.
  if (typeof secret !== 'object' || secret === null) throw invalid('The name of a secret', 'an object');
  for (const field of ['userId', 'server', 'name'] as const) assertName(field, secret[field]);
}

/** @throws AuthError `INVALID_INPUT` */
export function assertName(field: string, text: unknown): void {
  const isText = typeof text === 'string' && text.length > 0 && text.length <= longestName;
  // Control characters and lone surrogates, of which the latter cannot be stored and would all be the same when bound.
  if (!isText || /[\p{Cc}\p{Cs}]/u.test(text)) {
    throw new AuthError('INVALID_INPUT', `${field} has to be 1 to ${longestName} characters that can be printed.`);
  }
}

/**
 * The UTF-8 bytes of a value.
 * @throws AuthError `INVALID_INPUT`
 */
export function encodeSecret(value: string): Uint8Array<ArrayBuffer> {
  if (typeof value !== 'string' || /\p{Cs}/u.test(value)) {
    throw new AuthError('INVALID_INPUT', 'A secret has to be text, without lone surrogates.', {
      hint: 'Encode bytes, as base64 for instance.',
    });
  }
  // Also so that what is far too long is not encoded first.
  const bytes = value.length > longestSecret ? undefined : new TextEncoder().encode(value);
  if (bytes === undefined || bytes.length > longestSecret) {
    throw new AuthError('INVALID_INPUT', `A secret has to be of at most ${longestSecret} UTF-8 bytes.`);
  }
  return bytes;
}
