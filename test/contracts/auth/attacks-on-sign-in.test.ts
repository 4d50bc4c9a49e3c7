import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ada, Browser, bob, codeOf, openGateway, origin, request } from './gateway.js';

const minutes = (count: number) => count * 60_000;

describe('state', () => {
  test('of 32 callbacks with one state at the same time exactly one wins', async () => {
    const { auth } = await openGateway();
    const browser = new Browser(auth);
    const back = await browser.leave();
    const responses = await Promise.all(
      Array.from({ length: 32 }, async () => {
        const twin = new Browser(auth);
        for (const [name, value] of browser.cookies) twin.cookies.set(name, value);
        return twin.send(back);
      }),
    );
    const codes = await Promise.all(responses.map(async (each) => (each.status === 303 ? 'in' : codeOf(each))));
    expect(codes.filter((code) => code === 'in')).toHaveLength(1);
    expect(codes.filter((code) => code === 'SIGN_IN_STATE_INVALID')).toHaveLength(31);
  });

  test.each([
    [minutes(15) - 1, 303],
    [minutes(15), 400],
    [minutes(15) + 1, 400],
    // A clock that goes backwards: nothing says how old the state is.
    [-1, 400],
  ])('%i ms after it was made it answers %i', async (age, status) => {
    const { auth, clock } = await openGateway();
    const browser = new Browser(auth);
    const back = await browser.leave();
    clock.time += age;
    expect((await browser.send(back)).status).toBe(status);
  });

  test('it holds in the browser that left, and is used up by whoever tries', async () => {
    const { auth } = await openGateway();
    const victim = new Browser(auth);
    const back = await victim.leave();
    // Somebody who was made to follow the attacker's way back would be signed in as the attacker.
    expect(await codeOf(await new Browser(auth).send(back))).toBe('SIGN_IN_STATE_INVALID');
    expect(await codeOf(await victim.send(back))).toBe('SIGN_IN_STATE_INVALID');
  });

  test.each(['', 'x', '__proto__', 'constructor', '../session:x', 'A'.repeat(43), 'A'.repeat(10_000), '\u0000'])(
    'a made-up state is refused: %j',
    async (state) => {
      const { auth } = await openGateway();
      const browser = new Browser(auth);
      await browser.leave();
      const response = await browser.send(`/auth/callback?${new URLSearchParams({ state, code: 'x' })}`);
      expect(response.status >= 400 && response.status < 500).toBe(true);
    },
  );

  test('a state or a code that is there twice is none', async () => {
    const { auth } = await openGateway();
    for (const name of ['state', 'code']) {
      const browser = new Browser(auth);
      const back = await browser.leave();
      const value = new URL(back, origin).searchParams.get(name)!;
      const response = await browser.send(`${back}&${name}=${value}`);
      expect([400, 403]).toContain(response.status);
      expect(browser.session).toBe('');
    }
  });
});

