import { AuthError } from '../errors/auth-error.js';
import type { AuthErrorCode } from '../errors/auth-error-codes.js';

/**
 * Lets every call of a port end: one that takes longer fails, and whatever it fails with is an AuthError. What a call would
 * have done may happen all the same, later.
 * @param port How messages call it, such as `The user store`.
 * @param timeout Milliseconds.
 */
export function boundedCalls(port: string, code: AuthErrorCode, timeout: number) {
  return async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new AuthError(code, `${port} did not answer within ${timeout} ms.`)), timeout);
    });
    try {
      return await Promise.race([call(), late]);
    } catch (error) {
      // What another adapter throws may hold what it was given, such as keys, which are half of what opens a session.
      throw AuthError.isInstance(error) ? error : new AuthError(code, `${port} failed.`);
    } finally {
      clearTimeout(timer);
    }
  };
}
