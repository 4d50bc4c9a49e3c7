import type { Expiry } from '../contracts/key-value-store.js';

/** Whether an entry is there at `now`: it is gone at its `expiresAt`, and the more so when that is no number. */
export function isInForce({ expiresAt }: Expiry, now: number): boolean {
  return expiresAt === undefined || now < expiresAt;
}
