import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Answer, type Endpoint, startFakeGitHub } from '../../../examples/gateway-auth/fake-github.js';
import { ada, Browser, bob, codeOf, openGateway, origin, whoIs } from './gateway.js';

describe('sign-in', () => {
  test('goes to GitHub and back, and the browser is who it was there', async () => {
    const { auth, events } = await openGateway();
    const browser = new Browser(auth);
    expect(await browser.me()).toBe('AUTH_REQUIRED');
    const response = await browser.signIn();
    expect({ status: response.status, location: response.headers.get('location') }).toEqual({
      status: 303,
      location: '/',
    });
    expect(await browser.me()).toBe('ada');
    expect(events.map(({ type, address }) => [type, address])).toEqual([['sign-in.succeeded', '192.0.2.1']]);
  });

  test('goes the same way by functions, whatever the paths are', async () => {
    const { auth } = await openGateway();
    const begin = await auth.routes.signIn(new Request(`${origin}/enter?returnTo=/`));
    const away = await fetch(begin.headers.get('location')!, { redirect: 'manual' });
    const back = new URL(away.headers.get('location')!);
    expect(back.pathname).toBe('/auth/callback');
    const headers = { cookie: begin.headers.getSetCookie()[0]!.split(';')[0]! };
    const end = await auth.routes.callback(new Request(`${origin}/came-back${back.search}`, { headers }));
    const cookie = end.headers.getSetCookie().at(-1)!.split(';')[0]!;
    expect(await whoIs(await auth.routes.me(new Request(`${origin}/who`, { headers: { cookie } })))).toBe('ada');
    const out = new Request(`${origin}/leave`, { method: 'POST', headers: { cookie, origin } });
    expect((await auth.routes.logout(out)).status).toBe(204);
    expect(await whoIs(await auth.routes.me(new Request(origin, { headers: { cookie } })))).toBe('SESSION_INVALID');
  });

  test('asks GitHub with PKCE S256, a state of 256 bits and no more scopes than it needs', async () => {
    const { auth } = await openGateway();
    const url = new URL((await new Browser(auth).send('/auth/github')).headers.get('location')!);
    const { state, code_challenge, ...rest } = Object.fromEntries(url.searchParams);
    expect(rest).toEqual({
      client_id: 'fake-client',
      redirect_uri: `${origin}/auth/callback`,
      response_type: 'code',
      scope: 'read:user',
      code_challenge_method: 'S256',
    });
    expect([state, code_challenge].every((text) => /^[\w-]{43}$/.test(text!))).toBe(true);
  });

  test('the cookies are of this host alone, unreadable by pages, and of TLS', async () => {
    const { auth } = await openGateway();
    const browser = new Browser(auth);
    const start = await browser.send('/auth/github');
    const end = await browser.signIn();
    const lines = [...start.headers.getSetCookie(), ...end.headers.getSetCookie()];
    expect(lines).toHaveLength(3);
    for (const line of lines) {
      expect(line).toMatch(
        /^__Host-agentcards-(session|sign-in-[\w-]{16})=[\w.-]*; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/,
      );
    }
    expect(lines[0]).toContain('Max-Age=900');
    expect(lines[2]).toContain('Max-Age=86400');
  });

  test('identity is the numeric id: a renamed login is the same user, and its old name another one', async () => {
    const { auth, github, users } = await openGateway();
    const browser = new Browser(auth);
    await browser.signIn();
    github.account = { ...ada, login: 'countess' };
    await browser.signIn();
    expect(await browser.me()).toBe('countess');
    github.account = { id: 999, login: 'ada' };
    await new Browser(auth).signIn();
    const all = await users.users.list({ limit: 10 });
    expect(all.map(({ githubId, username, role }) => [githubId, username, role]).sort()).toEqual([
      ['1815', 'countess', 'admin'],
      ['999', 'ada', 'user'],
    ]);
  });

  test('GitHub’s token is given to `onSignIn` and is kept nowhere', async () => {
    let given = '';
    const { auth, entries, users } = await openGateway({
      github: {
        onSignIn: async ({ accessToken }) => {
          given = accessToken;
        },
      },
    });
    await new Browser(auth).signIn();
    expect(given).toMatch(/^gho_/);
    const stored = inspect([[...entries], await users.users.list({ limit: 10 })], { depth: 9 });
    expect(stored).toContain('ada');
    expect(stored).not.toContain(given);
  });
});

