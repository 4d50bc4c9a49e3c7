/** Vectors of texts by one model. A text is prepared first, all of a kind at once; then its vector is at hand. */
export interface TextVectors {
  readonly modelId: string;
  prepare(texts: readonly string[], kind: 'query' | 'document'): Promise<void>;
  /** @throws Error for a text that was not prepared. */
  vectorOf(text: string): Float32Array;
}
