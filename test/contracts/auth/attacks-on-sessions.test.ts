import { createMemoryKeyValueStore, createMemoryUserStore, type KeyValueStore, namespaces } from '@agentcards/auth';
import { describe, expect, test } from 'vitest';
import { Browser, bob, codeOf, openGateway, origin, request, whoIs } from './gateway.js';

const hour = 3_600_000;
const cookieOf = (browser: Browser) => `__Host-agentcards-session=${browser.session}`;

async function signedIn(options: Parameters<typeof openGateway>[0] = {}) {
  const gateway = await openGateway(options);
  const browser = new Browser(gateway.auth);
  await browser.signIn();
  const { principal } = await gateway.auth.authenticate(request({ cookie: cookieOf(browser) }));
  return { ...gateway, browser, userId: principal.userId };
}

describe('the cookie', () => {
  test('of 256 single flipped bits none is accepted', async () => {
    const { auth, browser } = await signedIn();
    const [id, secret = ''] = browser.session.split('.');
    const bytes = Buffer.from(secret, 'base64url');
    expect(bytes).toHaveLength(32);
    for (let bit = 0; bit < 256; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      const cookie = `__Host-agentcards-session=${id}.${flipped.toString('base64url')}`;
      await expect(auth.authenticate(request({ cookie }))).rejects.toMatchObject({ code: 'SESSION_INVALID' });
    }
    expect(await browser.me()).toBe('ada');
  });

  test('no other text for the same bytes is accepted, and none with something around it', async () => {
    const { auth, browser } = await signedIn();
    const token = browser.session;
    const last = token.at(-1)!;
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const twins = [1, 2, 3].map((offset) => token.slice(0, -1) + alphabet[alphabet.indexOf(last) ^ offset]);
    for (const value of [...twins, token.toUpperCase(), `${token}=`, `"${token}"`, `${token}.x`, token.split('.')[0]]) {
      const cookie = `__Host-agentcards-session=${value}`;
      await expect(auth.authenticate(request({ cookie })), value).rejects.toMatchObject({ code: 'SESSION_INVALID' });
    }
  });

  test('two of its name are none: one of them was planted', async () => {
    const { auth, browser } = await signedIn();
    const other = new Browser(auth);
    await other.signIn();
    const cookie = `${cookieOf(browser)}; ${cookieOf(other)}`;
    await expect(auth.authenticate(request({ cookie }))).rejects.toMatchObject({ code: 'SESSION_INVALID' });
  });

  test('an id that was there before sign-in is worth nothing after it', async () => {
    const { auth, browser } = await signedIn();
    const fixed = cookieOf(browser);
    await browser.signIn();
    expect(cookieOf(browser)).not.toBe(fixed);
    await expect(auth.authenticate(request({ cookie: fixed }))).rejects.toMatchObject({ code: 'SESSION_INVALID' });
  });

  test('of another mount path of the same host it is refused', async () => {
    const kv = createMemoryKeyValueStore({ clock: { now: () => Date.UTC(2026, 10, 28) } });
    const users = createMemoryUserStore();
    const { browser } = await signedIn({ kv, users });
    const other = await openGateway({ kv, users, mountPath: '/other/auth' });
    const cookie = cookieOf(browser);
    await expect(other.auth.authenticate(request({ cookie }))).rejects.toMatchObject({ code: 'SESSION_INVALID' });
    expect(await browser.me()).toBe('ada');
  });

  test.each([
    ['cookie', `__Host-agentcards-session=${'x'.repeat(20_000)}`],
    ['authorization', `Bearer ${'x'.repeat(20_000)}`],
    ['x-api-key', 'x'.repeat(20_000)],
  ])('an oversized %s header is refused before anything reads it', async (name, value) => {
    const { auth } = await openGateway();
    await expect(auth.authenticate(request({ [name]: value }))).rejects.toMatchObject({ code: 'REQUEST_TOO_LARGE' });
    const response = await auth.handler(request({ [name]: value }, '/auth/me'));
    expect({ status: response.status, code: await codeOf(response) }).toEqual({
      status: 431,
      code: 'REQUEST_TOO_LARGE',
    });
  });

  test('a body, however long, is not read', async () => {
    const { auth } = await openGateway();
    let read = 0;
    const body = new ReadableStream({
      pull(controller) {
        read += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    const headers = { 'sec-fetch-site': 'same-origin' };
    const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
    expect((await auth.handler(new Request(`${origin}/auth/logout`, init))).status).toBe(204);
    expect(read).toBeLessThan(1_000_000);
  });
});

describe('how long it lasts', () => {
  test('24 hours without use, to the millisecond', async () => {
    for (const [age, name] of [
      [24 * hour - 1, 'ada'],
      [24 * hour, 'SESSION_INVALID'],
    ] as const) {
      const { browser, clock } = await signedIn();
      clock.time += age;
      expect(await browser.me()).toBe(name);
    }
  });

  test('use prolongs it, written at most hourly, and never beyond its greatest age', async () => {
    const { browser, clock, entries } = await signedIn({ sessions: { maxAge: 72 * hour } });
    const expiry = () => [...entries].find(([key]) => /^auth\/session:[0-9a-f-]{36}$/.test(key))?.[1].expiresAt;
    const start = clock.time;
    clock.time += hour - 1;
    await browser.me();
    expect(expiry()).toBe(start + 24 * hour);
    clock.time += 1;
    await browser.me();
    expect(expiry()).toBe(start + 25 * hour);
    for (clock.time += 20 * hour; clock.time < start + 72 * hour; clock.time += 20 * hour)
      expect(await browser.me()).toBe('ada');
    expect(expiry()).toBe(start + 72 * hour);
    clock.time = start + 72 * hour;
    expect(await browser.me()).toBe('SESSION_INVALID');
  });

  test('a clock that goes backwards prolongs nothing, and revives nothing that was ended', async () => {
    const { auth, browser, clock, entries, userId } = await signedIn();
    const before = JSON.stringify([...entries]);
    clock.time -= 5 * hour;
    expect(await browser.me()).toBe('ada');
    expect(JSON.stringify([...entries])).toBe(before);
    await auth.sessions.revokeAll(userId);
    clock.time -= 5 * hour;
    expect(await browser.me()).toBe('SESSION_INVALID');
    await browser.signIn();
    expect(await browser.me()).toBe('ada');
  });
});

describe('ending it', () => {
  test.each(['one', 'all'])(
    '%s while the clock is behind is for good: not undone once it is right again',
    async (what) => {
      const { auth, browser, clock, userId } = await signedIn();
      const signedInAt = clock.time;
      clock.time += 20 * hour;
      expect(await browser.me()).toBe('ada');
      clock.time -= 240 * hour;
      const [session] = await auth.sessions.list(userId);
      await (what === 'all' ? auth.sessions.revokeAll(userId) : auth.sessions.revoke(userId, session!.id));
      for (const age of [0, 23, 25, 43]) {
        clock.time = signedInAt + age * hour;
        expect(await browser.me()).toBe('SESSION_INVALID');
      }
    },
  );

  test('a logout that is replayed, and a cookie that is, open nothing', async () => {
    const { auth, browser } = await signedIn();
    const cookie = cookieOf(browser);
    const logOut = () => auth.handler(request({ cookie, 'sec-fetch-site': 'same-origin' }, '/auth/logout', 'POST'));
    const responses = [await logOut(), await logOut()];
    expect(responses.map(({ status }) => status)).toEqual([204, 204]);
    expect(responses[0]!.headers.getSetCookie()[0]).toContain('Max-Age=0');
    await expect(auth.authenticate(request({ cookie }))).rejects.toMatchObject({ code: 'SESSION_INVALID' });
  });

  test('by GET nobody is signed out', async () => {
    const { browser } = await signedIn();
    const response = await browser.send('/auth/logout');
    expect({ status: response.status, allow: response.headers.get('allow') }).toEqual({ status: 405, allow: 'POST' });
    expect(await browser.me()).toBe('ada');
  });

  test('a renewal in flight does not revive a session that ends meanwhile', async () => {
    const clock = { time: Date.UTC(2026, 10, 28), now: () => clock.time };
    const held = holding(createMemoryKeyValueStore({ clock }));
    const { auth, browser, userId } = await signedIn({ kv: held.kv, clock });
    clock.time += 2 * hour;
    const release = held.hold('set');
    const renewal = browser.me();
    await held.reached;
    await auth.sessions.revokeAll(userId).catch(() => {});
    release();
    await renewal;
    expect(await browser.me()).toBe('SESSION_INVALID');
  });

  test('users see their own sessions, and end one or all', async () => {
    const { auth, browser, github, userId, clock } = await signedIn();
    clock.time += 1_000;
    const second = new Browser(auth);
    await second.send(await second.leave(), { headers: { 'user-agent': `Phone ${'x'.repeat(900)}` } });
    github.account = bob;
    const stranger = new Browser(auth);
    await stranger.signIn();
    const list = await auth.sessions.list(userId);
    expect(list.map(({ userAgent }) => userAgent?.slice(0, 5))).toEqual(['Phone', undefined]);
    expect(list[0]!.userAgent).toHaveLength(256);
    const { principal } = await auth.authenticate(request({ cookie: cookieOf(stranger) }));
    // The handle of one user presented by another.
    expect(await auth.sessions.revoke(principal.userId, list[0]!.id)).toBe(false);
    expect(await auth.sessions.revoke(userId, list[0]!.id)).toBe(true);
    expect([await browser.me(), await second.me(), await stranger.me()]).toEqual(['ada', 'SESSION_INVALID', 'bob']);
    await auth.sessions.revokeAll(userId);
    expect([await browser.me(), await stranger.me()]).toEqual(['SESSION_INVALID', 'bob']);
    expect(await auth.sessions.list(userId)).toEqual([]);
  });

  test('one too many ends the oldest, however many sign in at once', async () => {
    const { auth, browser, userId, clock } = await signedIn({ sessions: { maxPerUser: 3 } });
    clock.time += 1;
    const others = [new Browser(auth), new Browser(auth), new Browser(auth)];
    for (const other of others) await other.signIn();
    expect(await browser.me()).toBe('SESSION_INVALID');
    expect(await auth.sessions.list(userId)).toHaveLength(3);
    const many = Array.from({ length: 8 }, () => new Browser(auth));
    await Promise.all(many.map((each) => each.signIn()));
    expect(await auth.sessions.list(userId)).toHaveLength(3);
  });
});

describe('no more than maxPerUser', () => {
  const namesOf = (browsers: readonly Browser[]) => Promise.all(browsers.map((each) => each.me()));

  test.each([1, 2, 3, 4, 5])('are open, and all that are open can be ended, over a slow store: %i', async (seed) => {
    const clock = { time: Date.UTC(2026, 10, 28), now: () => clock.time };
    const kv = slow(createMemoryKeyValueStore({ clock }), seed);
    const { auth, userId } = await signedIn({ kv, clock, sessions: { maxPerUser: 2 } });
    const browsers = Array.from({ length: 8 }, () => new Browser(auth));
    await Promise.all(browsers.map((each) => each.signIn()));
    const names = await namesOf(browsers);
    const open = browsers.filter((_, index) => names[index] === 'ada');
    expect(open.length).toBeGreaterThan(0);
    expect(open.length).toBeLessThanOrEqual(2);
    // Those that had to go give their places to whoever has them now, and take none away.
    for (const gone of browsers.filter((each) => !open.includes(each))) {
      expect((await gone.send('/auth/logout', { method: 'POST' })).status).toBe(204);
    }
    expect(new Set(await namesOf(open))).toEqual(new Set(['ada']));
    const listed = await auth.sessions.list(userId);
    expect(listed.length).toBeGreaterThanOrEqual(open.length);
    for (const { id } of listed) expect(await auth.sessions.revoke(userId, id)).toBe(true);
    expect(new Set(await namesOf(open))).toEqual(new Set(['SESSION_INVALID']));
  });

  test('are open where it was more when they began', async () => {
    const kv = createMemoryKeyValueStore({ clock: { now: () => Date.UTC(2026, 10, 28) } });
    const users = createMemoryUserStore();
    const { auth, browser, userId } = await signedIn({ kv, users });
    const second = new Browser(auth);
    await second.signIn();
    const { auth: later } = await openGateway({ kv, users, sessions: { maxPerUser: 1 } });
    const names = [browser, second].map((each) => later.handler(request({ cookie: cookieOf(each) }, '/auth/me')));
    expect(await Promise.all(names.map(async (each) => whoIs(await each)))).toEqual(['ada', 'SESSION_INVALID']);
    expect(await later.sessions.list(userId)).toHaveLength(1);
  });
});

describe('roles', () => {
  test('a change takes effect with the next request, which gets a new id; of 32 at once one gets it', async () => {
    const { auth, browser, github } = await signedIn();
    github.account = bob;
    const other = new Browser(auth);
    await other.signIn();
    const cookie = cookieOf(other);
    const first = await auth.authenticate(request({ cookie }));
    expect(() => auth.requireRole(first.principal, 'ops')).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
    await auth.users.setRole(first.principal.userId, 'ops');
    const answers = await Promise.allSettled(Array.from({ length: 32 }, () => auth.authenticate(request({ cookie }))));
    const winners = answers.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
    expect(winners).toHaveLength(1);
    auth.requireRole(winners[0]!.principal, 'ops');
    expect(() => auth.requireRole(winners[0]!.principal)).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
    const changed = winners[0]!.setCookie!;
    expect(changed).toMatch(/^__Host-agentcards-session=.*; HttpOnly; SameSite=Lax; Secure$/);
    await expect(auth.authenticate(request({ cookie }))).rejects.toMatchObject({ code: 'SESSION_INVALID' });
    const renewed = await auth.authenticate(request({ cookie: changed.split(';')[0]! }));
    expect(renewed.principal).toMatchObject({ role: 'ops', credentialId: first.principal.credentialId });
    expect(await browser.me()).toBe('ada');
  });

  test('a renewal in flight revives no id that was replaced meanwhile', async () => {
    const clock = { time: Date.UTC(2026, 10, 28), now: () => clock.time };
    const held = holding(createMemoryKeyValueStore({ clock }));
    const { auth, browser, userId } = await signedIn({ kv: held.kv, clock });
    const old = request({ cookie: cookieOf(browser) });
    await auth.users.create({ username: 'other', role: 'admin' });
    clock.time += 2 * hour;
    const release = held.hold('set');
    const renewal = auth.authenticate(old);
    await held.reached;
    await auth.users.setRole(userId, 'ops');
    const { setCookie } = await auth.authenticate(old);
    release();
    await renewal;
    await expect(auth.authenticate(old)).rejects.toMatchObject({ code: 'SESSION_INVALID' });
    const { principal } = await auth.authenticate(request({ cookie: setCookie!.split(';')[0]! }));
    expect(principal.role).toBe('ops');
    expect(await auth.sessions.list(userId)).toHaveLength(1);
  });

  test('a session that is ended while it changes its id stays ended', async () => {
    const clock = { time: Date.UTC(2026, 10, 28), now: () => clock.time };
    const held = holding(createMemoryKeyValueStore({ clock }));
    const { auth, browser, userId, users } = await signedIn({ kv: held.kv, clock });
    await users.users.create({
      ...(await users.users.get(userId))!,
      id: '11111111-1111-4111-8111-111111111111',
      githubId: '77',
    });
    await auth.users.setRole(userId, 'ops');
    const release = held.hold('set');
    const rotation = auth.authenticate(request({ cookie: cookieOf(browser) }));
    await held.reached;
    await auth.sessions.revokeAll(userId);
    release();
    const { setCookie } = await rotation;
    const cookie = setCookie!.split(';')[0]!;
    await expect(auth.authenticate(request({ cookie }))).rejects.toMatchObject({ code: 'SESSION_INVALID' });
  });

  test('the last administrator stays one, and a user who is removed is signed out', async () => {
    const { auth, browser, github, userId } = await signedIn();
    await expect(auth.users.setRole(userId, 'user')).rejects.toMatchObject({ code: 'LAST_ADMIN' });
    await expect(auth.users.remove(userId)).rejects.toMatchObject({ code: 'LAST_ADMIN' });
    github.account = bob;
    const other = new Browser(auth);
    await other.signIn();
    const { principal } = await auth.authenticate(request({ cookie: cookieOf(other) }));
    await auth.users.remove(principal.userId);
    expect([await browser.me(), await other.me()]).toEqual(['ada', 'SESSION_INVALID']);
    await expect(auth.users.remove(principal.userId)).rejects.toMatchObject({ code: 'USER_UNKNOWN' });
  });
});

describe('a cookie that has to change', () => {
  const ok = () => new Response('in');

  /** A browser whose user has another role than its session was made for. */
  async function changed(options: Parameters<typeof openGateway>[0] = {}) {
    const gateway = await signedIn(options);
    await gateway.auth.users.create({ username: 'other', role: 'admin' });
    await gateway.auth.users.setRole(gateway.userId, 'ops');
    const { auth, browser } = gateway;
    const ask = async (answer: Parameters<typeof auth.protect>[1]) => {
      const response = await auth.protect(request({ cookie: cookieOf(browser) }), answer);
      browser.keep(response);
      return { status: response.status, hasCookie: response.headers.getSetCookie().length === 1 };
    };
    return { ...gateway, ask };
  }

  test('is in the answer of `protect` also where that is an error', async () => {
    const { auth, browser, ask } = await changed();
    const denied = await ask((principal) => {
      auth.requireRole(principal, 'admin');
      return ok();
    });
    expect(denied).toEqual({ status: 403, hasCookie: true });
    expect(await ask(ok)).toEqual({ status: 200, hasCookie: false });
    expect(await browser.me()).toBe('ada');
  });

  test('does not where an error is thrown on, or where nothing can carry it: the old one stays good', async () => {
    const { browser, ask } = await changed();
    const before = browser.session;
    const mistake = ask(() => {
      throw new TypeError('a mistake');
    });
    await expect(mistake).rejects.toThrow('a mistake');
    // No program can make one of a switch to WebSocket here.
    const handshake = Object.defineProperty(ok(), 'status', { value: 101 });
    expect(await ask(() => handshake)).toEqual({ status: 101, hasCookie: false });
    expect(browser.session).toBe(before);
    expect(await ask(ok)).toEqual({ status: 200, hasCookie: true });
    expect(await ask(ok)).toEqual({ status: 200, hasCookie: false });
  });

  test('keeps no answer from being given, however many there are at once, and goes to one', async () => {
    const { ask } = await changed();
    let [asking, letIn] = [32, () => {}];
    const allAsk = new Promise<void>((resolve) => {
      letIn = resolve;
    });
    // Who is let in before the cookie changes stays so; who asks with the old one after that is not.
    const together = async () => {
      asking -= 1;
      if (asking === 0) letIn();
      await allAsk;
      return ok();
    };
    const answers = await Promise.all(Array.from({ length: 32 }, () => ask(together)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(answers.filter(({ hasCookie }) => hasCookie)).toHaveLength(1);
    expect(await ask(ok)).toEqual({ status: 200, hasCookie: false });
  });

  test('takes no answer back where the key-value store fails after it', async () => {
    const clock = { time: Date.UTC(2026, 10, 28), now: () => clock.time };
    const inner = createMemoryKeyValueStore({ clock });
    let isDown = false;
    const take = (key: string) => (isDown ? Promise.reject(new Error('ECONNREFUSED')) : inner.take(key));
    const { ask } = await changed({ kv: { ...inner, take }, clock });
    isDown = true;
    expect(await ask(ok)).toEqual({ status: 200, hasCookie: false });
    isDown = false;
    expect(await ask(ok)).toEqual({ status: 200, hasCookie: true });
  });

  test('does not sign a browser in again that its answer signs out', async () => {
    const { auth, browser, ask } = await changed();
    const cookie = cookieOf(browser);
    const logout = request({ cookie, 'sec-fetch-site': 'same-origin' }, '/auth/logout', 'POST');
    expect(await ask(() => auth.routes.logout(logout))).toEqual({ status: 204, hasCookie: true });
    expect(browser.session).toBe('');
    await expect(auth.authenticate(request({ cookie }))).rejects.toMatchObject({ code: 'SESSION_INVALID' });
  });
});

describe('the key-value store', () => {
  test('every string that it and the user store hold opens nothing', async () => {
    const { auth, entries, userId, users } = await signedIn();
    const { key } = await auth.apiKeys.create(userId, { name: 'agent' });
    await auth.authenticate(request({ authorization: `Bearer ${key}` }));
    await new Browser(auth).send('/auth/github');
    const rows = [await users.users.list({ limit: 9 }), await users.apiKeys.list(userId)];
    const strings = stringsOf([[...entries], rows]);
    expect(strings.size).toBeGreaterThan(20);
    const parts = [...strings].flatMap((text) => [text, text.split(':').at(-1)!, text.slice(4)]);
    const ids = parts.filter((text) => /^[0-9a-f-]{36}$/.test(text));
    const hashes = parts.filter((text) => /^[\w-]{43}$/.test(text));
    const dump = new Set([...parts, ...ids.flatMap((id) => hashes.map((hash) => `${id}.${hash}`))]);
    let accepted = 0;
    for (const text of dump) {
      if (!/^[\x20-\x7e]*$/.test(text)) continue;
      const attempts: Record<string, string>[] = [
        { cookie: `__Host-agentcards-session=${text}` },
        { authorization: `Bearer ${text}` },
        { 'x-api-key': text },
      ];
      for (const headers of attempts) {
        await auth.authenticate(request(headers)).then(
          () => accepted++,
          () => {},
        );
      }
    }
    expect(accepted).toBe(0);
    expect([...dump].some((text) => text.includes(key))).toBe(false);
  });

  test('after a full round it holds the three namespaces, and nothing for longer than they say', async () => {
    const { auth, clock, entries, userId } = await signedIn();
    const { key } = await auth.apiKeys.create(userId, { name: 'agent' });
    await auth.authenticate(request({ authorization: `Bearer ${key}` }));
    await auth.sessions.revokeAll(userId);
    await new Browser(auth).send('/auth/github');
    const limits = Object.values(namespaces);
    expect(limits).toEqual([
      { prefix: 'auth/session:', ttl: 24 * hour },
      { prefix: 'auth/pending:', ttl: hour / 4 },
      { prefix: 'auth/api-key:', ttl: hour },
    ]);
    const seen = new Set<string>();
    for (const [key, { expiresAt }] of entries) {
      const namespace = limits.find(({ prefix }) => key.startsWith(prefix));
      expect(namespace, key).toBeDefined();
      seen.add(namespace!.prefix);
      expect(expiresAt, key).toBeLessThanOrEqual(clock.time + namespace!.ttl);
    }
    expect(seen.size).toBe(3);
  });

  test.each(['get', 'take', 'set', 'increment', 'setIfAbsent', 'delete'] as const)(
    'where `%s` fails nobody gets in',
    async (method) => {
      const clock = { time: Date.UTC(2026, 10, 28), now: () => clock.time };
      const inner = createMemoryKeyValueStore({ clock });
      const broken: { on: boolean } = { on: false };
      const kv = {
        ...inner,
        [method]: (...parameters: never[]) => {
          if (broken.on) return Promise.reject(new Error(`ECONNREFUSED ${String(parameters[0])}`));
          return (inner[method] as (...each: never[]) => Promise<unknown>)(...parameters);
        },
      } as KeyValueStore;
      const { auth, browser } = await signedIn({ kv, clock });
      const before = browser.session;
      const back = await browser.leave();
      broken.on = true;
      const response = await browser.send(back);
      const body = await response.text();
      if (response.status === 303) expect(['get', 'set', 'take', 'increment']).not.toContain(method);
      else
        expect({ status: response.status, code: JSON.parse(body).error.code }).toEqual({
          status: 503,
          code: 'KV_FAILED',
        });
      expect(body).not.toContain('auth/');
      if (method === 'get') {
        const headers = { cookie: `__Host-agentcards-session=${before}` };
        expect(await whoIs(await auth.handler(request(headers, '/auth/me')))).toBe('KV_FAILED');
      }
    },
  );

  test('one that does not answer refuses, after the time that it has', async () => {
    const clock = { time: Date.UTC(2026, 10, 28), now: () => clock.time };
    const held = holding(createMemoryKeyValueStore({ clock }));
    const { browser } = await signedIn({ kv: held.kv, clock, kvTimeout: 200 });
    held.hold('get');
    expect(await browser.me()).toBe('KV_FAILED');
  });
});

describe('the user store', () => {
  test.each(['fails', 'does not answer'])(
    'a user store that fails, or does not answer in its time, lets nobody in: %s',
    async (how) => {
      let isBroken = false;
      const inner = createMemoryUserStore();
      const broken = async () =>
        how === 'fails' ? Promise.reject(new Error('down: ada@lovelace')) : new Promise(() => {});
      const faulty = <Port extends object>(port: Port): Port =>
        new Proxy(port, {
          get: (target, name, receiver) => (isBroken ? broken : Reflect.get(target, name, receiver)),
        });
      const users = { ...inner, users: faulty(inner.users), apiKeys: faulty(inner.apiKeys) };
      const { auth, browser, userId } = await signedIn({ users, usersTimeout: 50 });
      const { key } = await auth.apiKeys.create(userId, { name: 'laptop' });
      const back = await browser.leave();
      isBroken = true;
      const responses = [
        await browser.send('/auth/me'),
        await browser.send(back),
        await auth.handler(request({ authorization: `Bearer ${key}` }, '/auth/me')),
        await auth.protect(request({ authorization: `Bearer ${key}` }), () => new Response('let in')),
      ];
      for (const response of responses) {
        expect(response.status).toBe(503);
        const body = await response.text();
        expect(JSON.parse(body).error.code).toBe('USER_STORE_FAILED');
        expect(body).not.toContain('ada@');
      }
    },
  );
});

function stringsOf(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') {
    found.add(value);
    if (/^[{[]/.test(value)) stringsOf(JSON.parse(value), found);
  } else if (typeof value === 'object' && value !== null) {
    for (const each of Object.values(value)) stringsOf(each, found);
  }
  return found;
}

/** A store that answers a few turns of the event loop later, as a database does: another few for each call. */
function slow(inner: KeyValueStore, seed: number): KeyValueStore {
  let state = seed;
  const later = async () => {
    // Lehmer's generator (Park and Miller, 1988).
    state = (state * 48_271) % 2_147_483_647;
    for (let turn = state % 5; turn >= 0; turn--) await new Promise((resolve) => setImmediate(resolve));
  };
  const methods = ['get', 'set', 'delete', 'take', 'increment', 'setIfAbsent'] as const;
  const slowed = methods.map((method) => {
    const call = inner[method] as (...parameters: unknown[]) => Promise<unknown>;
    return [method, async (...parameters: unknown[]) => later().then(() => call(...parameters))];
  });
  return { ...inner, ...Object.fromEntries(slowed) };
}

/** A store whose next call of a method waits until it is let go, and does then what it was asked for. */
function holding(inner: KeyValueStore) {
  let method = '';
  let gate: Promise<void> | undefined;
  let reach = () => {};
  const held = {
    kv: Object.fromEntries(
      Object.entries(inner).map(([name, value]) => [
        name,
        typeof value !== 'function'
          ? value
          : async (...parameters: unknown[]) => {
              if (name === method && gate) {
                const wait = gate;
                method = '';
                reach();
                await wait;
              }
              return (value as (...each: unknown[]) => Promise<unknown>)(...parameters);
            },
      ]),
    ) as unknown as KeyValueStore,
    reached: Promise.resolve(),
    hold(name: string): () => void {
      let release = () => {};
      method = name;
      gate = new Promise((resolve) => {
        release = resolve;
      });
      held.reached = new Promise((resolve) => {
        reach = resolve;
      });
      return release;
    },
  };
  return held;
}
