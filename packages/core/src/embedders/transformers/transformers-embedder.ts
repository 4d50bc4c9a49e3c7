import type { Embedder } from '../../contracts/embedder.js';

/** An embedder that holds a model in memory until it is closed. */
export interface TransformersEmbedder extends Embedder {
  /** Frees the model after the calls under way. Calls after it reject with `CLOSED`. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
