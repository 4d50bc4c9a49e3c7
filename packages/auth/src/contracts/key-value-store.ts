/** When an entry ends: at this moment it is gone, for whoever reads by the same clock. */
export interface Expiry {
  /** Milliseconds since the epoch. @default never */
  readonly expiresAt?: number | undefined;
}

/**
 * Where what is short-lived is kept: sessions, pending sign-ins, counters. Keys and values are any text without lone
 * surrogates: keys of up to 512 UTF-8 bytes that differ in one character are different keys, and values of up to 16 KiB
 * come back equal. What is in one store is in no other, though they share a database.
 *
 * Every method is one atomic step: of callers at the same time each sees the state before or after another's step, never
 * the middle of one. An entry is absent for every method from the moment `expiresAt` on, by the clock that the adapter
 * was given. A call that fails rejects with `KV_FAILED` and may or may not have had its effect; it never answers as
 * though the entry were absent. The text of keys and values is in no error.
 */
export interface KeyValueStore {
  readonly specificationVersion: 1;
  /**
   * Between whom the methods are atomic: `shared` between all processes that use the same database, `process` only
   * between callers of this object, so that a second process breaks the promises of whoever relies on them.
   */
  readonly atomicity: 'shared' | 'process';
  /** The value, or undefined where there is none. */
  get(key: string): Promise<string | undefined>;
  /** Writes the value and its expiry in the place of what is there; without `expiresAt` it stays for good. */
  set(key: string, value: string, expiry?: Expiry): Promise<void>;
  /** Removes the entry. True where there was one. */
  delete(key: string): Promise<boolean>;
  /** Gets the value and removes the entry: of callers at the same time one gets it. */
  take(key: string): Promise<string | undefined>;
  /**
   * Adds one to the whole number that is stored, 0 where there is none, and returns the sum. The expiry is settled by the
   * call that creates the entry; later ones do not move it. An entry that holds no whole number rejects with `KV_FAILED`.
   * `get` reads the number as decimal text.
   */
  increment(key: string, expiry?: Expiry): Promise<number>;
  /** Writes only where there is no entry: of callers at the same time one writes, and is told so by true. */
  setIfAbsent(key: string, value: string, expiry?: Expiry): Promise<boolean>;
  /**
   * Lets go of what the adapter itself holds; the client that it was given stays open. Every call after it rejects with
   * `CLOSED`. Idempotent.
   */
  close(): Promise<void>;
}
