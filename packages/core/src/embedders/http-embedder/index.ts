export { createHttpEmbedder } from './create-http-embedder.js';
export type { HttpEmbedderOptions } from './http-embedder-options.js';
