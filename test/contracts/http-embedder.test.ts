import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { testEmbedder } from '@agentcards/conformance/vitest';
import { createHttpEmbedder } from '@agentcards/core/http-embedder';
import { afterAll, beforeAll } from 'vitest';

const dimensions = 64;
let server: Server;

/** Counts pairs of characters, and refuses what real endpoints refuse: empty texts, long ones, half characters. */
beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request.on('error', () => {})) chunks.push(chunk);
    const { input }: { input: string[] } = JSON.parse(Buffer.concat(chunks).toString());
    if (input.some((text) => text.trim() === '' || text.length > 10_000 || /\p{Surrogate}/u.test(text))) {
      return response.writeHead(400).end();
    }
    const data = input.map((text, index) => ({ index, embedding: pairCounts(text) }));
    response.end(JSON.stringify({ data: data.reverse() }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

testEmbedder(
  () =>
    createHttpEmbedder({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/embeddings`,
      model: 'pairs of characters',
      dimensions,
    }),
  { title: 'an embedder behind HTTP', capabilities: ['cancellation'] },
);

function pairCounts(text: string): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  for (let index = 0; index < text.length; index += 1) {
    vector[(text.charCodeAt(index) * 31 + (text.charCodeAt(index + 1) || 0)) % dimensions]! += 1;
  }
  return vector;
}
