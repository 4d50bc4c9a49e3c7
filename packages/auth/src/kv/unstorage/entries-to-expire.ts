import { isInForce } from '../lifetime.js';

/** The entries that were written and are to be removed some time, since nobody else will. */
export interface EntriesToExpire {
  /** Notes when an entry ends; without an end it is none of them. */
  note(key: string, expiresAt: number | undefined): void;
  /** Some that have ended by now, to be removed; they are not named again. */
  ended(now: number): readonly string[];
}

/** Looks at two with every call, one after the other: so there are never many more than are in force. */
export function createEntriesToExpire(): EntriesToExpire {
  const ends = new Map<string, number>();
  return {
    note(key, expiresAt) {
      ends.delete(key);
      if (expiresAt !== undefined) ends.set(key, expiresAt);
    },
    ended(now) {
      const ended: string[] = [];
      const entries = ends.entries();
      for (let looked = 0; looked < 2; looked++) {
        const [key, expiresAt] = entries.next().value ?? [];
        if (key === undefined || expiresAt === undefined) break;
        ends.delete(key);
        if (isInForce({ expiresAt }, now)) ends.set(key, expiresAt);
        else ended.push(key);
      }
      return ended;
    },
  };
}
