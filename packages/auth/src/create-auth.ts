import { createApiKeys } from './api-keys/api-keys.js';
import { argon2Hasher } from './api-keys/argon2-hasher.js';
import { createSemaphore } from './api-keys/semaphore.js';
import { createVerifiedKeys } from './api-keys/verified-keys.js';
import { createApiKeyVerifier, rateLimited } from './api-keys/verify-api-key.js';
import { assertAuthOptions } from './assert-options.js';
import type { AuditEvent, AuditFacts } from './audit-events.js';
import type { Auth, RequestContext } from './auth.js';
import { createAuthenticator, type Identified, renewed } from './authenticate.js';
import { createKeyedHash } from './crypto/keyed-hash.js';
import { platformRandomBytes } from './crypto/random.js';
import { AuthError } from './errors/auth-error.js';
import { createGitHubClient } from './github/github-client.js';
import { createPendingSignIns } from './github/pending-sign-ins.js';
import { createGitHubSignIn } from './github/sign-in.js';
import { errorResponse, isAnswer } from './http/responses.js';
import { createRoutes } from './http/routes.js';
import { createSiteCookies } from './http/site-cookies.js';
import { isText } from './input/check.js';
import { createMemoryKeyValueStore } from './kv/memory-key-value-store.js';
import { withDeadline } from './kv/with-deadline.js';
import { authenticateLocally } from './local-mode.js';
import type { AuthOptions } from './options.js';
import { requireRole } from './principal/principal.js';
import { parseAddressRanges } from './rate-limit/address-ranges.js';
import { addressOf, networkOf } from './rate-limit/client-address.js';
import { createRateLimiter } from './rate-limit/rate-limiter.js';
import { createSessions } from './sessions/sessions.js';
import { parseSite } from './site.js';
import { createMemoryUserStore } from './users/memory-user-store.js';
import { createUserVerbs } from './users/user-verbs.js';
import { withDeadline as usersWithDeadline } from './users/with-deadline.js';

const minute = 60_000;

/**
 * Puts sign-in, sessions and API keys together.
 * @throws AuthError `INVALID_INPUT`
 */
