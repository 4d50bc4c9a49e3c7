import type { Identified } from './authenticate.js';
import { AuthError } from './errors/auth-error.js';
import { createPrincipal } from './principal/principal.js';
import { parseIpAddress } from './rate-limit/ip-address.js';
import { isLoopbackHost } from './site.js';

/** Who the one user of local mode is: the same everywhere, so that data finds its owner again. */
const localUser = { id: '00000000-0000-4000-8000-000000000001', username: 'local', role: 'admin' } as const;

/**
 * Whoever is at this machine. The socket has to be a loopback one, no proxy may stand between, the request has to be meant for a
 * loopback name (another site's name can be made to point here), and no page of another site may have made it.
 * @throws AuthError `LOCAL_MODE_REFUSED`
 */
export function authenticateLocally(request: Request, remoteAddress: string | undefined): Identified {
  const { headers } = request;
  const address = parseIpAddress(remoteAddress ?? '')?.text;
  const host = headers.get('host') ?? new URL(request.url).host;
  const isProxied = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => headers.has(name));
  const site = headers.get('sec-fetch-site') ?? 'none';
  const from = headers.get('origin');
  const isForeign = (site !== 'none' && site !== 'same-origin') || (from !== null && !isOriginOf(from, host));
  if (isLoopbackAddress(address) && isLoopbackHost(host) && !isProxied && !isForeign) {
    return { principal: createPrincipal('local', localUser, null) };
  }
  throw new AuthError('LOCAL_MODE_REFUSED', 'In local mode only programs and pages of this machine are answered.', {
    hint: 'Connect to localhost directly, or set up GitHub sign-in and API keys.',
  });
}

function isLoopbackAddress(address: string | undefined): boolean {
  return address !== undefined && (address === '::1' || address.startsWith('127.'));
}

function isOriginOf(origin: string, host: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}
