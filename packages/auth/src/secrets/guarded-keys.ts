import type { KeyEncryptionKeys, WrappedKey, WrappingOptions } from '../contracts/key-encryption-keys.js';
import { AuthError } from '../errors/auth-error.js';
import { onAbort } from '../on-abort.js';
import { abortedError, keyUnavailableError, unreadableError } from './secret-failures.js';

/** Key-encryption keys as the vault calls them: an answer in time and of the right shape, or one of three errors. */
export interface GuardedKeys {
  readonly currentKeyId: string;
  /** @throws AuthError `SECRET_KEY_UNAVAILABLE` | `ABORTED` */
  wrap(
    dataKey: Uint8Array<ArrayBuffer>,
    context: Uint8Array<ArrayBuffer>,
    signal: AbortSignal | undefined,
  ): Promise<WrappedKey>;
  /** @throws AuthError `SECRET_KEY_UNAVAILABLE` | `SECRET_UNREADABLE` | `ABORTED` */
  unwrap(
    wrapped: WrappedKey,
    context: Uint8Array<ArrayBuffer>,
    signal: AbortSignal | undefined,
  ): Promise<Uint8Array<ArrayBuffer>>;
}

export const dataKeyLength = 32;
const longestKeyId = 128;
const longestWrappedKey = 4_096;

/** @param timeout Milliseconds for each answer. */
export function guardedKeys(keys: KeyEncryptionKeys, timeout: number): GuardedKeys {
  /** Does not wait for callbacks that do not listen to their signal. */
  const ask = async <Answer>(
    call: (options: WrappingOptions) => Promise<Answer>,
    signal: AbortSignal | undefined,
  ): Promise<Answer> => {
    if (signal?.aborted) throw abortedError('A call of the secret vault', signal);
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), timeout);
    const unfollow = signal && onAbort(signal, () => deadline.abort(signal.reason));
    const givenUp = new Promise<never>((_, reject) => {
      const late = () => keyUnavailableError(`no answer within ${timeout} ms`, 'Try again, or allow it more time.');
      const giveUp = () => reject(signal?.aborted ? abortedError('A call of the secret vault', signal) : late());
      deadline.signal.addEventListener('abort', giveUp, { once: true });
    });
    const answer = async () => {
      try {
        return await call({ signal: deadline.signal });
      } catch (error) {
        throw recoded(error);
      }
    };
    try {
      return await Promise.race([givenUp, answer()]);
    } finally {
      clearTimeout(timer);
      unfollow?.();
    }
  };

  return {
    get currentKeyId() {
      return keys.currentKeyId;
    },

    async wrap(dataKey, context, signal) {
      const currentBefore = keys.currentKeyId;
      const wrapped = await ask((options) => keys.wrap(dataKey, context, options), signal);
      if (!isWrappedKey(wrapped)) {
        throw keyUnavailableError(
          'what it wrapped is of no use',
          'Look at `KeyEncryptionKeys` for what it has to give.',
        );
      }
      const { keyId, wrappedKey } = wrapped;
      // A rotation looks for what is not of the current id: under another name it would never end.
      if (keyId !== currentBefore && keyId !== keys.currentKeyId) {
        throw keyUnavailableError('it wrapped with another key', 'Make `wrap` answer with the id in `currentKeyId`.');
      }
      return { keyId, wrappedKey };
    },

    async unwrap(wrapped, context, signal) {
      const dataKey = await ask((options) => keys.unwrap(wrapped, context, options), signal);
      if (!(dataKey instanceof Uint8Array) || dataKey.length !== dataKeyLength) throw unreadableError();
      return dataKey;
    },
  };
}

function isWrappedKey(wrapped: WrappedKey | undefined): boolean {
  const { keyId, wrappedKey } = wrapped ?? {};
  const isId = typeof keyId === 'string' && keyId.length > 0 && keyId.length <= longestKeyId;
  return isId && wrappedKey instanceof Uint8Array && wrappedKey.length > 0 && wrappedKey.length <= longestWrappedKey;
}

/**
 * What was thrown may quote the data key, or the credentials of a service: none of it goes on that was not meant to.
 */
function recoded(error: unknown): Error {
  const meant: readonly string[] = ['SECRET_UNREADABLE', 'SECRET_KEY_UNAVAILABLE'];
  if (AuthError.isInstance(error) && meant.includes(error.code)) return error;
  return keyUnavailableError('what holds it failed', 'Try again; log within `wrap` and `unwrap` what they run into.');
}
