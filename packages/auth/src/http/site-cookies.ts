import { encodeBase64Url } from '../crypto/base64url.js';
import { sha256 } from '../crypto/sha256.js';
import { namespaces } from '../namespaces.js';
import type { Site } from '../site.js';
import { cookieName, cookieNames, cookieValues, setCookie } from './cookies.js';

/** One cookie of a gateway: how it is called there, read and written. */
export interface SiteCookie {
  /** All values that a request has of it. */
  valuesOf(request: Request): readonly string[];
  /** The `Set-Cookie` value by which a browser keeps it. */
  keep(value: string): string;
  /** The one by which a browser forgets it. */
  forget(): string;
}

/** How many sign-ins a browser may have open at once: its cookies have to fit in the header of every request. */
const mostSignIns = 10;

export function createSiteCookies({ isSecure }: Site, prefix: string) {
  const nameOf = (purpose: string) => cookieName(`${prefix}-${purpose}`, isSecure);
  const forget = (name: string) => setCookie(name, '', { maxAge: 0, isSecure });
  const cookie = (name: string, ttl: number): SiteCookie => ({
    valuesOf: (request) => cookieValues(request.headers.get('cookie'), name),
    keep: (value) => setCookie(name, value, { maxAge: ttl / 1_000, isSecure }),
    forget: () => forget(name),
  });
  const signIns = nameOf('sign-in-');
  // To the letter: of what else stands in a request nothing becomes a header.
  const isOfSignIn = (name: string) => name.startsWith(signIns) && /^[\w-]{16}$/.test(name.slice(signIns.length));

  return {
    session: cookie(nameOf('session'), namespaces.session.ttl),
    /** The cookie of the sign-in with this state: each has its own, so that tabs do not take each other's. */
    async signIn(state: string): Promise<SiteCookie> {
      const digest = encodeBase64Url(await sha256(state));
      return cookie(signIns + digest.slice(0, 16), namespaces.pending.ttl);
    },
    /** The `Set-Cookie` values by which a browser forgets its oldest sign-ins, where another one would be too many. */
    forgetOldestSignIns(request: Request): readonly string[] {
      const open = cookieNames(request.headers.get('cookie')).filter(isOfSignIn);
      return open.slice(0, Math.max(0, open.length + 1 - mostSignIns)).map(forget);
    },
  };
}

export type SiteCookies = ReturnType<typeof createSiteCookies>;
