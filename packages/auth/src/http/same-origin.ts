const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request that carries a cookie may change something: either its method changes nothing, or the browser says
 * that a page of this origin made it. `Sec-Fetch-Site` is believed first, since pages cannot set it; `Origin` has to agree
 * where it is sent, and decides where `Sec-Fetch-Site` is not (browsers before 2023). A request with neither is refused:
 * no browser of today sends one. The whole table is in docs/security.md.
 */
export function isSameOrigin(request: Pick<Request, 'method' | 'headers'>, origin: string): boolean {
  // The handshake of a WebSocket is a GET that opens far more than a page can read.
  if (safeMethods.has(request.method) && !request.headers.has('upgrade')) return true;
  const site = request.headers.get('sec-fetch-site');
  const from = request.headers.get('origin');
  if (from !== null && from !== origin) return false;
  return site === null ? from !== null : site === 'same-origin';
}
