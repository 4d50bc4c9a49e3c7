import { createStaticEmbedder } from '/package/dist/index.js';

self.onmessage = async ({ data: { model, texts } }) => {
  const embedder = await createStaticEmbedder({ model });
  self.postMessage(await embedder.embed(texts));
};
