import type { SignedInProfile } from '../contracts/user-store.js';
import { AuthError } from '../errors/auth-error.js';
import { fetchJson, invalidResponse, type JsonAnswer } from './bounded-json.js';

export interface GitHubEndpoints {
  /** @default 'https://github.com/login/oauth/authorize' */
  readonly authorizeUrl?: string | undefined;
  /** @default 'https://github.com/login/oauth/access_token' */
  readonly tokenUrl?: string | undefined;
  /** @default 'https://api.github.com' */
  readonly apiUrl?: string | undefined;
}

export interface GitHubClientOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly endpoints: Required<{ [Name in keyof GitHubEndpoints]: string }>;
  readonly fetch: typeof fetch;
  /** Milliseconds for each answer, and for all pages of a list together. */
  readonly timeout: number;
}

/** Of 100 entries each: whoever is in more organisations than this is not told from a list that never ends. */
const maxPages = 10;

/** The questions that a sign-in asks GitHub. Every one can fail with the codes that begin with `GITHUB_`. */
export interface GitHubClient {
  exchangeCode(
    exchange: { readonly code: string; readonly verifier: string; readonly redirectUri: string },
    signal?: AbortSignal,
  ): Promise<string>;
  profile(accessToken: string, signal?: AbortSignal): Promise<SignedInProfile>;
  /** Verified addresses, the primary one first. */
  verifiedEmails(accessToken: string, signal?: AbortSignal): Promise<readonly string[]>;
  /** Organisations in which the user is an active member, by login. */
  organizations(accessToken: string, signal?: AbortSignal): Promise<readonly string[]>;
}

export function createGitHubClient(options: GitHubClientOptions): GitHubClient {
  const { endpoints, fetch, timeout } = options;

  const ask = async (
    path: string,
    accessToken: string,
    signals: { readonly signal: AbortSignal | undefined; readonly deadline?: AbortSignal },
  ): Promise<JsonAnswer> => {
    const headers = {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${accessToken}`,
      'user-agent': 'agentcards-auth',
      'x-github-api-version': '2022-11-28',
    };
    const url = endpoints.apiUrl.replace(/\/$/, '') + path;
    const answer = await fetchJson({ url, init: { headers }, fetch, timeout, ...signals });
    const { status } = answer;
    if (status === 401 || status === 403 || status === 404) throw rejected('the access token');
    if (status !== 200) throw invalidResponse(`its status is ${status}`);
    return answer;
  };

  /** All pages of a list, by their numbers: an address in an answer could take the token to another host. */
  const askForList = async (
    path: string,
    accessToken: string,
    signal: AbortSignal | undefined,
  ): Promise<readonly ReadonlyMap<string, unknown>[]> => {
    const deadline = AbortSignal.timeout(timeout);
    const entries: ReadonlyMap<string, unknown>[] = [];
    for (let page = 1; page <= maxPages; page++) {
      const { body, hasNext } = await ask(`${path}&page=${page}`, accessToken, { signal, deadline });
      entries.push(...listOf(body).map(objectOf));
      if (!hasNext) return entries;
    }
    throw invalidResponse(`a list has more than ${maxPages} pages`);
  };

  return {
    async exchangeCode({ code, verifier, redirectUri }, signal) {
      const { clientId, clientSecret } = options;
      const parameters = {
        client_id: clientId,
        client_secret: clientSecret,
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
      };
      const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
      const init = { method: 'POST', headers, body: new URLSearchParams(parameters).toString() };
      const { status, body } = await fetchJson({ url: endpoints.tokenUrl, init, fetch, timeout, signal });
      const answer = objectOf(body);
      // GitHub says 200 also where it says no.
      if (answer.get('error') !== undefined || status === 400 || status === 401) throw rejected('the code');
      const [token, type] = [answer.get('access_token'), answer.get('token_type')];
      if (status !== 200 || typeof token !== 'string' || !/^[\x21-\x7e]{1,2048}$/.test(token)) {
        throw invalidResponse('it holds no token');
      }
      if (typeof type !== 'string' || type.toLowerCase() !== 'bearer')
        throw invalidResponse('it holds no bearer token');
      return token;
    },

    async profile(accessToken, signal) {
      const answer = objectOf((await ask('/user', accessToken, { signal })).body);
      const [id, login] = [answer.get('id'), answer.get('login')];
      if (typeof id !== 'number' || !Number.isSafeInteger(id) || id <= 0) throw invalidResponse('the user has no id');
      if (typeof login !== 'string' || !/^[\w.-]{1,100}$/.test(login)) throw invalidResponse('the user has no login');
      return {
        githubId: String(id),
        username: login,
        email: emailOf(answer.get('email')),
        avatarUrl: httpsUrlOf(answer.get('avatar_url')),
      };
    },

    async verifiedEmails(accessToken, signal) {
      const entries = await askForList('/user/emails?per_page=100', accessToken, signal);
      const verified = entries.filter((entry) => entry.get('verified') === true);
      const primaryFirst = verified.sort(
        (a, b) => Number(b.get('primary') === true) - Number(a.get('primary') === true),
      );
      return primaryFirst.flatMap((entry) => emailOf(entry.get('email')) ?? []);
    },

    async organizations(accessToken, signal) {
      const entries = await askForList('/user/memberships/orgs?state=active&per_page=100', accessToken, signal);
      return entries.flatMap((entry) => {
        const login = objectOf(entry.get('organization')).get('login');
        return entry.get('state') === 'active' && typeof login === 'string' ? [login] : [];
      });
    },
  };
}

function rejected(what: string): AuthError {
  return new AuthError('GITHUB_REJECTED', `GitHub did not accept ${what}.`, {
    hint: 'Sign in again; if it persists, check id and secret of the OAuth app, its callback address and its scopes.',
  });
}

/** Own members by name: what came from outside never meets a prototype. */
function objectOf(value: unknown): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidResponse('an object is missing');
  return new Map(Object.entries(value));
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw invalidResponse('a list is missing');
  return value;
}

function emailOf(value: unknown): string | null {
  return typeof value === 'string' && /^[^\s@<>"]{1,64}@[^\s@<>"]{1,255}$/.test(value) ? value : null;
}

function httpsUrlOf(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 2_048 || !URL.canParse(value)) return null;
  return new URL(value).protocol === 'https:' ? value : null;
}