describe('the cookie of a sign-in', () => {
  const open = (browser: Browser) => [...browser.cookies].filter(([name]) => name.includes('sign-in'));
  const nameFor = (back: string) => {
    const state = new URL(back, origin).searchParams.get('state')!;
    return `__Host-agentcards-sign-in-${createHash('sha256').update(state).digest('base64url').slice(0, 16)}`;
  };

  test.each([
    [0, 1],
    [1, 0],
  ])('of two tabs that left both come back, in any order: %i, %i', async (...order) => {
    const { auth } = await openGateway({ returnPaths: ['/tab/*'] });
    const browser = new Browser(auth);
    const backs = [await browser.leave('/tab/0'), await browser.leave('/tab/1')];
    expect(open(browser).map(([name]) => name)).toEqual(backs.map(nameFor));
    for (const tab of order) {
      expect((await browser.send(backs[tab]!)).headers.get('location')).toBe(`/tab/${tab}`);
      expect(await browser.me()).toBe('ada');
    }
    expect(open(browser)).toEqual([]);
  });

  test('a sign-in that fails takes its own cookie with it, and leaves that of the other tab', async () => {
    const { auth } = await openGateway();
    const browser = new Browser(auth);
    const [declined, back] = [new URL(await browser.leave(), origin), await browser.leave()];
    declined.searchParams.delete('code');
    declined.searchParams.set('error', 'access_denied');
    expect(await codeOf(await browser.send(declined.pathname + declined.search))).toBe('SIGN_IN_DENIED');
    expect(open(browser).map(([name]) => name)).toEqual([nameFor(back)]);
    expect((await browser.send(back)).status).toBe(303);
  });

  test('a way back that was gone opens nothing when it is gone again, also with the cookie of then', async () => {
    const { auth } = await openGateway();
    const browser = new Browser(auth);
    const back = await browser.leave();
    const [[name, value] = ['', '']] = open(browser);
    await browser.send(back);
    const session = browser.session;
    for (const init of [{}, { headers: { cookie: `${name}=${value}` } }]) {
      expect(await codeOf(await browser.send(back, init))).toBe('SIGN_IN_STATE_INVALID');
    }
    expect(browser.session).toBe(session);
    expect(await browser.me()).toBe('ada');
  });

  test('by itself it opens nothing, and stays for the way back', async () => {
    const { auth } = await openGateway();
    const browser = new Browser(auth);
    const back = await browser.leave();
    expect(await browser.me()).toBe('AUTH_REQUIRED');
    expect(await codeOf(await browser.send('/auth/callback?code=x'))).toBe('SIGN_IN_STATE_INVALID');
    expect(open(browser)).toHaveLength(1);
    expect((await browser.send(back)).status).toBe(303);
  });

  test('two cookies of its name, one of them planted, are none', async () => {
    const { auth } = await openGateway();
    const browser = new Browser(auth);
    const back = await browser.leave();
    const [[name, value] = ['', '']] = browser.cookies;
    const response = await browser.send(back, { headers: { cookie: `${name}=planted; ${name}=${value}` } });
    expect(await codeOf(response)).toBe('SIGN_IN_STATE_INVALID');
  });

  test('of whatever stands in it, planted or of another sign-in, nothing lets a foreign way back in', async () => {
    const { auth } = await openGateway();
    const begin = async () => {
      const browser = new Browser(auth);
      const back = await browser.leave();
      return { browser, back, secret: open(browser)[0]![1] };
    };
    const victim = await begin();
    const plain = '__Host-agentcards-sign-in';
    const forms: readonly ((own: string, secret: string) => string)[] = [
      (own) => `${own}=`,
      (own) => `${own}=planted`,
      (own) => `${own}=${victim.secret}`,
      (own, secret) => `${own}=${secret}=`,
      (own, secret) => `${own}=${secret}; ${own}=${victim.secret}`,
      (own, secret) => `${own.toLowerCase()}=${secret}`,
      (own, secret) => `${own.slice(0, -1)}=${secret}`,
      (own, secret) => `${own}x=${secret}`,
      (own, secret) => `${own.replace('__Host-', '')}=${secret}`,
      (own, secret) => `"${own}"=${secret}`,
      (own, secret) => `${encodeURIComponent(own.replaceAll('-', '%2d'))}=${secret}`,
      (_, secret) => `${nameFor(victim.back)}=${secret}`,
      (_, secret) => `${plain}=${secret}; ${plain}-=${secret}; __proto__=${secret}`,
    ];
    for (const form of forms) {
      const attacker = await begin();
      const planted = form(nameFor(attacker.back), attacker.secret);
      const response = await victim.browser.send(attacker.back, { headers: { cookie: planted } });
      expect([planted, await codeOf(response)]).toEqual([planted, 'SIGN_IN_STATE_INVALID']);
      expect(victim.browser.session).toBe('');
    }
    // None of it has touched the victim's own sign-in.
    expect((await victim.browser.send(victim.back)).status).toBe(303);
  });

  test('ten are open at most: of 30 in a row the last ten come back', async () => {
    const { auth } = await openGateway();
    const browser = new Browser(auth);
    browser.cookies.set('other-sign-in', 'x');
    const backs: string[] = [];
    for (let turn = 0; turn < 30; turn++) {
      backs.push(await browser.leave());
      expect(
        open(browser)
          .slice(1)
          .map(([name]) => name),
      ).toEqual(backs.slice(-10).map(nameFor));
    }
    const statuses: number[] = [];
    for (const back of backs.slice(15)) statuses.push((await browser.send(back)).status);
    expect(statuses).toEqual([...Array.from({ length: 5 }, () => 400), ...Array.from({ length: 10 }, () => 303)]);
    expect(open(browser)).toEqual([['other-sign-in', 'x']]);
  });

  test('planted names of its kind become a header only where they are to the letter, and count where they are', async () => {
    const { auth } = await openGateway();
    const start = async (names: readonly string[]) => {
      const cookie = names.map((name) => `${name}=x`).join('; ');
      const response = await new Browser(auth).send('/auth/github', { headers: { cookie } });
      return response.headers.getSetCookie().slice(1);
    };
    const name = (rest: string) => `__Host-agentcards-sign-in-${rest}`;
    const odd = ['', 'x', 'a'.repeat(17), `${'a'.repeat(15)},`, `${'a'.repeat(15)}"`, `${'a'.repeat(15)}\u00e9`];
    expect(await start(odd.flatMap((rest) => [name(rest), name(`${rest}%`)]))).toEqual([]);
    const planted = Array.from({ length: 40 }, (_, at) => name(String(at).padStart(16, '-')));
    const forgotten = await start([...planted, ...planted]);
    expect(forgotten.map((line) => line.split('=')[0])).toEqual(planted.slice(0, 31));
    expect(forgotten.every((line) => line.includes('=; Path=/; Max-Age=0;'))).toBe(true);
  });

  test('without TLS it goes by its plain name', async () => {
    const at = 'http://localhost:3000';
    const { auth } = await openGateway({ baseUrl: at });
    const browser = new Browser(auth, at);
    const backs = [await browser.leave(), await browser.leave()];
    expect(open(browser).map(([name]) => name)).toEqual(backs.map((back) => nameFor(back).replace('__Host-', '')));
    for (const back of backs) expect((await browser.send(back)).status).toBe(303);
  });
});

