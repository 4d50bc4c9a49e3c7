import type { PasswordHasher } from './api-keys/password-hasher.js';
import { AuthError } from './errors/auth-error.js';
import type { AllowList } from './github/allow-list.js';
import type { GitHubEndpoints } from './github/github-client.js';
import type { Admins } from './github/sign-in.js';
import {
  are,
  assertMembers,
  type Checks,
  elsewhere,
  invalid,
  isBoolean,
  isClock,
  isFilledText,
  isFunction,
  isListOf,
  isObjectOf,
  isOneOf,
  isPort,
  isText,
  isWholeNumber,
  optional,
} from './input/check.js';
import { isKeyValueStore, isUserStore } from './input/ports.js';
import type { AuthOptions, GitHubOptions, RateLimits } from './options.js';
import { isAddressOrRange } from './rate-limit/address-ranges.js';
import { rateLimitChecks } from './rate-limit/rate-limiter.js';
import type { SessionOptions } from './sessions/sessions.js';

const longestTimeout = 600_000;

const isGitHubId = are('a numeric id, as text', (value) => typeof value === 'string' && /^\d{1,20}$/.test(value));
const isEmailOrDomain = are(
  'an address, or @ and a domain',
  (value) => typeof value === 'string' && /^[^\s@]*@[^\s@]+$/.test(value),
);
const isEndpoint = are('an https address, or http on a loopback host', isTrustworthy);
const isCookiePrefix = are(
  '1 to 64 letters, digits and hyphens',
  (value) => typeof value === 'string' && /^[A-Za-z0-9-]{1,64}$/.test(value),
);
const isReturnPath = are(
  'a path that begins with one slash and may end with /*',
  (value) => typeof value === 'string' && /^\/(?![/\\])[\w\-./~]*\*?$/.test(value),
);
const isRateLimit = isObjectOf(rateLimitChecks);

const isAllowList = isObjectOf<AllowList>({
  logins: optional(isListOf(isFilledText)),
  ids: optional(isListOf(isGitHubId)),
  organizations: optional(isListOf(isFilledText)),
  emails: optional(isListOf(isEmailOrDomain)),
});

const gitHubChecks: Checks<GitHubOptions> = {
  clientId: isFilledText,
  clientSecret: isFilledText,
  allow(value, path) {
    if (value === 'anyone') return;
    if (value === undefined) throw invalid(path, "given: lists of who may sign in, or 'anyone'");
    isAllowList(value, path);
  },
  admins: optional(
    isObjectOf<Admins>({
      logins: optional(isListOf(isFilledText)),
      ids: optional(isListOf(isGitHubId)),
      firstUser: optional(isBoolean),
    }),
  ),
  endpoints: optional(
    isObjectOf<GitHubEndpoints>({
      authorizeUrl: optional(isEndpoint),
      tokenUrl: optional(isEndpoint),
      apiUrl: optional(isEndpoint),
    }),
  ),
  timeout: optional(isWholeNumber(1, longestTimeout)),
  fetch: optional(isFunction),
  onSignIn: optional(isFunction),
};

const checks: Checks<AuthOptions> = {
  baseUrl: elsewhere,
  mountPath: optional(isText),
  mode: optional(isOneOf('github', 'local')),
  github: optional(isObjectOf(gitHubChecks)),
  kv: optional(isKeyValueStore),
  kvTimeout: optional(isWholeNumber(1, longestTimeout)),
  users: optional(isUserStore),
  usersTimeout: optional(isWholeNumber(1, longestTimeout)),
  returnPaths: optional(isListOf(isReturnPath)),
  sessions: optional(
    isObjectOf<SessionOptions>({ maxPerUser: optional(isWholeNumber(1, 100)), maxAge: optional(isWholeNumber(1)) }),
  ),
  cookiePrefix: optional(isCookiePrefix),
  rateLimits: optional(
    isObjectOf<RateLimits>({
      keyByAddress: optional(isRateLimit),
      keyByPrefix: optional(isRateLimit),
      signInByAddress: optional(isRateLimit),
    }),
  ),
  trustedProxies: optional(isListOf(isAddressOrRange)),
  hasher: optional(isPort<PasswordHasher>('a PasswordHasher', 'hash', 'verify', 'needsRehash')),
  hashConcurrency: optional(isWholeNumber(1, 64)),
  maxKeysPerUser: optional(isWholeNumber(1, 10_000)),
  onEvent: optional(isFunction),
  onError: optional(isFunction),
  clock: optional(isClock),
  randomBytes: optional(isFunction),
};

/**
 * Refuses what `createAuth` cannot do as it is meant. A misspelt option would count as one that was left out, and those
 * that say who may come in let in more where they are absent.
 * @throws AuthError `INVALID_INPUT`, naming the option
 */
export function assertAuthOptions(options: AuthOptions): void {
  assertMembers('The options of createAuth', options, checks);
  const { mode, github } = options;
  if (mode === 'local' && github) throw new AuthError('INVALID_INPUT', 'github has no use in local mode.');
  const { logins, ids, firstUser } = github?.admins ?? {};
  if (github?.allow === 'anyone' && (logins ?? ids ?? firstUser) === undefined) {
    throw new AuthError('INVALID_INPUT', "github.admins must be given where github.allow is 'anyone'.", {
      hint: 'Otherwise whoever comes first is the administrator. Where that is meant, say `admins: { firstUser: true }`.',
    });
  }
}

/** The client's secret and people's tokens go there. */
function isTrustworthy(url: unknown): boolean {
  if (typeof url !== 'string' || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname));
}
