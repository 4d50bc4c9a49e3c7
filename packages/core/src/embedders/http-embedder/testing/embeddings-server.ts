import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface EmbeddingsRequest {
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: {
    readonly model: string;
    readonly input: readonly string[];
    readonly dimensions?: number;
    readonly encoding_format?: string;
  };
}

export type Handler = (request: EmbeddingsRequest, response: ServerResponse, number: number) => void;

/** Length of the vectors that these servers make. */
export const dimensions = 8;

/** A real HTTP server on a free port that answers as it is told, and keeps what it was asked. */
export async function startEmbeddingsServer(handler: Handler = answerWell) {
  const requests: EmbeddingsRequest[] = [];
  const server = createServer(async (incoming, response) => {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk);
      const body = JSON.parse(Buffer.concat(chunks).toString());
      const request = { url: incoming.url ?? '', headers: incoming.headers, body };
      handler(request, response, requests.push(request));
    } catch {
      // The client has gone before its request was read.
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/embeddings`,
    requests,
    connections: () =>
      new Promise<number>((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What a text's vector is, before it is scaled: counts of its characters. */
export function rawVector(text: string): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  for (const character of text) vector[character.codePointAt(0)! % dimensions]! += 1;
  return vector;
}

export const answerWell: Handler = ({ body }, response) => {
  sendJson(response, { data: body.input.map((text, index) => ({ index, embedding: rawVector(text) })) });
};

export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
