import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuth } from '@agentcards/auth';
import { createAgentCards } from 'agentcards';
import { chromium } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { optionsOf, startFakeGitHub } from '../../examples/gateway-auth/fake-github.js';
import { createGateway } from '../../examples/gateway-auth/gateway.js';
import { createHttpServer } from '../../examples/gateway-auth/node-http.js';
import { browserAbsent } from './browser.js';

test('somebody signs in, signs out, and goes back in a real browser', async ({ skip }) => {
  if (browserAbsent) skip(browserAbsent);
  const github = await startFakeGitHub({ id: 1815, login: 'ada' });
  onTestFinished(() => github[Symbol.asyncDispose]());
  const cards = await createAgentCards({ dataDir: 'memory://' });
  onTestFinished(() => cards.close());
  let url = '';
  let answer: ReturnType<typeof createGateway> | undefined;
  const server = createHttpServer(
    () => url,
    (request, remoteAddress) => answer!(request, remoteAddress),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  // Another host than GitHub's 127.0.0.1: cookies know no ports.
  url = `http://localhost:${(server.address() as AddressInfo).port}`;
  answer = createGateway(
    createAuth({ baseUrl: url, github: { ...optionsOf(github), allow: { logins: ['ada'] } } }),
    cards,
  );

  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  onTestFinished(() => browser.close());
  const context = await browser.newContext();
  const page = await context.newPage();

  await page.goto(url);
  await page.getByRole('link', { name: 'Sign in with GitHub' }).click();
  await page.getByRole('heading', { name: 'Hello ada' }).waitFor();
  expect(page.url()).toBe(`${url}/`);
  const pictures = await mkdtemp(join(tmpdir(), 'agentcards-gateway-'));
  onTestFinished(() => (process.env.KEEP_PICTURES ? undefined : rm(pictures, { recursive: true })));
  await writeFile(join(pictures, 'signed-in.png'), await page.screenshot());
  if (process.env.KEEP_PICTURES) console.log(pictures);

  const cookies = await context.cookies(url);
  expect(cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }))).toEqual([
    { name: 'agentcards-session', httpOnly: true, sameSite: 'Lax' },
  ]);
  expect(await page.evaluate('document.cookie')).toBe('');

  // A page of another site: its form may send the cookie nowhere that changes anything.
  const foreign = await context.newPage();
  await foreign.goto(github.url);
  await foreign.setContent(`<form method="post" action="${url}/auth/logout"><button>Win a prize</button></form>`);
  await foreign.getByRole('button').click();
  await foreign.getByText('CSRF_REJECTED').waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Hello ada' }).waitFor();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('link', { name: 'Sign in with GitHub' }).waitFor();
  expect(await context.cookies(url)).toEqual([]);
  await page.goBack();
  await page.getByRole('link', { name: 'Sign in with GitHub' }).waitFor();
  expect(await page.content()).not.toContain('ada');

  // The way back from GitHub is used up.
  const [used] = await Promise.all([
    page.waitForRequest((request) => request.url().includes('/auth/callback')),
    page.getByRole('link', { name: 'Sign in with GitHub' }).click(),
  ]);
  await page.getByRole('heading', { name: 'Hello ada' }).waitFor();
  await page.goto(used.url());
  await page.getByText('SIGN_IN_STATE_INVALID').waitFor();
});
