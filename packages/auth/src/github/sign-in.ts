import type { Clock, RandomBytes } from '../contracts/environment.js';
import type { SignedInProfile, UserRecord, UserStore } from '../contracts/user-store.js';
import { randomId } from '../crypto/random.js';
import { AuthError } from '../errors/auth-error.js';
import { type AllowList, contains, isAllowed } from './allow-list.js';
import type { GitHubClient } from './github-client.js';
import type { PendingSignIns } from './pending-sign-ins.js';
import { pkceChallenge } from './pkce.js';

export interface GitHubSignInOptions {
  readonly client: GitHubClient;
  readonly clientId: string;
  readonly authorizeUrl: string;
  readonly redirectUri: string;
  readonly pending: PendingSignIns;
  readonly users: UserStore['users'];
  readonly allow: AllowList | 'anyone';
  readonly admins: Admins;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
}

/** Who is an administrator from the sign-in on. */
export interface Admins {
  /** GitHub logins; see `AllowList.logins`. */
  readonly logins?: readonly string[] | undefined;
  /** GitHub's numeric ids. */
  readonly ids?: readonly string[] | undefined;
  /** Whether the first user of an empty store is one. @default true where neither list is given */
  readonly firstUser?: boolean | undefined;
}

/** A browser's way back from GitHub: what its address and its cookie of that sign-in say. */
export interface Callback {
  readonly parameters: URLSearchParams;
  readonly browserSecrets: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

export interface SignedIn {
  readonly user: UserRecord;
  readonly returnPath: string;
  /** GitHub's token. It is kept nowhere unless the caller does. */
  readonly accessToken: string;
}

export function createGitHubSignIn(options: GitHubSignInOptions) {
  const { client, pending, allow, admins } = options;
  const list = allow === 'anyone' ? undefined : allow;
  const asksForEmails = list?.emails !== undefined;
  const asksForOrganizations = list?.organizations !== undefined;
  const scope = ['read:user', ...(asksForEmails ? ['user:email'] : []), ...(asksForOrganizations ? ['read:org'] : [])];

  const admit = async (profile: SignedInProfile, accessToken: string, signal: AbortSignal | undefined) => {
    if (list === undefined) return;
    const emails = asksForEmails ? await client.verifiedEmails(accessToken, signal) : [];
    const organizations = asksForOrganizations ? await client.organizations(accessToken, signal) : [];
    if (isAllowed({ profile, emails, organizations }, list)) return;
    throw new AuthError('SIGN_IN_DENIED', 'This GitHub account may not sign in here.', {
      hint: 'An administrator of this site can add it to the list of those who may.',
    });
  };

  return {
    async start(
      returnPath: string,
    ): Promise<{ readonly url: string; readonly state: string; readonly browserSecret: string }> {
      const { state, verifier, browserSecret } = await pending.start(returnPath);
      const url = new URL(options.authorizeUrl);
      for (const [name, value] of Object.entries({
        client_id: options.clientId,
        redirect_uri: options.redirectUri,
        response_type: 'code',
        scope: scope.join(' '),
        state,
        code_challenge: await pkceChallenge(verifier),
        code_challenge_method: 'S256',
      })) {
        url.searchParams.set(name, value);
      }
      return { url: url.href, state, browserSecret };
    },

    /** @throws AuthError `SIGN_IN_STATE_INVALID` | `SIGN_IN_DENIED` | codes that begin with `GITHUB_` | `ABORTED` */
    async finish({ parameters, browserSecrets, signal }: Callback): Promise<SignedIn> {
      // The state is used up whatever else is wrong: nobody tries twice with one.
      const started = await pending.finish(stateOf(parameters), browserSecrets);
      if (started === undefined) {
        throw new AuthError('SIGN_IN_STATE_INVALID', 'This sign-in is unknown, too old, or was used before.', {
          hint: 'Begin again, in the same browser, and finish within 15 minutes.',
        });
      }
      assertIssuer(parameters, options.authorizeUrl);
      const code = only(parameters, 'code');
      if (parameters.has('error') || code === undefined || !/^[\x21-\x7e]{1,512}$/.test(code)) {
        throw new AuthError('SIGN_IN_DENIED', 'GitHub sent the browser back without letting it in.', {
          hint: 'Begin again, and grant what is asked for.',
        });
      }
      const { verifier, returnPath } = started;
      const accessToken = await client.exchangeCode({ code, verifier, redirectUri: options.redirectUri }, signal);
      const profile = await client.profile(accessToken, signal);
      await admit(profile, accessToken, signal);
      const user = await options.users.signIn({
        profile,
        at: new Date(options.clock.now()),
        newUser: {
          id: randomId(options.randomBytes),
          role: 'user',
          roleIfFirst: (admins.firstUser ?? (!admins.logins && !admins.ids)) ? 'admin' : 'user',
        },
        role: contains(admins.ids, profile.githubId) || contains(admins.logins, profile.username) ? 'admin' : undefined,
      });
      return { user, returnPath, accessToken };
    },
  };
}

export type GitHubSignIn = ReturnType<typeof createGitHubSignIn>;

/** Which sign-in a way back is of; empty for one that does not say. */
export function stateOf(parameters: URLSearchParams): string {
  return only(parameters, 'state') ?? '';
}

/** A parameter that is there once: of two nobody knows which one another reader would take. */
function only(parameters: URLSearchParams, name: string): string | undefined {
  const values = parameters.getAll(name);
  return values.length === 1 ? values[0] : undefined;
}

/** An answer that names its issuer has to name the one that was asked (RFC 9207). */
function assertIssuer(parameters: URLSearchParams, authorizeUrl: string): void {
  const issuers = parameters.getAll('iss');
  if (issuers.every((issuer) => URL.canParse(issuer) && new URL(issuer).origin === new URL(authorizeUrl).origin))
    return;
  throw new AuthError('SIGN_IN_STATE_INVALID', 'The answer to this sign-in came from somebody who was not asked.', {
    hint: 'Begin again.',
  });
}
