import { createAuth, createMemoryUserStore, pbkdf2Hasher } from '@agentcards/auth';

const origin = 'https://gateway.example';
const statusAndCode = async (response) =>
  `${response.status} ${JSON.parse((await response.text()) || '{}').error?.code}`;
const code = (error) => error.code;

/** GitHub as far as a sign-in asks it. */
async function gitHub(url) {
  const body = url.endsWith('/user')
    ? { id: 1815, login: 'ada', email: null, avatar_url: null }
    : { access_token: 'gho_token', token_type: 'bearer' };
  return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
}

/** A sign-in, a session, a key and what is refused: nothing in it depends on the runtime. */
export async function authAnswers() {
  const users = createMemoryUserStore();
  const auth = createAuth({
    baseUrl: origin,
    users,
    hasher: pbkdf2Hasher(),
    github: { clientId: 'id', clientSecret: 'secret', allow: { ids: ['1815'] }, fetch: gitHub },
  });
  const start = await auth.handler(new Request(`${origin}/auth/github`));
  const state = new URL(start.headers.get('location')).searchParams.get('state');
  const callback = `${origin}/auth/callback?state=${state}&code=code`;
  const browser = start.headers.getSetCookie()[0].split(';')[0];
  const back = await auth.handler(new Request(callback, { headers: { cookie: browser } }));
  const cookie = back.headers.getSetCookie().at(-1).split(';')[0];
  const me = await (await auth.handler(new Request(`${origin}/auth/me`, { headers: { cookie } }))).json();
  const { key, summary } = await auth.apiKeys.create(me.userId, { name: 'agent', scopes: { servers: ['git*'] } });
  const authorization = `Bearer ${key}`;
  const { principal } = await auth.authenticate(new Request(origin, { headers: { authorization } }));
  const again = await auth.authenticate(new Request(origin, { headers: { 'x-api-key': key } }));
  await auth.apiKeys.revoke(me.userId, summary.id);
  const logOut = (headers) => auth.handler(new Request(`${origin}/auth/logout`, { method: 'POST', headers }));
  return JSON.stringify([
    [start.status, back.status, me.username, me.role],
    [principal.kind, again.principal.kind, key.length],
    ['github', 'gitlab', 'shop'].map((serverId) => principal.permits({ serverId, toolId: `${serverId}:x` })),
    await auth.authenticate(new Request(origin, { headers: { authorization } })).catch(code),
    await statusAndCode(await auth.handler(new Request(callback, { headers: { cookie: browser } }))),
    await statusAndCode(await logOut({ cookie, origin: 'https://evil.example' })),
    await statusAndCode(await logOut({ cookie, origin })),
    await statusAndCode(await auth.handler(new Request(`${origin}/auth/me`, { headers: { cookie } }))),
  ]);
}