describe('codes', () => {
  test('a code that was made for another sign-in, of another verifier, is refused', async () => {
    const { auth, github } = await openGateway();
    const [attacker, victim] = [new Browser(auth), new Browser(auth)];
    github.account = bob;
    const stolen = new URL(await attacker.leave(), origin).searchParams.get('code')!;
    github.account = ada;
    const back = new URL(await victim.leave(), origin);
    back.searchParams.set('code', stolen);
    expect(await codeOf(await victim.send(back.pathname + back.search))).toBe('GITHUB_REJECTED');
  });

  test('the verifier is the one of the challenge, and a sign-in without one does not exist', async () => {
    const { auth, entries } = await openGateway();
    const start = await new Browser(auth).send('/auth/github?code_challenge_method=plain&code_challenge=x');
    const asked = new URL(start.headers.get('location')!).searchParams;
    expect(asked.getAll('code_challenge_method')).toEqual(['S256']);
    const [pending] = [...entries]
      .filter(([key]) => key.startsWith('auth/pending:'))
      .map(([, { value }]) => JSON.parse(value));
    expect(asked.get('code_challenge')).toBe(createHash('sha256').update(pending.verifier).digest('base64url'));
  });

  test('an answer by another issuer is refused', async () => {
    const { auth, github } = await openGateway();
    const browser = new Browser(auth);
    const back = await browser.leave();
    expect(await codeOf(await browser.send(`${back}&iss=https://evil.example`))).toBe('SIGN_IN_STATE_INVALID');
    const right = await browser.leave();
    expect((await browser.send(`${right}&iss=${encodeURIComponent(github.url)}`)).status).toBe(303);
  });

  test('what the user declines is no sign-in', async () => {
    const { auth } = await openGateway();
    const browser = new Browser(auth);
    const state = new URL(await browser.leave(), origin).searchParams.get('state')!;
    const response = await browser.send(`/auth/callback?error=access_denied&state=${state}&error_description=<b>`);
    expect(await codeOf(response)).toBe('SIGN_IN_DENIED');
  });
});

