import { invalidKey, type VerifiedApiKey } from './api-keys/verify-api-key.js';
import { AuthError } from './errors/auth-error.js';
import { assertNoCredentialInUrl } from './http/credential-in-url.js';
import { assertWithinLimits } from './http/request-limits.js';
import { isSameOrigin } from './http/same-origin.js';
import type { SiteCookie } from './http/site-cookies.js';
import { createPrincipal, type Principal } from './principal/principal.js';
import type { Sessions } from './sessions/sessions.js';

/** A request whose sender is known. */
export interface Authenticated {
  readonly principal: Principal;
  /**
   * The session's cookie where it changed. Whoever answers the request has to send it: the browser is signed out
   * otherwise.
   */
  readonly setCookie?: string | undefined;
}

/** The same before the cookie is changed. */
export interface Identified {
  readonly principal: Principal;
  /** Changes it: what is to be sent, or undefined where another request got it. The old one stays good until then. */
  readonly renew?: (() => Promise<string | undefined>) | undefined;
}

export interface AuthenticatorOptions {
  readonly origin: string;
  readonly sessionCookie: SiteCookie;
  readonly sessions: Sessions;
  readonly verifyKey: (key: string, network: string) => Promise<VerifiedApiKey>;
}

/** Finds out who sent a request, by its API key where it has one, by its session's cookie otherwise. */
export function createAuthenticator(options: AuthenticatorOptions) {
  return async (request: Request, network: string): Promise<Identified> => {
    assertWithinLimits(request);
    assertNoCredentialInUrl(request.url);
    const key = apiKeyOf(request.headers);
    if (key !== undefined) {
      const { key: record, user } = await options.verifyKey(key, network);
      return { principal: createPrincipal('api-key', user, record.id, record.scopes) };
    }
    const cookies = options.sessionCookie.valuesOf(request);
    const [cookie] = cookies;
    if (cookie === undefined) {
      throw new AuthError('AUTH_REQUIRED', 'Nobody is signed in, and there is no API key.', {
        hint: 'Sign in, or send an API key as `Authorization: Bearer …`.',
      });
    }
    assertSameOrigin(request, options.origin);
    const session = cookies.length === 1 ? await options.sessions.authenticate(cookie) : undefined;
    if (session === undefined) throw sessionEnded();
    const { user, sessionId, renew } = session;
    const principal = createPrincipal('session', user, sessionId);
    if (renew === undefined) return { principal };
    return {
      principal,
      async renew() {
        const value = await renew();
        return value === undefined ? undefined : options.sessionCookie.keep(value);
      },
    };
  };
}

/**
 * Changes the cookie at once, for whoever answers the request by themselves.
 * @throws AuthError `SESSION_INVALID` where another request with the same cookie got the new one
 */
export async function renewed({ principal, renew }: Identified): Promise<Authenticated> {
  if (renew === undefined) return { principal };
  const setCookie = await renew();
  if (setCookie === undefined) throw sessionEnded();
  return { principal, setCookie };
}

function sessionEnded(): AuthError {
  return new AuthError('SESSION_INVALID', 'The session has ended.', { hint: 'Sign in again.' });
}

/** @throws AuthError `CSRF_REJECTED` */
export function assertSameOrigin(request: Request, origin: string): void {
  if (isSameOrigin(request, origin)) return;
  throw new AuthError('CSRF_REJECTED', 'The request did not come from a page of this site.', {
    hint: 'Requests that change something need Sec-Fetch-Site: same-origin or an Origin header of this site.',
  });
}

/** @throws AuthError `API_KEY_INVALID` for credentials of another kind, and where two headers differ */
function apiKeyOf(headers: Headers): string | undefined {
  const authorization = headers.get('authorization');
  const plain = headers.get('x-api-key');
  if (authorization === null) return plain ?? undefined;
  const [, bearer] = /^bearer +(\S+)$/i.exec(authorization) ?? [];
  if (bearer === undefined || (plain !== null && plain !== bearer)) throw invalidKey();
  return bearer;
}
