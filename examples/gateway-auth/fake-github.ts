import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody with an account there. */
export interface FakeAccount {
  readonly id: number;
  readonly login: string;
  readonly email?: string | null;
  readonly emails?: readonly { readonly email: string; readonly verified: boolean; readonly primary: boolean }[];
  readonly organizations?: readonly string[];
}

export type Endpoint = 'token' | 'user' | 'emails' | 'organizations';
/** Answers in the place of an endpoint: how it behaves badly. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface FakeGitHub extends AsyncDisposable {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Whoever is signed in there: they get the next code. */
  account: FakeAccount;
  readonly misbehaves: Map<Endpoint, Answer>;
  /** Everything that it ever gave away that nobody else should see. */
  readonly secrets: string[];
}

interface Grant {
  readonly account: FakeAccount;
  readonly challenge: string;
  readonly redirectUri: string;
}

/**
 * GitHub's OAuth on loopback, as far as a sign-in asks it: codes once, for the redirect and the verifier that they were
 * made for, and 200 with `error` where it says no.
 */
export async function startFakeGitHub(account: FakeAccount): Promise<FakeGitHub> {
  const codes = new Map<string, Grant>();
  const tokens = new Map<string, FakeAccount>();
  const clientId = 'fake-client';
  const clientSecret = `fake-secret-${randomBytes(12).toString('hex')}`;

  const routes: Record<Endpoint, Answer> = {
    async token(request, response) {
      const parameters = new URLSearchParams(await bodyOf(request));
      const grant = codes.get(parameters.get('code') ?? '');
      codes.delete(parameters.get('code') ?? '');
      const isClient = parameters.get('client_id') === clientId && parameters.get('client_secret') === clientSecret;
      const challenge = createHash('sha256')
        .update(parameters.get('code_verifier') ?? '')
        .digest('base64url');
      const isMeant = grant?.challenge === challenge && grant.redirectUri === parameters.get('redirect_uri');
      if (!isClient) return json(response, 200, { error: 'incorrect_client_credentials' });
      if (!grant || !isMeant) return json(response, 200, { error: 'bad_verification_code' });
      const token = `gho_${randomBytes(18).toString('hex')}`;
      tokens.set(token, grant.account);
      fake.secrets.push(token);
      json(response, 200, { access_token: token, token_type: 'bearer', scope: 'read:user' });
    },
    user: (request, response) => {
      const { id, login, email = null } = ownerOf(request, response) ?? {};
      if (id) json(response, 200, { id, login, email, avatar_url: `https://avatars.example/u/${id}` });
    },
    emails: (request, response) => {
      const found = ownerOf(request, response);
      if (found) page(request, response, found.emails ?? []);
    },
    organizations: (request, response) => {
      const found = ownerOf(request, response);
      const membership = (login: string) => ({ state: 'active', organization: { login } });
      if (found) page(request, response, (found.organizations ?? []).map(membership));
    },
  };

  const ownerOf = (request: IncomingMessage, response: ServerResponse): FakeAccount | undefined => {
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    const owner = tokens.get(token);
    if (owner === undefined) json(response, 401, { message: 'Bad credentials' });
    return owner;
  };

  const authorize = (url: URL, response: ServerResponse) => {
    const parameters = url.searchParams;
    const redirectUri = parameters.get('redirect_uri') ?? '';
    const code = randomBytes(10).toString('hex');
    codes.set(code, { account: fake.account, challenge: parameters.get('code_challenge') ?? '', redirectUri });
    const back = new URL(redirectUri);
    back.searchParams.set('code', code);
    back.searchParams.set('state', parameters.get('state') ?? '');
    response.writeHead(302, { location: back.href }).end();
  };

  const paths = new Map<string, Endpoint>([
    ['/login/oauth/access_token', 'token'],
    ['/user', 'user'],
    ['/user/emails', 'emails'],
    ['/user/memberships/orgs', 'organizations'],
  ]);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', fake.url);
    if (url.pathname === '/login/oauth/authorize') return authorize(url, response);
    const endpoint = paths.get(url.pathname);
    if (endpoint === undefined) return json(response, 404, { message: 'Not Found' });
    (fake.misbehaves.get(endpoint) ?? routes[endpoint])(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const fake: FakeGitHub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clientId,
    clientSecret,
    account,
    misbehaves: new Map(),
    secrets: [clientSecret],
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}

/** What `createAuth` needs to know to ask this one. */
export function optionsOf({ url, clientId, clientSecret }: FakeGitHub) {
  const endpoints = {
    authorizeUrl: `${url}/login/oauth/authorize`,
    tokenUrl: `${url}/login/oauth/access_token`,
    apiUrl: url,
  };
  return { clientId, clientSecret, endpoints };
}

/** The page that was asked for, and a link to the one after it. */
function page(request: IncomingMessage, response: ServerResponse, list: readonly unknown[]): void {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
  const size = Math.min(Number(url.searchParams.get('per_page') ?? 30), 100);
  const end = Number(url.searchParams.get('page') ?? 1) * size;
  url.searchParams.set('page', String(end / size + 1));
  if (end < list.length) response.setHeader('link', `<${url}>; rel="next", <${url}>; rel="last"`);
  json(response, 200, list.slice(end - size, end));
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
