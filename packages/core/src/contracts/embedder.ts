/** Turns texts into vectors of one length. Injected; AgentCards never loads a model by itself. */
export interface Embedder {
  /** Names model and variant; vectors of different ids are never compared. */
  readonly modelId: string;
  /** Length of every vector. */
  readonly dimensions: number;
  /** One vector a text, in the order of the texts. */
  embed(
    texts: readonly string[],
    options: { readonly signal?: AbortSignal | undefined; readonly kind: 'query' | 'document' },
  ): Promise<readonly (Float32Array | readonly number[])[]>;
}
