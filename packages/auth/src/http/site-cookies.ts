import { namespaces } from '../namespaces.js';
import type { Site } from '../site.js';
import { cookieName, cookieValues, setCookie } from './cookies.js';

/** One cookie of a gateway: how it is called there, read and written. */
export interface SiteCookie {
  /** All values that a request has of it. */
  valuesOf(request: Request): readonly string[];
  /** The `Set-Cookie` value by which a browser keeps it. */
  keep(value: string): string;
  /** The one by which a browser forgets it. */
  forget(): string;
}

export function createSiteCookies({ isSecure }: Site, prefix: string) {
  const cookie = (purpose: string, ttl: number): SiteCookie => {
    const name = cookieName(`${prefix}-${purpose}`, isSecure);
    return {
      valuesOf: (request) => cookieValues(request.headers.get('cookie'), name),
      keep: (value) => setCookie(name, value, { maxAge: ttl / 1_000, isSecure }),
      forget: () => setCookie(name, '', { maxAge: 0, isSecure }),
    };
  };
  return { session: cookie('session', namespaces.session.ttl), signIn: cookie('sign-in', namespaces.pending.ttl) };
}

export type SiteCookies = ReturnType<typeof createSiteCookies>;
