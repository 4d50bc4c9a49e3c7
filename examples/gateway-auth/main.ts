/**
 * A gateway on `node:http`, and the same on Hono: somebody signs in with (a fake) GitHub, makes two keys for two agents,
 * and each agent finds the tools that its key opens. Asserts what it says.
 */
import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { type Auth, createAuth } from '@agentcards/auth';
import { type HttpBindings, type ServerType, serve } from '@hono/node-server';
import { createAgentCards } from 'agentcards';
import { Hono } from 'hono';
import { optionsOf, startFakeGitHub } from './fake-github.js';
import { createGateway } from './gateway.js';
import { type Answer, createHttpServer } from './node-http.js';

await using github = await startFakeGitHub({ id: 1815, login: 'ada' });
await using cards = await createAgentCards({ dataDir: 'memory://' });
const tool = (name: string, description: string) => ({ name, description, inputSchema: { type: 'object' as const } });
await cards.tools.sync([
  { server: 'payroll', tools: [tool('find_salary', 'Finds what somebody earns')] },
  { server: 'tracker', tools: [tool('find_issue', 'Finds an issue by its words')] },
]);

for (const start of [startNodeHttp, startHono]) {
  await using server = await start((baseUrl) =>
    createAuth({
      baseUrl,
      github: { ...optionsOf(github), allow: { logins: ['ada'] } },
      onEvent: ({ type }) => console.log(`  audit: ${type}`),
    }),
  );
  console.log(`${start.name.slice(5)} on ${server.url}`);

  const cookie = await signIn(server.url);
  const me = (await (await fetch(`${server.url}/auth/me`, { headers: { cookie } })).json()) as Me;
  assert.deepEqual([me.username, me.role], ['ada', 'admin']);

  for (const [own, foreign] of [
    ['payroll', 'tracker'],
    ['tracker', 'payroll'],
  ]) {
    const { key } = await server.auth.apiKeys.create(me.userId, { name: `${own} agent`, scopes: { servers: [own!] } });
    const url = `${server.url}/search?q=${encodeURIComponent('find what somebody earns, or an issue')}`;
    const found = await (await fetch(url, { headers: { authorization: `Bearer ${key}` } })).text();
    assert.ok(found.includes(`${own}:`) && !found.includes(foreign!), found);
    console.log(`  the ${own} agent finds tools of ${own} alone`);
  }

  const refused = await fetch(`${server.url}/search?q=x`, {
    headers: { authorization: `Bearer ac_${'0'.repeat(46)}` },
  });
  assert.deepEqual([refused.status, refused.headers.get('www-authenticate')], [401, 'Bearer']);

  const out = { method: 'POST', headers: { cookie, origin: server.url } };
  assert.equal((await fetch(`${server.url}/auth/logout`, { ...out, headers: { cookie } })).status, 403);
  assert.equal((await fetch(`${server.url}/auth/logout`, out)).status, 204);
  assert.equal((await fetch(`${server.url}/auth/me`, { headers: { cookie } })).status, 401);
  console.log('  signed out: the cookie opens nothing any more');
}

interface Me {
  readonly userId: string;
  readonly username: string;
  readonly role: string;
}

type Make = (baseUrl: string) => Auth;

async function startNodeHttp(make: Make) {
  let gateway: { readonly url: string; readonly auth: Auth; readonly answer: Answer } | undefined;
  const server = createHttpServer(
    () => gateway!.url,
    (request, remoteAddress) => gateway!.answer(request, remoteAddress),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  gateway = gatewayAt(server.address() as AddressInfo, make);
  return { ...gateway, [Symbol.asyncDispose]: async () => void server.close().closeAllConnections() };
}

async function startHono(make: Make) {
  let gateway: { readonly url: string; readonly auth: Auth; readonly answer: Answer } | undefined;
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.all('*', (context) => gateway!.answer(context.req.raw, context.env.incoming.socket.remoteAddress));
  const server = await new Promise<ServerType>((resolve) => {
    const started = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(started));
  });
  gateway = gatewayAt(server.address() as AddressInfo, make);
  return { ...gateway, [Symbol.asyncDispose]: async () => void server.close() };
}

/** Its address is known when its server listens: elsewhere it stands in a configuration. */
function gatewayAt({ port }: AddressInfo, make: Make) {
  const url = `http://127.0.0.1:${port}`;
  const auth = make(url);
  return { url, auth, answer: createGateway(auth, cards) };
}

/** What a browser does: to GitHub, back, and the cookie of the session. */
async function signIn(url: string): Promise<string> {
  const start = await fetch(`${url}/auth/github`, { redirect: 'manual' });
  const away = await fetch(start.headers.get('location')!, { redirect: 'manual' });
  const headers = { cookie: start.headers.getSetCookie()[0]!.split(';')[0]! };
  const back = await fetch(away.headers.get('location')!, { headers, redirect: 'manual' });
  assert.equal(back.status, 303);
  return back.headers
    .getSetCookie()
    .find((each) => each.includes('-session='))!
    .split(';')[0]!;
}
