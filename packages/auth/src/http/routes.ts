import type { AuditFacts } from '../audit-events.js';
import type { Authenticated } from '../authenticate.js';
import { assertSameOrigin } from '../authenticate.js';
import type { UserRecord } from '../contracts/user-store.js';
import { AuthError } from '../errors/auth-error.js';
import { type GitHubSignIn, stateOf } from '../github/sign-in.js';
import type { Sessions } from '../sessions/sessions.js';
import type { Site } from '../site.js';
import { assertWithinLimits } from './request-limits.js';
import { jsonResponse, redirectResponse } from './responses.js';
import { returnPath } from './return-path.js';
import type { SiteCookies } from './site-cookies.js';

export interface RouteOptions {
  readonly site: Site;
  readonly cookies: SiteCookies;
  readonly returnPaths: readonly string[];
  readonly signIn: GitHubSignIn | undefined;
  readonly sessions: Sessions;
  readonly authenticate: (request: Request, remoteAddress: string | undefined) => Promise<Authenticated>;
  readonly limitSignIn: (request: Request, remoteAddress: string | undefined) => Promise<void>;
  readonly onSignIn:
    | ((signIn: { readonly user: UserRecord; readonly accessToken: string }) => Promise<void>)
    | undefined;
  /** What a caller is told of an error. */
  readonly answerError: (error: unknown) => Response;
  /** Says that a request was refused, unless that has been said. */
  readonly reportRejection: (error: unknown, request: Request, remoteAddress: string | undefined) => void;
  readonly report: (facts: AuditFacts, request: Request, remoteAddress: string | undefined) => void;
}

type Route = (request: Request, remoteAddress: string | undefined) => Promise<Response>;

export interface Routes {
  readonly signIn: Route;
  readonly callback: Route;
  readonly logout: Route;
  readonly me: Route;
  /** Finds the route by method and path. */
  readonly handler: Route;
}

/** The routes below the mount path. None of them rejects: what goes wrong is in the response. */
export function createRoutes(options: RouteOptions): Routes {
  const { site, cookies, returnPaths, signIn, sessions, report } = options;
  const { origin, mountPath } = site;

  const begin: Route = async (request, remoteAddress) => {
    if (signIn === undefined) throw notConfigured();
    await options.limitSignIn(request, remoteAddress);
    const path = returnPath(new URL(request.url).searchParams.get('returnTo'), returnPaths, origin);
    const { url, state, browserSecret } = await signIn.start(path);
    const cookie = await cookies.signIn(state);
    return redirectResponse(url, [cookie.keep(browserSecret), ...cookies.forgetOldestSignIns(request)]);
  };

  const finish: Route = async (request, remoteAddress) => {
    if (signIn === undefined) throw notConfigured();
    await options.limitSignIn(request, remoteAddress);
    const { searchParams: parameters } = new URL(request.url);
    const cookie = await cookies.signIn(stateOf(parameters));
    try {
      const { signal } = request;
      const signedIn = await signIn.finish({ parameters, browserSecrets: cookie.valuesOf(request), signal });
      const { user, accessToken } = signedIn;
      await options.onSignIn?.({ user, accessToken });
      // A session that was there before ends: nobody goes on with an id that somebody else may know.
      for (const old of cookies.session.valuesOf(request)) await sessions.end(old);
      const { cookie: value, id } = await sessions.create(user, request.headers.get('user-agent'));
      report({ type: 'sign-in.succeeded', userId: user.id, sessionId: id }, request, remoteAddress);
      return redirectResponse(signedIn.returnPath, [cookie.forget(), cookies.session.keep(value)]);
    } catch (error) {
      if (AuthError.isInstance(error)) report({ type: 'sign-in.failed', code: error.code }, request, remoteAddress);
      const response = options.answerError(error);
      response.headers.append('set-cookie', cookie.forget());
      return response;
    }
  };

  const logOut: Route = async (request, remoteAddress) => {
    assertSameOrigin(request, origin);
    for (const value of cookies.session.valuesOf(request)) {
      const userId = await sessions.end(value);
      if (userId !== undefined) report({ type: 'sign-out', userId }, request, remoteAddress);
    }
    const forget = cookies.session.forget();
    const isForm = request.headers.get('accept')?.includes('text/html') ?? false;
    if (isForm) return redirectResponse(returnPath(null, returnPaths, origin), [forget]);
    return new Response(null, { status: 204, headers: { 'cache-control': 'no-store', 'set-cookie': forget } });
  };

  const me: Route = async (request, remoteAddress) => {
    const { principal, setCookie: changed } = await options.authenticate(request, remoteAddress);
    const { kind, userId, username, role, scopes } = principal;
    return jsonResponse(200, { kind, userId, username, role, scopes }, { 'set-cookie': changed });
  };

  const guarded =
    (route: Route): Route =>
    async (request, remoteAddress) => {
      try {
        assertWithinLimits(request);
        return await route(request, remoteAddress);
      } catch (error) {
        options.reportRejection(error, request, remoteAddress);
        return options.answerError(error);
      }
    };
  const [signInRoute, callback, logout, meRoute] = [begin, finish, logOut, me].map(guarded) as [
    Route,
    Route,
    Route,
    Route,
  ];
  const routes = new Map<string, readonly [method: string, route: Route]>([
    [`${mountPath}/github`, ['GET', signInRoute]],
    [`${mountPath}/callback`, ['GET', callback]],
    [`${mountPath}/logout`, ['POST', logout]],
    [`${mountPath}/me`, ['GET', meRoute]],
  ]);

  return {
    signIn: signInRoute,
    callback,
    logout,
    me: meRoute,
    async handler(request, remoteAddress) {
      const [method, route] = routes.get(new URL(request.url).pathname) ?? [];
      if (route === undefined) {
        return jsonResponse(404, { error: { code: 'NOT_FOUND', message: 'There is nothing here.' } });
      }
      if (request.method === method) return route(request, remoteAddress);
      const body = { error: { code: 'METHOD_NOT_ALLOWED', message: `This is for ${method}.` } };
      return jsonResponse(405, body, { allow: method });
    },
  };
}

function notConfigured(): AuthError {
  return new AuthError('SIGN_IN_DENIED', 'Nobody can sign in here.', { hint: 'Give `github` to createAuth.' });
}
