export { createStaticEmbedder, type StaticEmbedderOptions } from './create-static-embedder.js';
export { StaticEmbedderError, type StaticEmbedderErrorCode } from './errors.js';
export type { StaticEmbedder } from './static-embedder.js';
export type { StaticModel, StaticModelConfig } from './static-model.js';
