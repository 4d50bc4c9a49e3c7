import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

/** Answers a web-standard request, whose sender is at an address. */
export type Answer = (request: Request, remoteAddress: string | undefined) => Promise<Response>;

/** A server of `node:http` for a function from `Request` to `Response`. */
export function createHttpServer(baseUrl: () => string, answer: Answer): Server {
  return createServer(async (incoming, outgoing) => {
    try {
      const response = await answer(requestOf(incoming, outgoing, baseUrl()), incoming.socket.remoteAddress);
      // `Set-Cookie` is the one header that may be there several times.
      outgoing.writeHead(response.status, [
        ...[...response.headers].filter(([name]) => name !== 'set-cookie').flat(),
        ...response.headers.getSetCookie().flatMap((cookie) => ['set-cookie', cookie]),
      ]);
      outgoing.end(Buffer.from(await response.arrayBuffer()));
    } catch {
      outgoing.writeHead(500).end();
    }
  });
}

function requestOf(incoming: IncomingMessage, outgoing: ServerResponse, baseUrl: string): Request {
  const { method = 'GET', rawHeaders } = incoming;
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at]!, rawHeaders[at + 1]!);
  const gone = new AbortController();
  outgoing.on('close', () => gone.abort());
  const body = method === 'GET' || method === 'HEAD' ? null : (Readable.toWeb(incoming) as ReadableStream);
  return new Request(new URL(incoming.url ?? '/', baseUrl), {
    method,
    headers,
    body,
    signal: gone.signal,
    ...(body && { duplex: 'half' }),
  });
}
