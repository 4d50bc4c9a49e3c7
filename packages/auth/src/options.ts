import type { PasswordHasher } from './api-keys/password-hasher.js';
import type { AuditEvent } from './audit-events.js';
import type { Clock, RandomBytes } from './contracts/environment.js';
import type { KeyValueStore } from './contracts/key-value-store.js';
import type { UserRecord, UserStore } from './contracts/user-store.js';
import type { AllowList } from './github/allow-list.js';
import type { GitHubEndpoints } from './github/github-client.js';
import type { Admins } from './github/sign-in.js';
import type { RateLimit } from './rate-limit/rate-limiter.js';
import type { SessionOptions } from './sessions/sessions.js';

export interface GitHubOptions {
  /** Of the OAuth app, whose callback address is `baseUrl` + `mountPath` + `/callback`. */
  readonly clientId: string;
  readonly clientSecret: string;
  /**
   * Who may sign in: whoever is in one of the lists, or `'anyone'` who has a GitHub account. Has to be said, since a door
   * that is open because a line is missing looks like one that is shut.
   */
  readonly allow: AllowList | 'anyone';
  /** Has to be given where `allow` is `'anyone'`: the first user may be a stranger then. @default the first user */
  readonly admins?: Admins | undefined;
  /** For GitHub Enterprise. @default github.com */
  readonly endpoints?: GitHubEndpoints | undefined;
  /** Milliseconds for each of GitHub's answers; all pages of a list share them. @default 10_000 */
  readonly timeout?: number | undefined;
  /** How GitHub is asked. @default the platform's fetch */
  readonly fetch?: typeof fetch | undefined;
  /**
   * Told of every sign-in, with GitHub's token, which is kept nowhere otherwise. The browser waits for it, and the sign-in
   * fails where it does.
   */
  readonly onSignIn?:
    | ((signIn: { readonly user: UserRecord; readonly accessToken: string }) => Promise<void>)
    | undefined;
}

export interface RateLimits {
  /** Verifications of API keys that were not verified a moment ago, by address. @default 1,200 a minute */
  readonly keyByAddress?: RateLimit | undefined;
  /** Wrong API keys by prefix. @default 60 a minute */
  readonly keyByPrefix?: RateLimit | undefined;
  /** Requests that begin or finish a sign-in, by address. @default 60 a minute */
  readonly signInByAddress?: RateLimit | undefined;
}

export interface AuthOptions {
  /** Where browsers find the gateway: scheme, host and port. Anything but a loopback host has to be https. */
  readonly baseUrl: string;
  /** Path of the routes of `handler`. @default '/auth' */
  readonly mountPath?: string | undefined;
  /**
   * `github`: people sign in, agents have keys. `local`: whoever is at this machine is one user, without any sign-in, and
   * all others are refused. @default 'github'
   */
  readonly mode?: 'github' | 'local' | undefined;
  /** Needed for people to sign in; without it there are API keys only. */
  readonly github?: GitHubOptions | undefined;
  /** @default in memory, with `clock` */
  readonly kv?: KeyValueStore | undefined;
  /** Milliseconds for each answer of `kv`; one that takes longer refuses whoever asks. @default 5_000 */
  readonly kvTimeout?: number | undefined;
  /** @default in memory */
  readonly users?: UserStore | undefined;
  /** Milliseconds for each answer of `users` that a request waits for, a backup of it included; one that takes longer refuses whoever asks. @default 5_000 */
  readonly usersTimeout?: number | undefined;
  /** Paths to which a browser may be sent after sign-in: to the letter, or ending in `/*`. @default ['/'] */
  readonly returnPaths?: readonly string[] | undefined;
  readonly sessions?: SessionOptions | undefined;
  /** Begins the cookies' names: letters, digits and hyphens. @default 'agentcards' */
  readonly cookiePrefix?: string | undefined;
  readonly rateLimits?: RateLimits | undefined;
  /** Addresses and CIDR ranges of proxies whose `X-Forwarded-For` is believed. @default none */
  readonly trustedProxies?: readonly string[] | undefined;
  /** What API keys are hashed with. @default argon2Hasher() */
  readonly hasher?: PasswordHasher | undefined;
  /** How many keys are hashed at a time; at most as many as there are cores. @default 2 */
  readonly hashConcurrency?: number | undefined;
  /** Keys of a user that are in force at a time. @default 50 */
  readonly maxKeysPerUser?: number | undefined;
  /** Told of everything that a log should hold. What it throws is ignored. */
  readonly onEvent?: ((event: AuditEvent) => void) | undefined;
  /**
   * Told of errors of which `handler` tells the caller nothing but that there was one, such as what `onSignIn` throws. May
   * hold whatever they hold.
   */
  readonly onError?: ((error: unknown) => void) | undefined;
  /** @default Date */
  readonly clock?: Clock | undefined;
  /** @default the platform's cryptographic source */
  readonly randomBytes?: RandomBytes | undefined;
}
