// What it makes can be named without the main entry.
export type { Embedder } from '../../contracts/embedder.js';
export { createHttpEmbedder } from './create-http-embedder.js';
export type { HttpEmbedderOptions } from './http-embedder-options.js';
