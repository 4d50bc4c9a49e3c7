import type { ApiKeyRequest, ApiKeySummary, CreatedApiKey } from './api-keys/api-keys.js';
import type { Authenticated } from './authenticate.js';
import type { Role, UserRecord } from './contracts/user-store.js';
import type { Principal } from './principal/principal.js';
import type { SessionSummary } from './sessions/sessions.js';

/** What a request does not say about itself. */
export interface RequestContext {
  /** The address of the socket: limits count by it, and local mode needs it. @default unknown, counted as one caller */
  readonly remoteAddress?: string | undefined;
}

/**
 * Sign-in, sessions and keys of one gateway. It holds nothing open: what it was given is closed by whoever made it. Whatever
 * takes an id rejects with `INVALID_INPUT` where it is no text.
 */
export interface Auth {
  /**
   * Answers `GET <mount>/github` (takes `?returnTo=`), `GET <mount>/callback`, `POST <mount>/logout` and `GET <mount>/me`, and
   * everything else with 404. Never rejects.
   */
  handler(request: Request, context?: RequestContext): Promise<Response>;
  /**
   * The same one by one, for gateways that route by themselves: they ask for neither path nor method. GitHub sends the
   * browser back to `<mount>/callback` all the same. None of them rejects.
   */
  readonly routes: {
    /** Sends the browser to GitHub; takes `?returnTo=`. */
    signIn(request: Request, context?: RequestContext): Promise<Response>;
    /** Takes the browser back, begins its session and sends it to where it wanted to go. */
    callback(request: Request, context?: RequestContext): Promise<Response>;
    /** Ends the browser's session, if a page of this site asks. */
    logout(request: Request, context?: RequestContext): Promise<Response>;
    /** Says who sent the request. */
    me(request: Request, context?: RequestContext): Promise<Response>;
  };
  /**
   * Who sent a request, by its API key (`Authorization: Bearer`, or `X-API-Key`) where it has one, by its session otherwise.
   * Send `setCookie` with the response where it is there.
   * @throws AuthError `AUTH_REQUIRED` | `SESSION_INVALID` | `API_KEY_INVALID` | `CSRF_REJECTED` | `RATE_LIMITED` |
   *   `CREDENTIAL_IN_URL` | `REQUEST_TOO_LARGE` | `LOCAL_MODE_REFUSED` | `KV_FAILED` | `USER_STORE_FAILED` | `CLOSED`
   */
  authenticate(request: Request, context?: RequestContext): Promise<Authenticated>;
  /**
   * Answers a request by a function if its sender is known, and with the error as JSON otherwise. What the function throws is
   * an answer too where it has a code of this package, and is thrown on otherwise. A cookie that has to change does so
   * with the answer, which has it; where there is none the old one stays good.
   */
  protect(
    request: Request,
    answer: (principal: Principal) => Response | Promise<Response>,
    context?: RequestContext,
  ): Promise<Response>;
  /**
   * Passes signed-in principals that have one of the roles; `admin` may what the others may, API keys have none.
   * @throws AuthError `FORBIDDEN`
   */
  requireRole(principal: Principal, ...roles: readonly Role[]): void;
  /** None of these verbs asks who calls: put `requireRole` before them. */
  readonly users: {
    get(id: string): Promise<UserRecord | undefined>;
    /** By id, at most `limit`. @default limit 100 */
    list(page?: {
      readonly after?: string | undefined;
      readonly limit?: number | undefined;
    }): Promise<readonly UserRecord[]>;
    /**
     * Adds a user who has API keys and no GitHub account.
     * @throws AuthError `INVALID_INPUT`
     */
    create(user: { readonly username: string; readonly role?: Role | undefined }): Promise<UserRecord>;
    /**
     * Changes a role. It holds for the next request; sessions get a new id with it.
     * @throws AuthError `USER_UNKNOWN` | `LAST_ADMIN`
     */
    setRole(id: string, role: Role): Promise<void>;
    /**
     * Removes a user with all keys, secrets and settings, and ends the sessions.
     * @throws AuthError `USER_UNKNOWN` | `LAST_ADMIN`
     */
    remove(id: string): Promise<void>;
  };
  /** Of one user: give the principal's own `userId`, unless an administrator asks. */
  readonly sessions: {
    /** The latest sign-in first. */
    list(userId: string): Promise<readonly SessionSummary[]>;
    /** False where the user has no such session. */
    revoke(userId: string, sessionId: string): Promise<boolean>;
    revokeAll(userId: string): Promise<void>;
  };
  /** Of one user: give the principal's own `userId`, unless an administrator asks. */
  readonly apiKeys: {
    /**
     * Makes a key, and shows it this once.
     * @throws AuthError `INVALID_INPUT` | `USER_UNKNOWN` | `API_KEY_LIMIT`
     */
    create(userId: string, request: ApiKeyRequest): Promise<CreatedApiKey>;
    /** All of them, revoked and expired ones too, by time of creation, without anything that opens anything. */
    list(userId: string): Promise<readonly ApiKeySummary[]>;
    /**
     * Makes a key in the place of another, with its name, scopes and expiry; both open for `overlap` milliseconds, ten
     * years at most. With 0 the old one is revoked.
     * @default overlap one day
     * @throws AuthError `API_KEY_UNKNOWN` | `API_KEY_ALREADY_ROTATED` | `INVALID_INPUT`
     */
    rotate(userId: string, keyId: string, rotation?: { readonly overlap?: number | undefined }): Promise<CreatedApiKey>;
    /**
     * Ends a key: at once in this process, within ten seconds in others.
     * @throws AuthError `API_KEY_UNKNOWN`
     */
    revoke(userId: string, keyId: string): Promise<void>;
  };
}
