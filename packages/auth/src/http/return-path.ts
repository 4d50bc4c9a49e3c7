import { AuthError } from '../errors/auth-error.js';

/** Where a URL parser sees a host, a scheme or nothing: no path that we send a browser to has them. */
const plainPath = /^\/(?![/\\])[A-Za-z0-9\-._~!$&'()*+,;=:@%/?]*$/;
const longestPath = 1_024;

/**
 * The path to which a browser goes after sign-in, if it is one of ours. What is not exactly of the allow-list's form is
 * refused rather than mended: each mending of such URLs has been got round.
 * @param allowed Paths to the letter, or ending in `/*` for all below. The query is free.
 * @throws AuthError `RETURN_PATH_INVALID`
 */
export function returnPath(path: string | null, allowed: readonly string[], origin: string): string {
  if (path === null || path === '') return allowed.find((each) => !each.endsWith('*')) ?? '/';
  if (path.length <= longestPath && plainPath.test(path)) {
    const url = URL.canParse(path, origin) ? new URL(path, origin) : undefined;
    // What the parser makes of it has to be what was asked for: no dots, no second host.
    if (url?.origin === origin && url.pathname + url.search === path && isAllowed(url.pathname, allowed)) return path;
  }
  throw new AuthError('RETURN_PATH_INVALID', 'The path to return to after sign-in is not one that is allowed.', {
    hint: 'Name it in `returnPaths`, without a host and without a fragment.',
  });
}

function isAllowed(pathname: string, allowed: readonly string[]): boolean {
  // An encoded slash, backslash or dot can mean another path to what serves it.
  if (/%(?:2f|5c|2e|00)/i.test(pathname) || pathname.includes('//')) return false;
  return allowed.some((each) => (each.endsWith('/*') ? pathname.startsWith(each.slice(0, -1)) : pathname === each));
}
