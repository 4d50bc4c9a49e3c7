import { setImmediate } from 'node:timers/promises';
import { inspect } from 'node:util';
import {
  type ApiKeyRecord,
  argon2Hasher,
  createMemoryUserStore,
  type PasswordHasher,
  pbkdf2Hasher,
  type UserStore,
} from '@agentcards/auth';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Gateway, openGateway, quickHasher, request } from './gateway.js';

const minute = 60_000;
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

async function withKey(options: Parameters<typeof openGateway>[0] = {}, more = {}) {
  const gateway = await openGateway(options);
  const user = await gateway.auth.users.create({ username: 'agent' });
  const { key, summary } = await gateway.auth.apiKeys.create(user.id, { name: 'laptop', ...more });
  return { ...gateway, user, key, summary };
}

const ask = ({ auth }: Pick<Gateway, 'auth'>, key: string, remoteAddress = '192.0.2.7', path = '/tools') =>
  auth.authenticate(request({ authorization: `Bearer ${key}` }, path), { remoteAddress });
const codeFor = (...parameters: Parameters<typeof ask>) =>
  ask(...parameters).then(
    () => 'accepted',
    ({ code }) => code as string,
  );

/** A key of which everything fits but the secret: the prefix of another, and the checksum that it needs. */
async function wrongKey(prefix: string): Promise<string> {
  const { auth } = await openGateway({
    // The body's 40 letters come from here; each byte below 62 is the letter at its place.
    randomBytes: (length) =>
      length === 40
        ? Uint8Array.from({ length }, (_, at) =>
            at < 8 ? base62.indexOf(prefix[at + 3]!) : Math.floor(Math.random() * 62),
          )
        : crypto.getRandomValues(new Uint8Array(length)),
  });
  const user = await auth.users.create({ username: 'x' });
  const { key } = await auth.apiKeys.create(user.id, { name: 'x' });
  expect(key.slice(0, 11)).toBe(prefix);
  return key;
}

