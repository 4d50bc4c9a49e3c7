import type { Expiry } from '../contracts/key-value-store.js';
import { AuthError } from '../errors/auth-error.js';

/** Whether an entry is there at `now`. */
export function isInForce({ expiresAt }: Expiry, now: number): boolean {
  return expiresAt === undefined || now < expiresAt;
}

/** When an entry ends, undefined where it never does. Throws `INVALID_INPUT` where that is no number. */
export function endOf({ expiresAt }: Expiry = {}): number | undefined {
  if (expiresAt === undefined || Number.isFinite(expiresAt)) return expiresAt;
  throw new AuthError('INVALID_INPUT', 'expiresAt has to be a finite number of milliseconds since the epoch.');
}

/** How far clocks may be apart, or go back, before a database drops what is still in force. */
const slack = 60_000;
const longest = 100 * 365 * 86_400_000;

/**
 * After how many milliseconds a database may drop an entry by a clock of its own, undefined where it has to keep it. It
 * only clears away: whether an entry has expired is decided by whoever reads it.
 */
export function garbageAfter(expiresAt: number | undefined, now: number): number | undefined {
  const left = Math.max(0, Math.ceil((expiresAt ?? Number.POSITIVE_INFINITY) - now));
  return left > longest ? undefined : left + slack;
}
