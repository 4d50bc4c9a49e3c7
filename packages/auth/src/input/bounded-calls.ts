import { AuthError } from '../errors/auth-error.js';
import { type AuthErrorCode, authErrorCodes } from '../errors/auth-error-codes.js';

/**
 * Lets every call of a port end: one that takes longer fails, and whatever it fails with is an AuthError. What a call would
 * have done may happen all the same, later.
 * @param port How messages call it, such as `The user store`.
 * @param timeout Milliseconds; undefined for as long as it takes.
 */
export function boundedCalls(port: string, code: AuthErrorCode, timeout?: number | undefined) {
  return async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      if (timeout === undefined) return;
      timer = setTimeout(() => reject(new AuthError(code, `${port} did not answer within ${timeout} ms.`)), timeout);
    });
    try {
      return await Promise.race([call(), late]);
    } catch (error) {
      // What another adapter throws may hold what it was given, such as keys, which are half of what opens a session.
      throw isOurs(error) ? error : new AuthError(code, `${port} failed.`);
    } finally {
      clearTimeout(timer);
    }
  };
}

const known: ReadonlySet<string> = new Set(authErrorCodes);

/** An error of another of our packages, such as a store's, says nothing that the caller of a request can act on. */
function isOurs(error: unknown): boolean {
  return AuthError.isInstance(error) && known.has(error.code);
}
