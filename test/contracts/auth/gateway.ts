import {
  type AuditEvent,
  type Auth,
  type AuthOptions,
  createAuth,
  createMemoryKeyValueStore,
  createMemoryUserStore,
  type GitHubOptions,
  type KeyValueStore,
  type PasswordHasher,
  type UserStore,
} from '@agentcards/auth';
import { onTestFinished } from 'vitest';
import {
  type FakeAccount,
  type FakeGitHub,
  optionsOf,
  startFakeGitHub,
} from '../../../examples/gateway-auth/fake-github.js';

export const origin = 'https://gateway.example';
export const ada: FakeAccount = { id: 1815, login: 'ada', email: 'ada@lovelace.example' };
export const bob: FakeAccount = { id: 1912, login: 'bob' };

/** A gateway with everything that a test may want to look at. */
export interface Gateway {
  readonly auth: Auth;
  readonly github: FakeGitHub;
  readonly kv: KeyValueStore;
  /** What is in `kv` at this moment, and for how long. */
  readonly entries: Map<string, { readonly value: string; readonly expiresAt: number | undefined }>;
  readonly users: UserStore;
  readonly events: AuditEvent[];
  readonly clock: { time: number; now(): number };
}

export async function openGateway({
  github,
  account = ada,
  ...options
}: Omit<Partial<AuthOptions>, 'github'> & {
  readonly github?: Partial<GitHubOptions>;
  readonly account?: FakeAccount;
} = {}): Promise<Gateway> {
  const fake = await startFakeGitHub(account);
  onTestFinished(() => fake[Symbol.asyncDispose]());
  const clock = {
    time: Date.UTC(2026, 10, 28),
    now() {
      return this.time;
    },
  };
  const { kv, entries } = watched(options.kv ?? createMemoryKeyValueStore({ clock }));
  const users = options.users ?? createMemoryUserStore();
  const events: AuditEvent[] = [];
  const auth = createAuth({
    baseUrl: origin,
    github: options.mode === 'local' ? undefined : { ...optionsOf(fake), ...openDoor, ...github },
    clock,
    hasher: quickHasher,
    onEvent: (event) => events.push(event),
    ...options,
    kv,
    users,
  });
  return { auth, github: fake, kv, entries, users, events, clock };
}

/** Where it does not matter who comes. */
const openDoor = { allow: 'anyone', admins: { firstUser: true } } as const;

/** The real hasher where it is what is tested; elsewhere one that takes no time and gives nothing away either. */
export const quickHasher: PasswordHasher = {
  hash: async (password) => `$quick$${await digest(password)}`,
  verify: async (hash, password) => hash === `$quick$${await digest(password)}`,
  needsRehash: () => false,
};

async function digest(text: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).toString('hex');
}

/** A browser: it has cookies, follows redirects to GitHub and back, and says where its requests come from. */
export class Browser {
  readonly cookies = new Map<string, string>();

  constructor(
    readonly auth: Auth,
    readonly at = origin,
    readonly mountPath = '/auth',
  ) {}

  async send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    const jar = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (jar !== '' && !headers.has('cookie')) headers.set('cookie', jar);
    if (!headers.has('sec-fetch-site')) headers.set('sec-fetch-site', 'same-origin');
    const request = new Request(new URL(path, this.at), { ...init, headers });
    const response = await this.auth.handler(request, { remoteAddress: '192.0.2.1' });
    this.keep(response);
    return response;
  }

  keep(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }

  /** To GitHub, which sends it back: the path and query of the callback. */
  async leave(returnTo?: string): Promise<string> {
    const query = returnTo === undefined ? '' : `?${new URLSearchParams({ returnTo })}`;
    const start = await this.send(`${this.mountPath}/github${query}`);
    const away = await fetch(start.headers.get('location') ?? '', { redirect: 'manual' });
    const back = new URL(away.headers.get('location') ?? '');
    return back.pathname + back.search;
  }

  async signIn(): Promise<Response> {
    return this.send(await this.leave());
  }

  /** Code of the error, or who is signed in. */
  async me(): Promise<string> {
    return whoIs(await this.send(`${this.mountPath}/me`));
  }

  get session(): string {
    return this.cookies.get('__Host-agentcards-session') ?? '';
  }
}

export async function whoIs(response: Response): Promise<string> {
  const body = (await response.json()) as { username?: string; error?: { code: string } };
  return body.username ?? body.error?.code ?? 'nobody';
}

export async function codeOf(response: Response): Promise<string | undefined> {
  const text = await response.text();
  return text === '' ? undefined : (JSON.parse(text) as { error?: { code: string } }).error?.code;
}

export function request(headers: Record<string, string>, path = '/tools', method = 'GET'): Request {
  return new Request(new URL(path, origin), { method, headers });
}

/** Passes everything on, and remembers what is stored. */
function watched(inner: KeyValueStore) {
  const entries: Gateway['entries'] = new Map();
  const kv: KeyValueStore = {
    ...inner,
    async set(key, value, expiry = {}) {
      await inner.set(key, value, expiry);
      entries.set(key, { value, expiresAt: expiry.expiresAt });
    },
    async delete(key) {
      entries.delete(key);
      return inner.delete(key);
    },
    async take(key) {
      entries.delete(key);
      return inner.take(key);
    },
    async increment(key, expiry = {}) {
      const sum = await inner.increment(key, expiry);
      entries.set(key, { value: String(sum), expiresAt: entries.get(key)?.expiresAt ?? expiry.expiresAt });
      return sum;
    },
    async setIfAbsent(key, value, expiry = {}) {
      const isSet = await inner.setIfAbsent(key, value, expiry);
      if (isSet) entries.set(key, { value, expiresAt: expiry.expiresAt });
      return isSet;
    },
  };
  return { kv, entries };
}
