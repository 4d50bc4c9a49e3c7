import { createStaticEmbedder } from '@agentcards/embedder-static';

const embedder = await createStaticEmbedder();
const tools = ['refund_order: Give the money of an order back', 'forecast: Weather forecast for a city'];
const vectors = await embedder.embed(tools);

const question = embedder.embedText('reimburse a customer');
for (const [index, vector] of vectors.entries()) {
  const cosine = vector.reduce((sum, value, dimension) => sum + value * (question[dimension] ?? 0), 0);
  console.log(cosine.toFixed(2), tools[index]);
}