describe('a key', () => {
  test('has its form, is shown once, and is nowhere afterwards', async () => {
    const gateway = await withKey();
    const { auth, user, key, summary, users, entries, events } = gateway;
    expect(key).toMatch(/^ac_[0-9A-Za-z]{46}$/);
    expect(summary.prefix).toBe(key.slice(0, 11));
    expect((await ask(gateway, key)).principal).toMatchObject({ kind: 'api-key', userId: user.id, username: 'agent' });
    const seen = inspect([await auth.apiKeys.list(user.id), await users.apiKeys.list(user.id), [...entries], events], {
      depth: 9,
    });
    expect(seen).toContain('laptop');
    expect(seen).not.toContain(key.slice(11));
    expect(Object.keys((await auth.apiKeys.list(user.id))[0]!)).not.toContain('hash');
  });

  test('every letter of its random part is as likely as any other', async () => {
    const gateway = await openGateway();
    const user = await gateway.auth.users.create({ username: 'agent' });
    const counts = new Map<string, number>();
    for (let turn = 0; turn < 50; turn++) {
      const created = await gateway.auth.apiKeys.create(user.id, { name: 'x' });
      await gateway.auth.apiKeys.revoke(user.id, created.summary.id);
      for (const letter of created.key.slice(3, -6)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    const expected = (50 * 40) / 62;
    const chiSquare = [...base62].reduce((sum, each) => sum + ((counts.get(each) ?? 0) - expected) ** 2 / expected, 0);
    // 61 degrees of freedom: beyond this once in ten million runs.
    expect(chiSquare).toBeLessThan(132);
  });

  test('one letter that is another, missing or added fails before anybody is asked', async () => {
    const reads: string[] = [];
    const gateway = await withKey({ users: counting(createMemoryUserStore(), reads) });
    reads.length = 0;
    const { key, entries } = gateway;
    const before = entries.size;
    await fc.assert(
      fc.asyncProperty(fc.nat(key.length - 1), fc.constantFrom(...base62, ' ', '_', '\u00e9'), async (at, letter) => {
        fc.pre(key[at] !== letter);
        const changed = key.slice(0, at) + letter + key.slice(at + 1);
        const headers = { 'x-api-key': encodeURIComponent(changed) };
        await expect(gateway.auth.authenticate(request(headers))).rejects.toMatchObject({ code: 'API_KEY_INVALID' });
      }),
      { numRuns: 300 },
    );
    for (const text of [key.slice(1), `${key}0`, key.toLowerCase(), '', 'ac_', key.repeat(3)]) {
      expect(await codeFor(gateway, text)).toBe('API_KEY_INVALID');
    }
    expect([reads, entries.size]).toEqual([[], before]);
  });

  test('malformed, unknown, wrong, revoked and expired ones get one answer', async () => {
    const gateway = await withKey();
    const { auth, user, key, clock } = gateway;
    const revoked = await auth.apiKeys.create(user.id, { name: 'revoked' });
    await auth.apiKeys.revoke(user.id, revoked.summary.id);
    const expired = await auth.apiKeys.create(user.id, { name: 'expired', expiresAt: new Date(clock.time + 1) });
    clock.time += 1;
    const wrong = [await wrongKey(key.slice(0, 11)), await wrongKey('ac_AAAAAAAA'), 'ac_x', revoked.key, expired.key];
    const answers = await Promise.all(
      wrong.map((each) =>
        ask(gateway, each).catch(({ code, message, hint, details }) => ({ code, message, hint, details })),
      ),
    );
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(await codeFor(gateway, key)).toBe('accepted');
  });

  test('an unknown prefix takes the way of a wrong secret, hash and all', async () => {
    const calls: string[] = [];
    const hasher: PasswordHasher = {
      ...quickHasher,
      verify: (hash, password) => {
        calls.push(password);
        return quickHasher.verify(hash, password);
      },
    };
    const gateway = await withKey({ hasher });
    // 16 bits of the hash let one of 65,536 wrong keys through to the slow hasher, whether its prefix is known or not.
    const rates = await Promise.all(
      [gateway.key.slice(0, 11), 'ac_AAAAAAAA'].map(async (prefix) => {
        for (let turn = 0; turn < 20; turn++) await codeFor(gateway, await wrongKey(prefix), `192.0.2.${turn}`);
        return calls.length;
      }),
    );
    for (const rate of rates) expect(rate).toBeLessThan(2);
    await codeFor(gateway, gateway.key);
    expect(calls.at(-1)).toBe(gateway.key);
  });

  test('in the address of a request it is refused, wherever it stands, and so are names that ask for one', async () => {
    const gateway = await withKey();
    const { key, auth } = gateway;
    for (const path of [
      `/tools?x=${key}`,
      `/tools?${key}=1`,
      `/tools/${key}`,
      `/tools/${key}/more?x=1`,
      `/tools/x${key}x`,
      `/tools/%61c_${key.slice(3)}%FF`,
      `/tools/${key.replace('_', '%5F')}`,
      `/tools?x=ac%5f${key.slice(3)}`,
      `/tools?access_token=x`,
      '/tools?API_KEY=x',
    ]) {
      expect(await codeFor(gateway, key, undefined, path)).toBe('CREDENTIAL_IN_URL');
    }
    // Names of tools and words of questions are no keys, whatever letters they have.
    for (const path of [
      '/tools/router:list_mac_addresses',
      '/tools?q=zodiac_ascendant',
      '/tools?isaac_newtonian=100%25',
    ]) {
      expect(await codeFor(gateway, key, undefined, path)).toBe('accepted');
    }
    const response = await auth.protect(request({}, `/tools?key=${key}`), () => new Response('in'));
    expect({ status: response.status, isEchoed: (await response.text()).includes(key) }).toEqual({
      status: 400,
      isEchoed: false,
    });
  });

  test.each([
    ['Basic eDp5', undefined],
    ['Bearer', undefined],
    ['Bearer a b', undefined],
    ['Bearer KEY', 'OTHER'],
    ['', 'KEY'],
  ])('a header that is not one key is none: %j, %j', async (authorization, plain) => {
    const { auth, key } = await withKey();
    const headers = {
      authorization: authorization.replace('KEY', key),
      ...(plain && { 'x-api-key': plain.replace('KEY', key) }),
    };
    await expect(auth.authenticate(request(headers))).rejects.toMatchObject({ code: 'API_KEY_INVALID' });
  });

  test('a cookie beside a wrong key does not help it', async () => {
    const { auth } = await withKey();
    const headers = { authorization: 'Bearer ac_x', cookie: '__Host-agentcards-session=x' };
    await expect(auth.authenticate(request(headers))).rejects.toMatchObject({ code: 'API_KEY_INVALID' });
  });
});

describe('its life', () => {
  test('revoked it is refused at once here, and within ten seconds where it was used elsewhere', async () => {
    const gateway = await withKey();
    const { auth, user, key, summary, clock, kv, users } = gateway;
    const elsewhere = await openGateway({ kv, users, clock });
    expect([await codeFor(gateway, key), await codeFor(elsewhere, key)]).toEqual(['accepted', 'accepted']);
    await auth.apiKeys.revoke(user.id, summary.id);
    expect(await codeFor(gateway, key)).toBe('API_KEY_INVALID');
    clock.time += 9_999;
    expect(await codeFor(elsewhere, key)).toBe('accepted');
    clock.time += 1;
    expect(await codeFor(elsewhere, key)).toBe('API_KEY_INVALID');
    await expect(auth.apiKeys.revoke(user.id, summary.id)).rejects.toMatchObject({ code: 'API_KEY_UNKNOWN' });
  });

  test('one that is revoked while it is verified is not remembered', async () => {
    let release = () => {};
    let reached = () => {};
    const isReached = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const hasher: PasswordHasher = {
      ...quickHasher,
      async verify(hash, password) {
        reached();
        await gate;
        return quickHasher.verify(hash, password);
      },
    };
    const gateway = await withKey({ hasher });
    const first = codeFor(gateway, gateway.key);
    await isReached;
    await gateway.auth.apiKeys.revoke(gateway.user.id, gateway.summary.id);
    const second = codeFor(gateway, gateway.key);
    release();
    expect([await first, await second]).toEqual(['API_KEY_INVALID', 'API_KEY_INVALID']);
    expect(await codeFor(gateway, gateway.key)).toBe('API_KEY_INVALID');
  });

  test('of 300 requests at once with one key all are let in, by one verification and one new hash', async () => {
    const calls: string[] = [];
    const hasher: PasswordHasher = {
      async hash(password) {
        calls.push('hash');
        return quickHasher.hash(password);
      },
      async verify(hash, password) {
        calls.push('verify');
        await setImmediate();
        return quickHasher.verify(hash, password);
      },
      needsRehash: () => true,
    };
    const gateway = await withKey({ hasher });
    for (let turn = 0; turn < 2; turn++) {
      calls.length = 0;
      const answers = await Promise.all(Array.from({ length: 300 }, () => codeFor(gateway, gateway.key)));
      expect(new Set(answers)).toEqual(new Set(['accepted']));
      expect(calls).toEqual(['verify', 'hash']);
      gateway.clock.time += 10_000;
    }
  });

  test('what was verified is forgotten when the clock goes backwards', async () => {
    const reads: string[] = [];
    const gateway = await withKey({ users: counting(createMemoryUserStore(), reads) });
    await codeFor(gateway, gateway.key);
    reads.length = 0;
    await codeFor(gateway, gateway.key);
    expect(reads).toEqual([]);
    gateway.clock.time -= 1;
    await codeFor(gateway, gateway.key);
    expect(reads).toContain('apiKeys.findByPrefix');
  });

  test('it expires to the millisecond, also where it was verified a moment ago', async () => {
    const gateway = await openGateway();
    const user = await gateway.auth.users.create({ username: 'agent' });
    const expiresAt = new Date(gateway.clock.time + 5_000);
    const { key } = await gateway.auth.apiKeys.create(user.id, { name: 'short', expiresAt });
    gateway.clock.time += 4_999;
    expect(await codeFor(gateway, key)).toBe('accepted');
    gateway.clock.time += 1;
    expect(await codeFor(gateway, key)).toBe('API_KEY_INVALID');
  });

  test('its last use is written at most every five minutes', async () => {
    const reads: string[] = [];
    const gateway = await withKey({ users: counting(createMemoryUserStore(), reads) });
    const { auth, user, key, clock } = gateway;
    const start = clock.time;
    for (let turn = 0; turn < 30; turn++) {
      await codeFor(gateway, key);
      clock.time += 20_000;
    }
    expect(reads.filter((name) => name === 'apiKeys.touch')).toHaveLength(2);
    expect((await auth.apiKeys.list(user.id))[0]!.lastUsedAt).toEqual(new Date(start + 5 * minute));
  });

  test('rotated both open for the overlap, and then the new one; of 32 rotations at once one does', async () => {
    const gateway = await withKey({}, { scopes: { servers: ['github'] } });
    const { auth, user, key, summary, clock } = gateway;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 32 }, () => auth.apiKeys.rotate(user.id, summary.id, { overlap: minute })),
    );
    const [won, ...more] = outcomes.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
    expect(more).toEqual([]);
    const lost = outcomes.flatMap((each) => (each.status === 'rejected' ? each.reason.code : []));
    expect(new Set(lost)).toEqual(new Set(['API_KEY_ALREADY_ROTATED']));
    expect(won!.summary).toMatchObject({ name: 'laptop', scopes: { servers: ['github'] } });
    expect([await codeFor(gateway, key), await codeFor(gateway, won!.key)]).toEqual(['accepted', 'accepted']);
    clock.time += minute;
    expect([await codeFor(gateway, key), await codeFor(gateway, won!.key)]).toEqual(['API_KEY_INVALID', 'accepted']);
    await expect(auth.apiKeys.rotate(user.id, summary.id)).rejects.toMatchObject({ code: 'API_KEY_UNKNOWN' });
  });

  test('rotated without an overlap the old one is ended for good, whatever the clock says', async () => {
    const calls: string[] = [];
    const gateway = await withKey({ users: counting(createMemoryUserStore(), calls) });
    const { auth, user, key, summary, clock } = gateway;
    const { key: next } = await auth.apiKeys.rotate(user.id, summary.id, { overlap: 0 });
    // Whoever is killed between two calls leaves a key that a clock revives.
    expect(calls).not.toContain('apiKeys.revoke');
    expect((await auth.apiKeys.list(user.id)).find(({ id }) => id === summary.id)?.revokedAt).toEqual(
      new Date(clock.time),
    );
    expect([await codeFor(gateway, key), await codeFor(gateway, next)]).toEqual(['API_KEY_INVALID', 'accepted']);
    clock.time -= 60 * minute;
    expect([await codeFor(gateway, key), await codeFor(gateway, next)]).toEqual(['API_KEY_INVALID', 'accepted']);
  });

  test('the handle of one user’s key in the hands of another does nothing', async () => {
    const gateway = await withKey();
    const { auth, summary, key } = gateway;
    const other = await auth.users.create({ username: 'other' });
    await expect(auth.apiKeys.revoke(other.id, summary.id)).rejects.toMatchObject({ code: 'API_KEY_UNKNOWN' });
    await expect(auth.apiKeys.rotate(other.id, summary.id)).rejects.toMatchObject({ code: 'API_KEY_UNKNOWN' });
    expect(await auth.apiKeys.list(other.id)).toEqual([]);
    expect(await codeFor(gateway, key)).toBe('accepted');
  });

  test('with its user it ends', async () => {
    const gateway = await withKey();
    await codeFor(gateway, gateway.key);
    await gateway.auth.users.remove(gateway.user.id);
    expect(await codeFor(gateway, gateway.key)).toBe('API_KEY_INVALID');
  });

  test('a key administers nothing, whatever its user’s role', async () => {
    const gateway = await withKey();
    await gateway.auth.users.setRole(gateway.user.id, 'admin');
    const { principal } = await ask(gateway, gateway.key);
    expect(principal.role).toBe('admin');
    expect(() => gateway.auth.requireRole(principal, 'admin')).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
  });

  test('a user has as many as the limit says, whoever asks at once', async () => {
    const { auth, user } = await withKey({ maxKeysPerUser: 4 });
    const made = await Promise.allSettled(
      Array.from({ length: 32 }, () => auth.apiKeys.create(user.id, { name: 'x' })),
    );
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    await expect(auth.apiKeys.create(user.id, { name: 'x' })).rejects.toMatchObject({ code: 'API_KEY_LIMIT' });
  });

  test.each([
    { name: '' },
    { name: '  ' },
    { name: 'x'.repeat(101) },
    { name: 'a\nb' },
    { name: 'x', expiresAt: new Date(0) },
    { name: 'x', expiresAt: new Date(Number.NaN) },
    { name: 'x', scopes: { servers: [''] } },
    { name: 'x', scopes: { tools: 'all' as unknown as string[] } },
    { name: 'x', scopes: { tools: Array.from({ length: 201 }, () => 'x') } },
    { name: 'x', expiresAt: '2030-01-01' },
    { name: 'x', expiresAt: new Date(Date.UTC(10_000, 0)) },
    { name: 'x', expires: new Date(Date.UTC(2030, 0)) },
    undefined,
    null,
    [],
  ])('bad input makes none: %j', async (input) => {
    const { auth, user } = await withKey();
    const created = auth.apiKeys.create(user.id, input as Parameters<typeof auth.apiKeys.create>[1]);
    await expect(created).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(await auth.apiKeys.list(user.id)).toHaveLength(1);
  });

  test.each([-1, 0.5, 3_650 * 86_400_000 + 1, Number.MAX_SAFE_INTEGER, Number.NaN, '1 d', null])(
    'an overlap that is none, or would never end, replaces no key: %s',
    async (overlap) => {
      const { auth, user, summary } = await withKey();
      const rotated = auth.apiKeys.rotate(user.id, summary.id, { overlap: overlap as number });
      await expect(rotated).rejects.toMatchObject({ code: 'INVALID_INPUT' });
      await auth.apiKeys.rotate(user.id, summary.id, { overlap: 3_650 * 86_400_000 });
    },
  );

  test.each([
    { scopes: ['github:*'] },
    { scopes: 'github' },
    { scopes: null },
    { scopes: { server: ['github'] } },
    { scopes: { toolIds: ['github:*'] } },
    { scopes: { servers: ['github'], toolIds: ['github:*'] } },
    { scopes: new Map([['servers', ['github']]]) },
    { scopes: Object.create({ servers: ['github'] }) },
    { scope: { servers: ['github'] } },
  ])('scopes that are misspelt or of another form make no key: %j', async (input) => {
    const { auth, user } = await withKey();
    const created = auth.apiKeys.create(user.id, { name: 'n', ...input } as Parameters<typeof auth.apiKeys.create>[1]);
    await expect(created).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('scope') });
    expect(await auth.apiKeys.list(user.id)).toHaveLength(1);
  });

  test.each([[null], [undefined], ['github'], [['github:*']], [{ server: ['github'] }], [{ servers: 'github' }]])(
    'stored scopes that are none open nothing, and neither does the key that replaces theirs: %j',
    async (scopes) => {
      const gateway = await withKey({ users: withStoredScopes(createMemoryUserStore(), scopes) });
      const { auth, user, key, summary } = gateway;
      const tool = { serverId: 'github', toolId: 'github:push' };
      expect((await ask(gateway, key)).principal.permits(tool)).toBe(false);
      expect((await ask(gateway, key)).principal.permits(tool)).toBe(false);
      expect((await auth.apiKeys.list(user.id))[0]!.scopes).toEqual({ servers: [], tools: [] });
      const rotated = await auth.apiKeys.rotate(user.id, summary.id);
      expect(rotated.summary.scopes).toEqual({ servers: [], tools: [] });
    },
  );

  test('options that are misspelt are none', async () => {
    const { auth, user, summary } = await withKey();
    for (const call of [
      () => auth.apiKeys.rotate(user.id, summary.id, { overlaps: 0 } as object),
      () => auth.apiKeys.rotate(user.id, summary.id, null as never),
      () => auth.users.create({ username: 'x', roles: 'admin' } as never),
      () => auth.users.create(null as never),
      () => auth.users.list({ limits: 1 } as object),
      () => auth.users.list({ after: 1 } as never),
      () => auth.sessions.list(user as never),
      () => auth.sessions.revoke(user as never, 'x'),
      () => auth.sessions.revokeAll(user as never),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
    expect(await auth.apiKeys.list(user.id)).toMatchObject([{ id: summary.id, replacedBy: null }]);
    expect(await auth.users.list()).toHaveLength(1);
  });
});

