import { AuthError } from '../errors/auth-error.js';

export function closedError(): AuthError {
  return new AuthError('CLOSED', 'The key-value store is closed.', {
    hint: 'Close it after everything that uses it.',
  });
}

export function notANumberError(): AuthError {
  return new AuthError('KV_FAILED', 'An entry that was to be incremented holds no whole number.', {
    hint: 'Use different keys for counters and for texts.',
  });
}

export function unreadableError(): AuthError {
  return new AuthError('KV_FAILED', 'What is stored under a key was not written by this adapter, or not completely.', {
    hint: 'Give the store a keyPrefix that nothing else in the database begins with.',
  });
}

/**
 * What a database answered instead of doing what it was asked. Without the error of its client as the cause, since that may
 * have the command with its keys and values in it.
 */
export function failedError(database: string, error: unknown, reason = reasonOf(error)): Error {
  if (AuthError.isInstance(error)) return error;
  return new AuthError('KV_FAILED', `${database} did not do what it was asked.`, {
    hint: 'The log of the database, or of its client, says why.',
    details: { reason },
  });
}

function reasonOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { readonly code?: unknown; readonly name?: unknown };
  if (typeof code === 'string' && /^[A-Z][A-Z\d_]{1,40}$/.test(code)) return code;
  return typeof name === 'string' && /^[A-Z]\w{1,40}$/i.test(name) ? name : 'unknown';
}
