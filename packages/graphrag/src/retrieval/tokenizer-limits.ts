/** Bounds that keep every text, whatever its size, at a bounded cost. */
export const tokenizerLimits = {
  /** Characters of a text that are read. */
  textLength: 16_384,
  /** Characters of a word that are read; longer runs are data, not words. */
  wordLength: 64,
  /** Words whose terms a tokenizer remembers. */
  cacheSize: 20_000,
} as const;