describe('limits', () => {
  test('an address that sends many keys is refused, also right ones, and another address is not', async () => {
    const gateway = await withKey({ rateLimits: { keyByAddress: { limit: 10, window: minute } } });
    const { key, clock } = gateway;
    clock.time += 1_500;
    const wrong = await wrongKey('ac_AAAAAAAA');
    const codes = await Promise.all(Array.from({ length: 100 }, () => codeFor(gateway, wrong)));
    expect(codes.filter((code) => code === 'API_KEY_INVALID')).toHaveLength(10);
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(90);
    await expect(ask(gateway, key)).rejects.toMatchObject({ code: 'RATE_LIMITED', details: { retryAfter: 59 } });
    expect(await codeFor(gateway, key, '192.0.2.8')).toBe('accepted');
    const response = await gateway.auth.protect(request({ 'x-api-key': wrong }), () => new Response(), {
      remoteAddress: '192.0.2.7',
    });
    expect({ status: response.status, retry: response.headers.get('retry-after') }).toEqual({
      status: 429,
      retry: '59',
    });
    clock.time += 58_500;
    expect(await codeFor(gateway, key)).toBe('accepted');
  });

  test('a key that was verified a moment ago is not counted', async () => {
    const gateway = await withKey({ rateLimits: { keyByAddress: { limit: 1, window: minute } } });
    for (let turn = 0; turn < 20; turn++) expect(await codeFor(gateway, gateway.key)).toBe('accepted');
  });

  test('wrong keys of a known prefix, from as many addresses as you like, shut its owner out of nothing', async () => {
    const gateway = await withKey({ rateLimits: { keyByPrefix: { limit: 5, window: minute } } });
    const wrong = await wrongKey(gateway.key.slice(0, 11));
    const codes: string[] = [];
    for (let turn = 0; turn < 20; turn++) codes.push(await codeFor(gateway, wrong, `198.51.100.${turn}`));
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(15);
    expect(await codeFor(gateway, gateway.key, '192.0.2.9')).toBe('accepted');
  });

  test('X-Forwarded-For counts from listed proxies only', async () => {
    const limits = { keyByAddress: { limit: 1, window: minute } };
    const wrong = await wrongKey('ac_AAAAAAAA');
    for (const [trustedProxies, isCountedTogether] of [
      [[], true],
      [['10.0.0.0/8'], false],
    ] as const) {
      const { auth } = await openGateway({ rateLimits: limits, trustedProxies });
      const codes: string[] = [];
      for (const caller of ['203.0.113.1', '203.0.113.2']) {
        const sent = request({ 'x-api-key': wrong, 'x-forwarded-for': caller });
        codes.push(await auth.authenticate(sent, { remoteAddress: '10.1.2.3' }).catch(({ code }) => code));
      }
      expect(codes[1]).toBe(isCountedTogether ? 'RATE_LIMITED' : 'API_KEY_INVALID');
    }
  });
});

