import { AuthError } from '../errors/auth-error.js';

export function unreadableError(): AuthError {
  return new AuthError('SECRET_UNREADABLE', 'A secret is not as it was written, or was written under another key.', {
    hint: 'Set it anew; if many are concerned, check the key-encryption keys and who can write to the database.',
  });
}

export function keyUnavailableError(what: string, hint: string): AuthError {
  return new AuthError('SECRET_KEY_UNAVAILABLE', `The key-encryption key is unavailable: ${what}.`, { hint });
}

export function abortedError(what: string, signal: AbortSignal | undefined): AuthError {
  return new AuthError('ABORTED', `${what} was aborted.`, { cause: signal?.reason });
}
