/**
 * Turns texts into vectors by adding up the vectors of their tokens. Fits the `Embedder` of @agentcards/core by its
 * shape.
 */
export interface StaticEmbedder {
  readonly modelId: string;
  /** Length of every vector. */
  readonly dimensions: number;
  /**
   * One vector a text, in the order of the texts; queries and documents are treated alike. After every 15 ms
   * of work others get their turn.
   * @throws the reason of the signal, as soon as it is aborted; StaticEmbedderError `INVALID_INPUT` for what is no text
   */
  embed(
    texts: readonly string[],
    options?: { readonly signal?: AbortSignal | undefined; readonly kind?: 'query' | 'document' | undefined },
  ): Promise<Float32Array[]>;
  /**
   * The vector of the first 512 tokens of a text, of unit norm; zeros for a text without any token that the model
   * knows, such as an empty one, for it points nowhere.
   * @throws StaticEmbedderError `INVALID_INPUT` for what is no text
   */
  embedText(text: string): Float32Array;
}