describe('open redirect', () => {
  const hosts = ['evil.example', '2130706433', '0x7f000001', '017700000001', '[::ffff:127.0.0.1]', 'evil\u3002example'];
  const starts = ['//', '///', '/\\', '\\\\', '\\/', '/\t/', '/\n/', '/%0d%0a/', 'https:', 'https://', 'http:\\\\'];
  const tricky = [
    ...hosts.flatMap((host) => starts.map((start) => start + host)),
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'blob:https://x',
    '@evil.example',
    '/@evil.example/..//evil.example',
    'https://gateway.example@evil.example/',
    'https://gateway.example.evil.example/',
    'https://gateway.example/',
    '/app/../admin',
    '/app/%2e%2e/admin',
    '/app/..%2fadmin',
    '/app//evil.example',
    '/app/%5cevil.example',
    '/admin',
    '/apple',
    '/app',
    '/app/\u0000',
    '/app/\u202Eevil',
    '/app/\uff0f\uff0fevil.example',
    '/app/#@evil.example',
    '/app/x\r\nset-cookie: a=b',
    ' /app/x',
    '.',
    '..',
    '?x',
    '#x',
    `/app/${'x'.repeat(2_000)}`,
  ];

  test('there are at least 80 of them', () => expect(new Set(tricky).size).toBeGreaterThanOrEqual(80));

  test.each(tricky)('%j is refused', async (path) => {
    const { auth, entries } = await openGateway({ returnPaths: ['/', '/app/*'] });
    const response = await new Browser(auth).send(`/auth/github?${new URLSearchParams({ returnTo: path })}`);
    expect(await codeOf(response)).toBe('RETURN_PATH_INVALID');
    expect([...entries.keys()].filter((key) => key.startsWith('auth/pending:'))).toEqual([]);
  });

  test.each(['/', '/app/', '/app/tools?x=1&y=%20', "/app/a-b_c.d~e!$&'()*+,;=:@"])('%s is allowed', async (path) => {
    const { auth } = await openGateway({ returnPaths: ['/', '/app/*'] });
    const browser = new Browser(auth);
    const response = await browser.send(await browser.leave(path));
    expect(response.headers.get('location')).toBe(path);
  });
});

test('nothing that a caller sends becomes a header of the answer', async () => {
  const { auth } = await openGateway({ returnPaths: ['/*'] });
  const planted = 'x\r\nset-cookie: planted=1';
  for (const path of [
    `/auth/github?returnTo=${encodeURIComponent(`/${planted}`)}`,
    `/auth/callback?state=${encodeURIComponent(planted)}&code=${encodeURIComponent(planted)}`,
    `/auth/callback?error=${encodeURIComponent(planted)}`,
    `/auth/${encodeURIComponent(planted)}`,
  ]) {
    const response = await new Browser(auth).send(path);
    expect([...response.headers].flat().join()).not.toContain('planted');
  }
});

test('whatever is refused is told once, and so is a user who is made', async () => {
  const { auth, events } = await openGateway({ rateLimits: { signInByAddress: { limit: 1, window: 60_000 } } });
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    auth.handler(request(headers, path, method), { remoteAddress: '192.0.2.1' });
  await ask('/auth/github');
  const refusals: readonly (readonly [string, () => Promise<Response>])[] = [
    ['RATE_LIMITED', () => ask('/auth/github')],
    ['RATE_LIMITED', () => ask('/auth/callback?code=x&state=y')],
    ['REQUEST_TOO_LARGE', () => ask('/auth/logout', { cookie: `a=${'x'.repeat(20_000)}` }, 'POST')],
    ['REQUEST_TOO_LARGE', () => ask('/auth/me', { cookie: `a=${'x'.repeat(20_000)}` })],
    ['CSRF_REJECTED', () => ask('/auth/logout', { 'sec-fetch-site': 'cross-site' }, 'POST')],
    ['API_KEY_INVALID', () => ask('/auth/me', { authorization: 'Bearer ac_x' })],
  ];
  for (const [code, refused] of refusals) {
    events.length = 0;
    expect((await refused()).status).toBeGreaterThanOrEqual(400);
    expect(events).toMatchObject([{ type: 'request.rejected', code, address: '192.0.2.1' }]);
  }
  events.length = 0;
  expect((await ask('/auth/me')).status).toBe(401);
  const { id } = await auth.users.create({ username: 'ops', role: 'admin' });
  expect(events).toMatchObject([{ type: 'user.created', userId: id, role: 'admin', address: null }]);
});

test('a flood of sign-ins is refused, and told for how long', async () => {
  const { auth, clock, entries } = await openGateway({ rateLimits: { signInByAddress: { limit: 5, window: 60_000 } } });
  clock.time += 12_345;
  const responses = await Promise.all(Array.from({ length: 100 }, () => new Browser(auth).send('/auth/github')));
  expect(responses.filter(({ status }) => status === 303)).toHaveLength(5);
  const refused = responses.filter(({ status }) => status === 429);
  expect(new Set(refused.map(({ headers }) => headers.get('retry-after')))).toEqual(new Set(['48']));
  expect([...entries.keys()].filter((key) => key.startsWith('auth/pending:'))).toHaveLength(5);
});
