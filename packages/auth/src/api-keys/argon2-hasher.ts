import { AuthError } from '../errors/auth-error.js';
import type { PasswordHasher } from './password-hasher.js';

/** OWASP's minimum for Argon2id (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const wanted = `$argon2id$v=19$m=${parameters.memoryCost},t=${parameters.timeCost},p=${parameters.parallelism}$`;

/** Argon2id by `@node-rs/argon2`, which is loaded with the first key: it is native code, and not for every runtime. */
export function argon2Hasher(): PasswordHasher {
  let loading: Promise<typeof import('@node-rs/argon2')> | undefined;
  const load = () => {
    loading ??= import('@node-rs/argon2').catch((cause: unknown) => {
      loading = undefined;
      throw new AuthError('HASHER_FAILED', '@node-rs/argon2 could not be loaded.', {
        hint: 'It is native code: install it for this platform, or give `hasher: pbkdf2Hasher()`.',
        cause,
      });
    });
    return loading;
  };
  return {
    async hash(password) {
      const { hash } = await load();
      // 2 is Argon2id; the enumeration of the package cannot be imported by isolated modules.
      return hash(password, { ...parameters, algorithm: 2 });
    },
    async verify(hash, password) {
      const { verify } = await load();
      return hash.startsWith('$argon2id$') && verify(hash, password);
    },
    needsRehash: (hash) => !hash.startsWith(wanted),
  };
}