test('a sign-in that the gateway itself cannot finish is none, and the gateway hears why', async () => {
  const heard: unknown[] = [];
  const mistake = new Error('the disk is full of canary-8c1d');
  const { auth, entries } = await openGateway({
    github: { onSignIn: () => Promise.reject(mistake) },
    onError: (error) => {
      heard.push(error);
      throw error;
    },
  });
  const browser = new Browser(auth);
  const response = await browser.signIn();
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('canary');
  expect(heard).toEqual([mistake]);
  expect([...entries.keys()].filter((key) => key.startsWith('auth/session:'))).toEqual([]);
});

describe('who may sign in', () => {
  const emails = [
    { email: 'old@else.example', verified: false, primary: true },
    { email: 'ada@lovelace.example', verified: true, primary: false },
  ];
  test.each([
    ['a login', { logins: ['ADA'] }, {}, true],
    ['an id', { ids: ['1815'] }, {}, true],
    ['an organisation', { organizations: ['analytical'] }, { organizations: ['Analytical'] }, true],
    ['a verified address', { emails: ['ada@lovelace.example'] }, { emails }, true],
    ['the domain of a verified address', { emails: ['@lovelace.example'] }, { emails }, true],
    ['an address that is not verified', { emails: ['old@else.example'] }, { emails }, false],
    ['the end of a domain', { emails: ['@example'] }, { emails }, false],
    ['another login', { logins: ['ada1'] }, {}, false],
    ['a login that looks alike', { logins: ['\u0430da'] }, {}, false],
    ['a login that Unicode folds to it', { logins: ['\u212Aarl'] }, { login: 'karl' }, false],
    ['nobody', {}, {}, false],
    ['anyone', 'anyone', {}, true],
  ] as const)('%s', async (_, allow, more, isAllowed) => {
    const { auth, users } = await openGateway({ github: { allow }, account: { ...ada, ...more } });
    const response = await new Browser(auth).signIn();
    expect(response.status).toBe(isAllowed ? 303 : 403);
    expect(await users.users.list({ limit: 10 })).toHaveLength(isAllowed ? 1 : 0);
  });

  test('of two first users at the same time one is an administrator', async () => {
    const { auth, github, users } = await openGateway();
    const [first, second] = [new Browser(auth), new Browser(auth)];
    const one = await first.leave();
    github.account = bob;
    const other = await second.leave();
    await Promise.all([first.send(one), second.send(other)]);
    const roles = (await users.users.list({ limit: 10 })).map(({ role }) => role);
    expect(roles.sort()).toEqual(['admin', 'user']);
  });

  test('where strangers are let in, the first is an administrator only if that is said', async () => {
    for (const [admins, role] of [
      [{ firstUser: true }, 'admin'],
      [{ firstUser: false }, 'user'],
      [{ logins: ['ada'] }, 'user'],
    ] as const) {
      const { auth, users } = await openGateway({ account: bob, github: { allow: 'anyone', admins } });
      await new Browser(auth).signIn();
      expect(await users.users.list({ limit: 10 })).toMatchObject([{ username: 'bob', role }]);
    }
  });

  test('where a list says who may come in, the first of them is an administrator', async () => {
    const { auth, github, users } = await openGateway({
      account: bob,
      github: { allow: { logins: ['ada', 'carl'] }, admins: undefined },
    });
    expect((await new Browser(auth).signIn()).status).toBe(403);
    for (const account of [ada, { id: 1643, login: 'carl' }]) {
      github.account = account;
      await new Browser(auth).signIn();
    }
    const roles = (await users.users.list({ limit: 10 })).map(({ username, role }) => `${username} ${role}`);
    expect(roles.sort()).toEqual(['ada admin', 'carl user']);
  });

  test('with a list of administrators the first user is none, and listed ones become it', async () => {
    const { auth, github, users } = await openGateway({
      account: bob,
      github: {
        admins: { ids: ['1815'] },
      },
    });
    await new Browser(auth).signIn();
    github.account = ada;
    await new Browser(auth).signIn();
    const roles = (await users.users.list({ limit: 10 })).map(({ username, role }) => `${username} ${role}`);
    expect(roles.sort()).toEqual(['ada admin', 'bob user']);
  });
});

