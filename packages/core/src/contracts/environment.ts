/** Milliseconds since the epoch. `Date` itself is one. */
export interface Clock {
  now(): number;
}

/** A number in [0, 1). `Math.random` is one. */
export type Random = () => number;
