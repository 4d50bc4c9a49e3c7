import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Browser, openGateway, origin, request } from './gateway.js';

const methods = { GET: 'safe', HEAD: 'safe', OPTIONS: 'safe', POST: '', PUT: '', PATCH: '', DELETE: '' } as const;
const sites = ['absent', 'same-origin', 'same-site', 'cross-site', 'none', 'anything else'] as const;
const origins = ['absent', 'this one', 'another', '`null`'] as const;
const values = { absent: undefined, 'this one': origin, another: 'https://evil.example', '`null`': 'null' } as const;

/** The table of the docs, for methods that may change something: whether a request with the session's cookie passes. */
const documented = new Map(
  readFileSync(new URL('../../../docs/security.md', import.meta.url), 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, site]) => (sites as readonly string[]).includes(site?.replaceAll('`', '') ?? ''))
    .flatMap(([, site = '', ...cells]) =>
      origins.map((from, index) => [`${site.replaceAll('`', '')} ${from}`, cells[index]] as const),
    ),
);

function headersOf(site: string, from: keyof typeof values, cookie: string): Record<string, string> {
  return {
    ...(site !== 'absent' && { 'sec-fetch-site': site === 'anything else' ? 'Same-Origin, cross-site' : site }),
    ...(values[from] && { origin: values[from] }),
    ...(cookie !== '' && { cookie }),
  };
}

const cells = Object.entries(methods).flatMap(([method, kind]) =>
  sites.flatMap((site) =>
    origins.flatMap((from) => [true, false].map((hasCookie) => ({ method, kind, site, from, hasCookie }))),
  ),
);

describe('requests of other sites', () => {
  test('the table has every cell', () => {
    expect(documented.size).toBe(sites.length * origins.length);
    expect(new Set(documented.values())).toEqual(new Set(['passes', 'refused']));
    expect(cells.length).toBeGreaterThanOrEqual(96);
  });

  test('each cell is as the table says', async () => {
    const { auth } = await openGateway();
    const browser = new Browser(auth);
    await browser.signIn();
    for (const { method, kind, site, from, hasCookie } of cells) {
      const cookie = hasCookie ? `__Host-agentcards-session=${browser.session}` : '';
      const outcome = await auth.authenticate(request(headersOf(site, from, cookie), '/tools', method)).then(
        () => 'passes',
        ({ code }) => code,
      );
      const passes = kind === 'safe' || documented.get(`${site} ${from}`) === 'passes';
      const expected = !hasCookie ? 'AUTH_REQUIRED' : passes ? 'passes' : 'CSRF_REJECTED';
      expect(outcome, `${method}, site ${site}, origin ${from}, cookie ${hasCookie}`).toBe(expected);
    }
  });

  test('an API key is sent by no browser on its own, and passes from everywhere', async () => {
    const { auth } = await openGateway();
    const user = await auth.users.create({ username: 'agent' });
    const { key } = await auth.apiKeys.create(user.id, { name: 'key' });
    for (const { method, site, from } of cells.filter(({ hasCookie }) => !hasCookie)) {
      const headers = { ...headersOf(site, from, ''), authorization: `Bearer ${key}` };
      await expect(auth.authenticate(request(headers, '/tools', method))).resolves.toBeDefined();
    }
  });

  test.each(sites)('logging out is a change too: site %s', async (site) => {
    const { auth } = await openGateway();
    for (const from of origins) {
      const browser = new Browser(auth);
      await browser.signIn();
      const headers = headersOf(site, from, `__Host-agentcards-session=${browser.session}`);
      const { status } = await auth.handler(request(headers, '/auth/logout', 'POST'));
      expect(status, from).toBe(documented.get(`${site} ${from}`) === 'passes' ? 204 : 403);
      expect(await browser.me()).toBe(status === 204 ? 'SESSION_INVALID' : 'ada');
    }
  });

  test('the handshake of a WebSocket is a GET that another site may not make', async () => {
    const { auth } = await openGateway();
    const browser = new Browser(auth);
    await browser.signIn();
    const cookie = `__Host-agentcards-session=${browser.session}`;
    const handshake = (from: string) => auth.authenticate(request({ cookie, upgrade: 'websocket', origin: from }));
    await expect(handshake('https://evil.example')).rejects.toMatchObject({ code: 'CSRF_REJECTED' });
    await expect(handshake(origin)).resolves.toBeDefined();
  });
});