describe('lists of several pages', () => {
  const logins = (count: number) => Array.from({ length: count }, (_, index) => `organisation-${index}`);
  const allow = { organizations: ['analytical'], emails: ['@lovelace.example'] };
  const other = { email: 'ada@else.example', verified: true, primary: false };

  test.each([
    ['the 121st organisation', { organizations: [...logins(120), 'analytical'] }],
    ['the thousandth organisation', { organizations: [...logins(999), 'analytical'] }],
    [
      'the 121st address',
      { emails: [...Array.from({ length: 120 }, () => other), { ...other, email: 'ada@lovelace.example' }] },
    ],
  ])('%s counts', async (_, more) => {
    const { auth } = await openGateway({ github: { allow }, account: { ...ada, ...more } });
    expect((await new Browser(auth).signIn()).status).toBe(303);
  });

  test('a hundred memberships as long as they can be are read', async () => {
    const { auth, github } = await openGateway({ github: { allow: { organizations: ['analytical'] } } });
    github.misbehaves.set('organizations', (_, response) => {
      const memberships = [...logins(99), 'analytical'].map((login) => ({
        state: 'active',
        organization: { login, description: 'x'.repeat(3_000) },
      }));
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(memberships));
    });
    expect((await new Browser(auth).signIn()).status).toBe(303);
  });

  test('where the next page is said to be nobody goes: the token stays with GitHub', async () => {
    const [elsewhere, { auth, github }] = await Promise.all([startFakeGitHub(bob), openGateway({ github: { allow } })]);
    onTestFinished(() => elsewhere[Symbol.asyncDispose]());
    let strangers = 0;
    for (const endpoint of ['emails', 'organizations', 'user'] as const) {
      elsewhere.misbehaves.set(endpoint, (_, response) => {
        strangers++;
        response.end();
      });
    }
    const asked: (string | undefined)[] = [];
    const links = ['/user/memberships/orgs?page=2', '/user', '//evil.example/'].map(
      (path) => `<${new URL(path, elsewhere.url)}>; rel="next"`,
    );
    github.misbehaves.set('organizations', ({ url }, response) => {
      const link = links[asked.length];
      asked.push(url);
      response.writeHead(200, { 'content-type': 'application/json', ...(link && { link }) }).end('[]');
    });
    expect(await codeOf(await new Browser(auth).signIn())).toBe('SIGN_IN_DENIED');
    const pages = [1, 2, 3, 4].map((page) => `/user/memberships/orgs?state=active&per_page=100&page=${page}`);
    expect([asked, strangers]).toEqual([pages, 0]);
  });

  test.each(['emails', 'organizations'] as const)('%s without end are refused after ten pages', async (endpoint) => {
    const { auth, github } = await openGateway({ github: { allow } });
    let pages = 0;
    github.misbehaves.set(endpoint, ({ url, headers }, response) => {
      pages++;
      const link = `<http://${headers.host}${url}>; rel="next"`;
      response.writeHead(200, { 'content-type': 'application/json', link }).end('[]');
    });
    expect(await codeOf(await new Browser(auth).signIn())).toBe('GITHUB_RESPONSE_INVALID');
    expect(pages).toBe(10);
  });

  test('all pages share the time that one answer has', async () => {
    const { auth, github } = await openGateway({ github: { allow, timeout: 300 } });
    let pages = 0;
    github.misbehaves.set('organizations', async (_, response) => {
      pages++;
      await delay(120);
      const link = '</>; rel="next"';
      response.writeHead(200, { 'content-type': 'application/json', link }).end('[]');
    });
    expect(await codeOf(await new Browser(auth).signIn())).toBe('GITHUB_UNAVAILABLE');
    expect(pages).toBeLessThan(4);
  });
});