describe('hashers', () => {
  test.each([
    ['Argon2id', argon2Hasher(), /^[0-9a-f]{4}\$argon2id\$v=19\$m=19456,t=2,p=1\$/],
    ['PBKDF2', pbkdf2Hasher(), /^[0-9a-f]{4}\$pbkdf2-sha256\$i=100000\$/],
  ])('%s: a right key, a wrong one, and its form', async (_, hasher, form) => {
    const gateway = await withKey({ hasher });
    expect((await gateway.users.apiKeys.list(gateway.user.id))[0]!.hash).toMatch(form);
    expect(await codeFor(gateway, gateway.key)).toBe('accepted');
    expect(await hasher.verify(await hasher.hash('one'), 'other')).toBe(false);
    expect(await hasher.verify('nonsense', 'other')).toBe(false);
    expect(await hasher.hash('one')).not.toBe(await hasher.hash('one'));
  });

  test('one that was made with less is made again at its next use', async () => {
    const users = createMemoryUserStore();
    const gateway = await withKey({ users, hasher: pbkdf2Hasher({ iterations: 1_000 }) });
    const stronger = await openGateway({ users, hasher: pbkdf2Hasher({ iterations: 2_000 }) });
    expect(await codeFor(stronger, gateway.key)).toBe('accepted');
    expect((await users.apiKeys.list(gateway.user.id))[0]!.hash).toContain('i=2000');
    stronger.clock.time += minute;
    expect(await codeFor(stronger, gateway.key)).toBe('accepted');
  });

  test('few run at a time, and too many that wait are told so', async () => {
    let running = 0;
    let most = 0;
    const hasher: PasswordHasher = {
      ...quickHasher,
      async verify(hash, password) {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 1));
        running--;
        return quickHasher.verify(hash, password);
      },
    };
    const gateway = await withKey({ hasher, hashConcurrency: 2, maxKeysPerUser: 300 });
    const keys = [gateway.key];
    while (keys.length < 300) keys.push((await gateway.auth.apiKeys.create(gateway.user.id, { name: 'more' })).key);
    const codes = await Promise.all(keys.map((key) => codeFor(gateway, key)));
    expect(most).toBe(2);
    expect(codes.filter((code) => code === 'accepted')).toHaveLength(202);
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(98);
  });
});

/** The same store, of which all keys have these scopes: as another version, or somebody at the database, has left them. */
function withStoredScopes(store: UserStore, scopes: unknown): UserStore {
  const left = (key: ApiKeyRecord): ApiKeyRecord => ({ ...key, scopes: scopes as ApiKeyRecord['scopes'] });
  const { apiKeys } = store;
  return {
    ...store,
    apiKeys: {
      ...apiKeys,
      list: async (userId) => (await apiKeys.list(userId)).map(left),
      async findByPrefix(prefix) {
        const key = await apiKeys.findByPrefix(prefix);
        return key && left(key);
      },
    },
  };
}

/** The same store, noting which methods are called. */
function counting(store: UserStore, calls: string[]): UserStore {
  const counted = <Port extends object>(port: Port, name: string): Port =>
    new Proxy(port, {
      get: (target, method, receiver) => {
        const value: unknown = Reflect.get(target, method, receiver);
        if (typeof value !== 'function') return value;
        return (...parameters: unknown[]) => {
          calls.push(`${name}.${String(method)}`);
          return value.apply(target, parameters);
        };
      },
    });
  return { ...store, users: counted(store.users, 'users'), apiKeys: counted(store.apiKeys, 'apiKeys') };
}
