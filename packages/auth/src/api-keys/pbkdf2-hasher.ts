import { decodeBase64Url, encodeBase64Url } from '../crypto/base64url.js';
import { equalInConstantTime } from '../crypto/constant-time.js';
import { assertMembers, isWholeNumber, optional } from '../input/check.js';
import type { PasswordHasher } from './password-hasher.js';

/**
 * PBKDF2-HMAC-SHA-256 by WebCrypto, for runtimes without native code. Weaker than Argon2id against guessing with special
 * hardware, which matters little here: nobody guesses the 190 random bits of a key.
 * @param options.iterations Whole number from 1,000. @default 100_000, the most that Cloudflare's runtime allows
 * @throws AuthError `INVALID_INPUT`
 */
export function pbkdf2Hasher(options: { readonly iterations?: number | undefined } = {}): PasswordHasher {
  assertMembers('The options of pbkdf2Hasher', options, { iterations: optional(isWholeNumber(1_000)) });
  const { iterations = 100_000 } = options;
  return {
    async hash(password) {
      const salt = crypto.getRandomValues(new Uint8Array(16));
      const derived = await derive(password, salt, iterations);
      return `$pbkdf2-sha256$i=${iterations}$${encodeBase64Url(salt)}$${encodeBase64Url(derived)}`;
    },
    async verify(hash, password) {
      const [, rounds, salt, derived] = /^\$pbkdf2-sha256\$i=(\d{4,8})\$([\w-]{22})\$([\w-]{43})$/.exec(hash) ?? [];
      if (rounds === undefined || salt === undefined || derived === undefined) return false;
      return equalInConstantTime(
        await derive(password, decodeBase64Url(salt), Number(rounds)),
        decodeBase64Url(derived),
      );
    },
    needsRehash: (hash) => Number(/^\$pbkdf2-sha256\$i=(\d+)\$/.exec(hash)?.[1] ?? 0) < iterations,
  };
}

async function derive(password: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(password), 'PBKDF2', false, ['deriveBits']);
  return new Uint8Array(
    await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, key, 256),
  );
}
