/** A number that was learned. */
export interface AdaptiveValue {
  readonly key: string;
  /** Finite, of single precision: what is not is rounded to it (`Math.fround`). */
  readonly value: number;
  readonly updatedAt: Date;
  /** From how many observations it was learned: a whole number from 0 to 2³¹ − 1. */
  readonly samples: number;
}

/** Numbers that were learned and are adapted further, by key. */
export interface AdaptiveConfigStore {
  /** Those whose key starts with `prefix`, in any order. */
  read(prefix: string): Promise<AdaptiveValue[]>;
  /**
   * Puts these values, whose keys start with `prefix`, in the place of all those whose keys do, in one transaction; of
   * equal keys the last holds. What was learned together is thus never read in part.
   */
  replace(prefix: string, values: readonly AdaptiveValue[]): Promise<void>;
}
