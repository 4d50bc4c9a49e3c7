/** Milliseconds since the epoch. `Date` itself is one. */
export interface Clock {
  now(): number;
}

/** Fills an array with unpredictable bytes, as `crypto.getRandomValues` does. Tests give a seeded one. */
export type RandomBytes = (length: number) => Uint8Array<ArrayBuffer>;
