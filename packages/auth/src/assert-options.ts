import { AuthError } from './errors/auth-error.js';
import type { AuthOptions } from './options.js';

const largest = Number.MAX_SAFE_INTEGER;

/** @throws AuthError `INVALID_INPUT`, naming the option */
export function assertAuthOptions(options: AuthOptions): void {
  const { github, sessions, returnPaths = [], cookiePrefix = 'agentcards', mode = 'github' } = options;
  if (mode !== 'github' && mode !== 'local') throw invalid('mode must be github or local');
  if (mode === 'local' && github) throw invalid('github has no use in local mode');
  if (!/^[A-Za-z0-9-]{1,64}$/.test(cookiePrefix)) throw invalid('cookiePrefix must be letters, digits and hyphens');
  if (!returnPaths.every((path) => /^\/(?![/\\])[\w\-./~]*\*?$/.test(path))) {
    throw invalid('returnPaths must be paths that begin with one slash and may end with /*');
  }
  for (const [name, value, most] of [
    ['sessions.maxPerUser', sessions?.maxPerUser, 100],
    ['sessions.maxAge', sessions?.maxAge, largest],
    ['hashConcurrency', options.hashConcurrency, 64],
    ['maxKeysPerUser', options.maxKeysPerUser, 10_000],
    ['kvTimeout', options.kvTimeout, 600_000],
    ['github.timeout', github?.timeout, 600_000],
  ] as const) {
    if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= most)) continue;
    throw invalid(`${name} must be a whole number from 1${most === largest ? '' : ` to ${most}`}`);
  }
  if (github === undefined) return;
  for (const name of ['clientId', 'clientSecret'] as const) {
    if (typeof github[name] !== 'string' || github[name] === '') throw invalid(`github.${name} must be given`);
  }
  for (const [name, url] of Object.entries(github.endpoints ?? {})) {
    if (url === undefined || isTrustworthy(url)) continue;
    throw invalid(`github.endpoints.${name} must be an https address, or http on a loopback host`);
  }
}

/** The client's secret and people's tokens go there. */
function isTrustworthy(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname));
}

function invalid(message: string): AuthError {
  return new AuthError('INVALID_INPUT', `${message}.`);
}