describe('a GitHub that behaves badly', () => {
  const planted = 'canary-of-github-7f3a';
  const html: Answer = (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<p>${planted}</p>`);
  const answers: Record<string, [Answer, string]> = {
    '200 with error': [
      (_, response) =>
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(`{"error":"${planted}","error_description":"${planted}"}`),
      '',
    ],
    HTML: [html, 'GITHUB_RESPONSE_INVALID'],
    'JSON that is called text': [
      (_, response) => response.writeHead(200, { 'content-type': 'text/plain' }).end(`{"access_token":"${planted}"}`),
      'GITHUB_RESPONSE_INVALID',
    ],
    'half of a JSON': [
      (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(`{"a":"${planted}`),
      'GITHUB_RESPONSE_INVALID',
    ],
    'a list': [
      (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(`["${planted}"]`),
      'GITHUB_RESPONSE_INVALID',
    ],
    'prototype keys': [
      (_, response) =>
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end('{"__proto__":{"id":1,"login":"x","access_token":"x","token_type":"bearer"}}'),
      'GITHUB_RESPONSE_INVALID',
    ],
    'a megabyte': [
      (_, response) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(planted.repeat(50_000))),
      'GITHUB_RESPONSE_INVALID',
    ],
    'a redirect': [
      (_, response) => response.writeHead(302, { location: `https://elsewhere.example/${planted}` }).end(),
      'GITHUB_RESPONSE_INVALID',
    ],
    '500': [(_, response) => response.writeHead(500).end(planted), 'GITHUB_UNAVAILABLE'],
    '429': [(_, response) => response.writeHead(429).end(planted), 'GITHUB_UNAVAILABLE'],
    'no answer': [() => {}, 'GITHUB_UNAVAILABLE'],
    'an answer that never ends': [
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).write('{"a":');
      },
      'GITHUB_UNAVAILABLE',
    ],
    'a broken connection': [(request) => request.socket.destroy(), 'GITHUB_UNAVAILABLE'],
  };
  const endpoints: Endpoint[] = ['token', 'user', 'emails', 'organizations'];
  const cases = endpoints.flatMap((endpoint) =>
    Object.entries(answers).map(([name, [answer, code]]) => ({ endpoint, name, answer, code })),
  );

  test.each(cases)('$endpoint: $name', async ({ endpoint, answer, code }) => {
    const { auth, events, users, entries, github } = await openGateway({
      github: {
        allow: { emails: ['x@y.example'], organizations: ['x'] },
        timeout: 300,
      },
    });
    github.misbehaves.set(endpoint, answer);
    const browser = new Browser(auth);
    const response = await browser.signIn();
    const body = await response.text();
    const found = (JSON.parse(body) as { error: { code: string } }).error.code;
    const isList = endpoint === 'emails' || endpoint === 'organizations';
    // What says no at the token is a refusal; elsewhere, an object that is none of what was asked for.
    expect(found).toBe(code || (endpoint === 'token' ? 'GITHUB_REJECTED' : 'GITHUB_RESPONSE_INVALID'));
    expect(isList || found.startsWith('GITHUB_')).toBe(true);
    expect(browser.cookies.size).toBe(0);
    expect(await users.users.list({ limit: 10 })).toEqual([]);
    const seen = body + inspect([...events, ...entries, ...response.headers], { depth: 9 });
    for (const secret of [planted, ...github.secrets]) expect(seen).not.toContain(secret);
    expect(events.map((event) => (event.type === 'sign-in.failed' ? event.code : event.type))).toEqual([found]);
  });

  test('a token that was revoked meanwhile', async () => {
    const { auth, github } = await openGateway();
    const browser = new Browser(auth);
    const back = await browser.leave();
    github.misbehaves.set('user', (_, response) => {
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"message":"Bad credentials"}');
    });
    expect(await codeOf(await browser.send(back))).toBe('GITHUB_REJECTED');
  });

  test('an account that hides its address is let in without one', async () => {
    const { auth, github, users } = await openGateway();
    github.account = { id: 5, login: 'hidden', email: null };
    const browser = new Browser(auth);
    await browser.signIn();
    expect(await browser.me()).toBe('hidden');
    expect((await users.users.list({ limit: 1 }))[0]).toMatchObject({ email: null });
  });

  test('a browser that goes away ends the questions', async () => {
    const { auth, github } = await openGateway();
    const browser = new Browser(auth);
    const back = await browser.leave();
    github.misbehaves.set('token', () => {});
    const gone = new AbortController();
    const response = browser.send(back, { signal: gone.signal });
    await delay(50);
    gone.abort();
    expect(await codeOf(await response)).toBe('ABORTED');
  });
});

describe('local mode', () => {
  const open = () => openGateway({ mode: 'local', baseUrl: 'http://localhost:8080' });
  const ask = async (
    headers: Record<string, string>,
    remoteAddress?: string,
    url = 'http://localhost:8080/auth/me',
  ) => {
    const { auth } = await open();
    return whoIs(await auth.handler(new Request(url, { headers }), { remoteAddress }));
  };

  test.each(['127.0.0.1', '::1', '::ffff:127.0.0.1', '127.8.8.8'])('%s is the one user', async (address) => {
    expect(await ask({}, address)).toBe('local');
  });

  test.each([
    ['an address of the network', {}, '192.168.0.4', undefined],
    ['no address', {}, undefined, undefined],
    ['a proxy', { 'x-forwarded-for': '127.0.0.1' }, '127.0.0.1', undefined],
    ['a name that was made to point here', {}, '127.0.0.1', 'http://evil.example:8080/auth/me'],
    ['a host header of such a name', { host: 'evil.example' }, '127.0.0.1', undefined],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }, '127.0.0.1', undefined],
    ['a page of another port', { origin: 'http://localhost:9999' }, '127.0.0.1', undefined],
    ['a page without an origin', { origin: 'null' }, '127.0.0.1', undefined],
  ])('%s is refused', async (_, headers, address, url) => {
    expect(await ask(headers as Record<string, string>, address, url)).toBe('LOCAL_MODE_REFUSED');
  });

  test('there is nothing to sign in to', async () => {
    const { auth } = await open();
    const response = await auth.handler(new Request('http://localhost:8080/auth/github'), {
      remoteAddress: '127.0.0.1',
    });
    expect(await codeOf(response)).toBe('SIGN_IN_DENIED');
  });
});
