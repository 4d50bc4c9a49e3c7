import { createServer } from 'node:http';
import { createHttpEmbedder } from '@agentcards/core/http-embedder';

// In the place of a service: url 'https://api.openai.com/v1/embeddings', apiKey process.env.OPENAI_API_KEY.
const server = createServer((_, response) => response.end('{ "data": [{ "embedding": [3, 4] }] }')).listen();
const { port } = Object(server.address());

const embedder = createHttpEmbedder({
  url: `http://localhost:${port}/v1/embeddings`,
  model: 'text-embedding-3-small',
  dimensions: 2,
});
console.log(await embedder.embed(['refund an order'], { kind: 'query' }));
server.close();
