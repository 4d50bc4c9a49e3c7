import { createTransformersEmbedder } from '@agentcards/core/transformers';

const embedder = await createTransformersEmbedder({
  model: 'Xenova/all-MiniLM-L6-v2',
  cacheDir: './models',
  allowRemote: true,
  onProgress: ({ file, loaded, total }) =>
    file.endsWith('.onnx') && console.log(`${file}: ${loaded} of ${total} bytes`),
});
const vectors = await embedder.embed(['refund an order', 'weather forecast'], { kind: 'query' });
console.log(
  embedder.modelId,
  vectors.map(({ length }) => length),
);
await embedder.close();
