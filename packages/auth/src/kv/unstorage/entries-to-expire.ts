import { isInForce } from '../lifetime.js';

/** The entries that were written and are to be removed some time, since nobody else will. */
export interface EntriesToExpire {
  /** Notes when an entry ends; without an end it is none of them. */
  note(key: string, expiresAt: number | undefined): void;
  /** Some that have ended, to be removed: as many notes as there are, none is forgotten. */
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
      for (const [key, expiresAt] of [...firstTwo(ends)]) {
        ends.delete(key);
        if (isInForce({ expiresAt }, now)) ends.set(key, expiresAt);
        else ended.push(key);
      }
      return ended;
    },
  };
}

function* firstTwo(ends: ReadonlyMap<string, number>) {
  let count = 0;
  for (const entry of ends) {
    if (count++ === 2) return;
    yield entry;
  }
}
