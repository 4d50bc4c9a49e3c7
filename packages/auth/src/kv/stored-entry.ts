import { unreadableError } from './failures.js';
import type { Entry } from './steps.js';

/** The entry that an object is which was stored as one; undefined where nothing was. Throws `KV_FAILED` for all else. */
export function storedEntry(stored: unknown): Entry | undefined {
  if (stored === null || stored === undefined) return undefined;
  const { value, expiresAt } = stored as { readonly value?: unknown; readonly expiresAt?: unknown };
  if (typeof value !== 'string' || (expiresAt !== undefined && typeof expiresAt !== 'number')) throw unreadableError();
  return { value, expiresAt };
}
