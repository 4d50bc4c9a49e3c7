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
