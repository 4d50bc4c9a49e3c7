/**
 * Turns texts into vectors of one length. Injected; AgentCards never loads a model by itself.
 *
 * The same text gives the same vector, alone or in a batch. Vectors are compared by cosine, so they need no unit norm.
 * A vector without length (all zero) is allowed, for a text that says nothing to the model: it is near to nothing.
 */
export interface Embedder {
  /** Names model and variant; vectors of different ids are never compared. */
  readonly modelId: string;
  /** Length of every vector. */
  readonly dimensions: number;
  /**
   * One vector of finite numbers a text, in the order of the texts; for no texts, no vectors. A text may be empty or
   * longer than the model reads. Whoever rejects, or gives something else, is called again.
   *
   * `kind` tells apart what is looked for and what is found, for models that treat them differently. When `signal`
   * aborts, the call rejects with its reason, or with an error that it caused; of one that cannot, the work goes on, and
   * nobody waits for it any more. Calls may overlap, and one that fails or is aborted leaves the others as they are.
   * What it has handed out is the caller's.
   */
  embed(
    texts: readonly string[],
    options: { readonly signal?: AbortSignal | undefined; readonly kind: 'query' | 'document' },
  ): Promise<readonly (Float32Array | readonly number[])[]>;
}
