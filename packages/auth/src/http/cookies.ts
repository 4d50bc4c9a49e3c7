/** Longest `Cookie` header that is read: browsers send at most 4 KiB a cookie, and ours are short. */
const maxCookieHeader = 16_384;

export interface CookieOptions {
  /** Seconds until the browser forgets it; 0 makes it forget at once. */
  readonly maxAge: number;
  /** False only where a loopback address is served without TLS. */
  readonly isSecure: boolean;
}

/**
 * The values of a cookie. Several of one name mean that somebody has put one beside ours, and none of them is to be
 * believed: the caller gets all.
 */
export function cookieValues(header: string | null, name: string): readonly string[] {
  return pairsOf(header).flatMap(([key, value]) => (key === name ? [value] : []));
}

/** The names of all cookies, each once. Browsers send those of one path by age, the oldest first (RFC 6265, 5.4). */
export function cookieNames(header: string | null): readonly string[] {
  return [...new Set(pairsOf(header).map(([name]) => name))];
}

function pairsOf(header: string | null): readonly (readonly [name: string, value: string])[] {
  if (header === null || header.length > maxCookieHeader) return [];
  return header.split(';').flatMap((pair) => {
    const [name = '', ...value] = pair.split('=');
    return value.length > 0 ? [[name.trim(), value.join('=').trim()] as const] : [];
  });
}

/**
 * A `Set-Cookie` value. The prefix `__Host-` makes browsers refuse it from subdomains, from other paths and without TLS
 * (RFC 6265bis, 4.1.3.2); without TLS they would refuse ours too, so that it goes by its plain name there.
 */
export function setCookie(name: string, value: string, { maxAge, isSecure }: CookieOptions): string {
  const attributes = [`${name}=${value}`, 'Path=/', `Max-Age=${maxAge}`, 'HttpOnly', 'SameSite=Lax'];
  return [...attributes, ...(isSecure ? ['Secure'] : [])].join('; ');
}

export function cookieName(name: string, isSecure: boolean): string {
  return isSecure ? `__Host-${name}` : name;
}
