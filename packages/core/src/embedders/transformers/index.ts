export { createTransformersEmbedder } from './create-transformers-embedder.js';
export { type KnownModel, knownModels } from './known-models.js';
export type { TransformersEmbedder } from './transformers-embedder.js';
export type {
  Dtype,
  ModelFileProgress,
  Pooling,
  TransformersEmbedderOptions,
} from './transformers-embedder-options.js';
export type {
  TransformersLibrary,
  TransformersLoadOptions,
  TransformersModel,
  TransformersTensor,
  TransformersTokenizer,
} from './transformers-library.js';
