import type { Clock } from '../contracts/environment.js';
import type { ApiKeyRecord, UserRecord } from '../contracts/user-store.js';

/** A key that the slow hasher found right. */
export interface VerifiedKey {
  readonly key: ApiKeyRecord;
  readonly user: UserRecord;
  readonly verifiedAt: number;
}

const maxEntries = 10_000;

/**
 * Keys that were verified a moment ago, by their keyed hash: nobody who reads this process's memory finds a key in it. Bounded;
 * the one that was verified longest ago goes first.
 */
export function createVerifiedKeys({ clock, freshFor }: { readonly clock: Clock; readonly freshFor: number }) {
  const entries = new Map<string, VerifiedKey>();
  // Moves on whenever something is dropped: what was read before that is not to be remembered after it.
  let generation = 0;

  const dropWhere = (isMeant: (entry: VerifiedKey) => boolean) => {
    generation++;
    for (const [hash, entry] of entries) if (isMeant(entry)) entries.delete(hash);
  };

  return {
    get generation() {
      return generation;
    },
    get(hash: string): VerifiedKey | undefined {
      const entry = entries.get(hash);
      if (entry === undefined) return undefined;
      const age = clock.now() - entry.verifiedAt;
      // Below zero the clock has gone backwards: nothing says how long ago it was.
      if (age >= 0 && age < freshFor) return entry;
      entries.delete(hash);
      return undefined;
    },
    add(hash: string, entry: VerifiedKey, readIn: number): void {
      if (readIn !== generation) return;
      entries.delete(hash);
      entries.set(hash, entry);
      if (entries.size > maxEntries) for (const first of entries.keys()) return void entries.delete(first);
    },
    dropKey: (id: string) => dropWhere(({ key }) => key.id === id),
    dropUser: (userId: string) => dropWhere(({ user }) => user.id === userId),
  };
}

export type VerifiedKeys = ReturnType<typeof createVerifiedKeys>;