export function createAuth(options: AuthOptions): Auth {
  assertAuthOptions(options);
  const {
    mode = 'github',
    github,
    cookiePrefix = 'agentcards',
    clock = Date,
    randomBytes = platformRandomBytes,
  } = options;
  const site = parseSite(options.baseUrl, options.mountPath ?? '/auth');
  const cookies = createSiteCookies(site, cookiePrefix);
  const gitHub = gitHubDefaults(options);
  const kv = withDeadline(options.kv ?? createMemoryKeyValueStore({ clock }), options.kvTimeout ?? 5_000);
  const store = usersWithDeadline(options.users ?? createMemoryUserStore(), options.usersTimeout ?? 5_000);
  const hasher = options.hasher ?? argon2Hasher();
  const limiter = createRateLimiter({ kv, clock });
  const proxies = parseAddressRanges(options.trustedProxies ?? []);
  const slow = createSemaphore({ permits: options.hashConcurrency ?? 2, maxWaiting: 200 });
  const verified = createVerifiedKeys({ clock, freshFor: 10_000 });
  const rules = {
    address: options.rateLimits?.keyByAddress ?? { limit: 1_200, window: minute },
    prefix: options.rateLimits?.keyByPrefix ?? { limit: 60, window: minute },
    signIn: options.rateLimits?.signInByAddress ?? { limit: 60, window: minute },
  };

  const callerOf = (request: Request, { remoteAddress }: RequestContext) =>
    addressOf(request.headers, remoteAddress, proxies);
  const report = (facts: AuditFacts, address: string | null) => {
    try {
      options.onEvent?.({ ...facts, at: new Date(clock.now()), address } as AuditEvent);
    } catch {
      // A log that fails is no reason to refuse or to admit anybody.
    }
  };

  const rejected = new WeakSet<Request>();
  /** Once a request, through however many hands it goes. Whoever merely has not signed in yet is no news. */
  const reportRejection = (error: unknown, request: Request, address: string | undefined) => {
    if (!AuthError.isInstance(error) || error.code === 'AUTH_REQUIRED' || rejected.has(request)) return;
    rejected.add(request);
    report({ type: 'request.rejected', code: error.code }, address ?? null);
  };

  const answerError = (error: unknown) => {
    try {
      if (!isAnswer(error)) options.onError?.(error);
    } catch {
      // As above.
    }
    return errorResponse(error);
  };

  const sessions = createSessions({
    kv,
    users: store.users,
    audience: site.origin + site.mountPath,
    clock,
    randomBytes,
    maxPerUser: options.sessions?.maxPerUser ?? 20,
    maxAge: options.sessions?.maxAge ?? 30 * 24 * 60 * minute,
  });
  const authenticateRemotely = createAuthenticator({
    origin: site.origin,
    sessionCookie: cookies.session,
    sessions,
    verifyKey: createApiKeyVerifier({
      store,
      limiter,
      limits: rules,
      hasher,
      slow,
      verified,
      keyedHash: createKeyedHash(),
      clock,
    }),
  });

  const identify = async <Known>(
    request: Request,
    given: RequestContext | undefined,
    finish: (identified: Identified) => Known | Promise<Known>,
  ): Promise<Known> => {
    const context = given ?? {};
    const address = callerOf(request, context);
    try {
      if (mode === 'local') return await finish(authenticateLocally(request, context.remoteAddress));
      return await finish(await authenticateRemotely(request, networkOf(address)));
    } catch (error) {
      reportRejection(error, request, address);
      throw error;
    }
  };

  const authenticate: Auth['authenticate'] = (request, context) => identify(request, context, renewed);

  const routes = createRoutes({
    site,
    cookies,
    returnPaths: options.returnPaths ?? ['/'],
    signIn:
      github && mode === 'github'
        ? createGitHubSignIn({
            client: createGitHubClient({ ...github, ...gitHub }),
            clientId: github.clientId,
            authorizeUrl: gitHub.endpoints.authorizeUrl,
            redirectUri: `${site.origin}${site.mountPath}/callback`,
            pending: createPendingSignIns({ kv, clock, randomBytes }),
            users: store.users,
            allow: github.allow,
            admins: github.admins ?? {},
            clock,
            randomBytes,
          })
        : undefined,
    sessions,
    authenticate: (request, remoteAddress) => authenticate(request, { remoteAddress }),
    async limitSignIn(request, remoteAddress) {
      const network = networkOf(callerOf(request, { remoteAddress }));
      const { allowed, retryAfter } = await limiter.check('sign-in', network, rules.signIn);
      if (!allowed) throw rateLimited(retryAfter);
    },
    onSignIn: github?.onSignIn,
    answerError,
    report: (facts, request, remoteAddress) => report(facts, callerOf(request, { remoteAddress }) ?? null),
    reportRejection: (error, request, remoteAddress) =>
      reportRejection(error, request, callerOf(request, { remoteAddress })),
  });

  const apiKeys = createApiKeys({
    store: store.apiKeys,
    hasher,
    slow,
    verified,
    maxPerUser: options.maxKeysPerUser ?? 50,
    clock,
    randomBytes,
  });

  return {
    handler: (request, context) => routes.handler(request, context?.remoteAddress),
    routes: {
      signIn: (request, context) => routes.signIn(request, context?.remoteAddress),
      callback: (request, context) => routes.callback(request, context?.remoteAddress),
      logout: (request, context) => routes.logout(request, context?.remoteAddress),
      me: (request, context) => routes.me(request, context?.remoteAddress),
    },
    authenticate,
    async protect(request, answer, context) {
      let renew: Identified['renew'];
      let response: Response;
      try {
        const identified = await identify(request, context, (known) => known);
        renew = identified.renew;
        response = await answer(identified.principal);
      } catch (error) {
        // Whoever answers this has no cookie to send: the old one stays good.
        if (!isAnswer(error)) throw error;
        response = errorResponse(error);
      }
      // Of a switch to WebSocket there is no copy.
      return renew === undefined || response.status < 200 ? response : withCookie(response, renew);
    },
    requireRole,
    users: createUserVerbs({
      store: store.users,
      sessions,
      verified,
      clock,
      randomBytes,
      report: (facts) => report(facts, null),
    }),
    sessions: {
      async list(userId) {
        isText(userId, 'userId');
        return sessions.list(userId);
      },
      async revoke(userId, sessionId) {
        isText(userId, 'userId');
        isText(sessionId, 'sessionId');
        const isRevoked = await sessions.revoke(userId, sessionId);
        if (isRevoked) report({ type: 'session.revoked', userId, sessionId }, null);
        return isRevoked;
      },
      async revokeAll(userId) {
        isText(userId, 'userId');
        await sessions.revokeAll(userId);
        report({ type: 'session.revoked', userId, sessionId: 'all' }, null);
      },
    },
    apiKeys: {
      list: (userId) => apiKeys.list(userId),
      async create(userId, request) {
        const created = await apiKeys.create(userId, request);
        report({ type: 'api-key.created', userId, keyId: created.summary.id }, null);
        return created;
      },
      async rotate(userId, keyId, rotation) {
        const created = await apiKeys.rotate(userId, keyId, rotation);
        report({ type: 'api-key.rotated', userId, keyId, replacedBy: created.summary.id }, null);
        return created;
      },
      async revoke(userId, keyId) {
        await apiKeys.revoke(userId, keyId);
        report({ type: 'api-key.revoked', userId, keyId }, null);
      },
    },
  };
}

/** The same response with the cookie that a session gets now that something can carry it. */
async function withCookie(response: Response, renew: () => Promise<string | undefined>): Promise<Response> {
  // The headers of a response that came from fetch cannot be changed.
  const copy = new Response(response.body, response);
  // What was answered has been done. The old cookie stays good, or the next request is told what is wrong.
  const changed = await renew().catch(() => undefined);
  if (changed !== undefined) copy.headers.append('set-cookie', changed);
  return copy;
}

function gitHubDefaults({ github }: AuthOptions) {
  const {
    authorizeUrl = 'https://github.com/login/oauth/authorize',
    tokenUrl = 'https://github.com/login/oauth/access_token',
    apiUrl = 'https://api.github.com',
  } = github?.endpoints ?? {};
  return {
    endpoints: { authorizeUrl, tokenUrl, apiUrl },
    timeout: github?.timeout ?? 10_000,
    // By itself: some runtimes refuse a fetch that is a member of something.
    fetch: github?.fetch ?? ((...parameters: Parameters<typeof fetch>) => fetch(...parameters)),
  };
}
