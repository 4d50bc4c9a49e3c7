import {
  createAuth,
  createMcpConfigs,
  createMemoryKeyValueStore,
  createMemoryUserStore,
  createRateLimiter,
  createSecretVault,
  localKeys,
  parseAddressRanges,
  pbkdf2Hasher,
} from '@agentcards/auth';
import { createDenoKeyValueStore } from '@agentcards/auth/deno-kv';
import { createRedisKeyValueStore } from '@agentcards/auth/redis';
import { createUnstorageKeyValueStore } from '@agentcards/auth/unstorage';
import { createStorage } from 'unstorage';
import { expect, test } from 'vitest';
import { openGateway } from './gateway.js';

const baseUrl = 'https://gateway.example';
const app = { clientId: 'id', clientSecret: 'secret', allow: { logins: ['boss'] } };
const users = createMemoryUserStore();
const kv = createMemoryKeyValueStore();
const key = { id: 'k', key: new Uint8Array(32) };
const keys = localKeys([key]);
const without = <Value extends object>(value: Value, name: keyof Value) => ({ ...value, [name]: undefined });

/** What `create` says of options that are not right, whatever their type. */
function refusal(create: (options: never) => unknown, options: unknown): string {
  try {
    create(options as never);
    return 'accepted';
  } catch (error) {
    expect(error).toMatchObject({ code: 'INVALID_INPUT' });
    return (error as Error).message;
  }
}

test.each([
  [{ allowed: { logins: ['boss'] } }, 'Unknown option "github.allowed". Did you mean "github.allow"?'],
  [{ allowList: { logins: ['boss'] } }, 'Unknown option "github.allowList". Did you mean "github.allow"?'],
  [{ allow: { login: ['boss'] } }, 'Unknown option "github.allow.login". Did you mean "github.allow.logins"?'],
  [{ allow: { logins: 'boss' } }, 'github.allow.logins must be a list.'],
  [{ allow: { logins: [''] } }, 'github.allow.logins[0] must be text, and not empty.'],
  [{ allow: { ids: [1815] } }, 'github.allow.ids[0] must be a numeric id, as text.'],
  [{ allow: { emails: ['example.com'] } }, 'github.allow.emails[0] must be an address, or @ and a domain.'],
  [{ admins: { login: ['boss'] } }, 'Unknown option "github.admins.login". Did you mean "github.admins.logins"?'],
  [{ admins: ['boss'] }, 'github.admins must be an object.'],
  [{ admins: { firstUser: 'no' } }, 'github.admins.firstUser must be true or false.'],
])('a misspelt option lets nobody in, since it makes no gateway: %j', async (github, message) => {
  await expect(openGateway({ github: github as object })).rejects.toMatchObject({ code: 'INVALID_INPUT', message });
});

test.each([
  [{}, "github.allow must be given: lists of who may sign in, or 'anyone'."],
  [{ admins: { logins: ['boss'] } }, "github.allow must be given: lists of who may sign in, or 'anyone'."],
  [{ allow: null }, 'github.allow must be an object.'],
  [{ allow: 'everyone' }, 'github.allow must be an object.'],
  [{ allow: 'anyone' }, "github.admins must be given where github.allow is 'anyone'."],
  [{ allow: 'anyone', admins: {} }, "github.admins must be given where github.allow is 'anyone'."],
  [{ allow: 'anyone', admins: { logins: [] } }, 'accepted'],
  [{ allow: 'anyone', admins: { firstUser: true } }, 'accepted'],
  [{ allow: {} }, 'accepted'],
])('what is left out lets no stranger in, and makes none an administrator: %j', (github, message) => {
  const { clientId, clientSecret } = app;
  expect(refusal(createAuth, { baseUrl, github: { clientId, clientSecret, ...github } })).toBe(message);
});

test.each([
  [undefined, 'The options of createAuth must be an object.'],
  [null, 'The options of createAuth must be an object.'],
  [{}, 'baseUrl must be scheme'],
  [{ baseUrl: new URL(baseUrl) }, 'baseUrl must be scheme'],
  [{ baseUrl, returnPaths: '/' }, 'returnPaths must be a list.'],
  [{ baseUrl, returnPaths: ['//evil.example'] }, 'returnPaths[0] must be a path'],
  [{ baseUrl, returnPath: ['/'] }, 'Unknown option "returnPath". Did you mean "returnPaths"?'],
  [{ baseUrl, mountPath: ['/auth'] }, 'mountPath must be text.'],
  [{ baseUrl, mode: 'lokal' }, 'mode must be github or local.'],
  [{ baseUrl, mode: 'local', github: app }, 'github has no use in local mode.'],
  [{ baseUrl, github: null }, 'github must be an object.'],
  [{ baseUrl, github: without(app, 'clientSecret') }, 'github.clientSecret must be text, and not empty.'],
  [
    { baseUrl, github: { ...app, clientID: 'id' } },
    'Unknown option "github.clientID". Did you mean "github.clientId"?',
  ],
  [{ baseUrl, github: { ...app, timeout: '5 s' } }, 'github.timeout must be a whole number from 1 to 600000.'],
  [{ baseUrl, github: { ...app, onSignIn: {} } }, 'github.onSignIn must be a function.'],
  [{ baseUrl, github: { ...app, endpoints: { api: baseUrl } } }, 'Unknown option "github.endpoints.api"'],
  [
    { baseUrl, github: { ...app, endpoints: { apiUrl: 'http://a.example' } } },
    'github.endpoints.apiUrl must be an https',
  ],
  [{ baseUrl, sessions: { maxAges: 1 } }, 'Unknown option "sessions.maxAges". Did you mean "sessions.maxAge"?'],
  [{ baseUrl, sessions: { maxAge: '30d' } }, 'sessions.maxAge must be a whole number from 1.'],
  [{ baseUrl, rateLimits: { keyByAddress: { limit: 10 } } }, 'rateLimits.keyByAddress.window must be a whole number'],
  [{ baseUrl, rateLimits: { keyByAddress: 10 } }, 'rateLimits.keyByAddress must be an object.'],
  [{ baseUrl, rateLimits: { signIn: { limit: 1, window: 1 } } }, 'Unknown option "rateLimits.signIn".'],
  [{ baseUrl, trustedProxies: '10.0.0.0/8' }, 'trustedProxies must be a list.'],
  [{ baseUrl, trustedProxies: ['10.0.0.0/8', '10.0.0.0/33'] }, 'trustedProxies[1] must be an address'],
  [{ baseUrl, hasher: pbkdf2Hasher }, 'hasher must be a PasswordHasher, with hash, verify, needsRehash.'],
  [{ baseUrl, kv: new Map() }, 'kv must be a KeyValueStore, with get'],
  [{ baseUrl, kv: Promise.resolve(kv) }, 'kv must be a KeyValueStore, with get'],
  [{ baseUrl, kv: { ...kv, specificationVersion: 2 } }, 'kv must be of specificationVersion 1'],
  [{ baseUrl, kv: without(kv, 'take') }, 'kv must be a KeyValueStore'],
  [{ baseUrl, users: without(users, 'apiKeys') }, 'users.apiKeys must be an object, with insert'],
  [{ baseUrl, users: { ...users, users: without(users.users, 'signIn') } }, 'users.users must be an object'],
  [{ baseUrl, users: users.users }, 'users must be of specificationVersion 1'],
  [{ baseUrl, clock: {} }, 'clock must be a clock, with now.'],
  [{ baseUrl, randomBytes: new Uint8Array(32) }, 'randomBytes must be a function.'],
  [{ baseUrl, onEvent: 'log' }, 'onEvent must be a function.'],
  [{ baseUrl, cookiePrefix: 'a b' }, 'cookiePrefix must be 1 to 64 letters'],
])('createAuth(%o) says what is wrong', (options, message) => {
  expect(refusal(createAuth, options)).toContain(message);
});

test.each([
  ['createSecretVault', createSecretVault, { store: users, keys }, 'store must be the `secrets` of a UserStore'],
  ['createSecretVault', createSecretVault, { store: users.secrets, keys: [key] }, 'keys must be KeyEncryptionKeys'],
  ['createSecretVault', createSecretVault, { store: users.secrets, keys, keyTimeOut: 1 }, 'Did you mean "keyTimeout"?'],
  ['createSecretVault', createSecretVault, undefined, 'The options of createSecretVault must be an object.'],
  ['createMcpConfigs', createMcpConfigs, { store: users.mcpConfigs, vault: {} }, 'vault must be a SecretVault'],
  ['createMcpConfigs', createMcpConfigs, { store: users.mcpConfigs, vault: kv, permits: () => true }, '"permit"?'],
  [
    'createMcpConfigs',
    createMcpConfigs,
    { store: users.mcpConfigs, vault: kv, permit: true },
    'permit must be a function.',
  ],
  ['createRateLimiter', createRateLimiter, {}, 'kv must be a KeyValueStore'],
  ['createRateLimiter', createRateLimiter, { kv, now: Date.now }, 'Unknown option "now".'],
  ['createMemoryKeyValueStore', createMemoryKeyValueStore, { maxEntriesPerNamespaces: 5 }, '"maxEntriesPerNamespace"?'],
  ['createMemoryKeyValueStore', createMemoryKeyValueStore, null, 'must be an object.'],
  ['createRedisKeyValueStore', createRedisKeyValueStore, {}, 'client must be a client of Redis, with eval.'],
  [
    'createRedisKeyValueStore',
    createRedisKeyValueStore,
    { client: { eval() {} }, prefix: 'a:' },
    'Did you mean "keyPrefix"?',
  ],
  [
    'createRedisKeyValueStore',
    createRedisKeyValueStore,
    { client: { eval() {} }, keyPrefix: 7 },
    'keyPrefix must be text.',
  ],
  ['createDenoKeyValueStore', createDenoKeyValueStore, { kv: new Map() }, 'kv must be what Deno.openKv() has opened'],
  ['createDenoKeyValueStore', createDenoKeyValueStore, undefined, 'must be an object.'],
  ['createUnstorageKeyValueStore', createUnstorageKeyValueStore, { storage: new Map() }, 'storage must be what'],
  [
    'createUnstorageKeyValueStore',
    createUnstorageKeyValueStore,
    { storage: createStorage(), clock: 1 },
    'clock must be',
  ],
  ['localKeys', localKeys, [{ id: 'k', key: 'x'.repeat(32) }], 'keys[0].key must be a Uint8Array.'],
  ['localKeys', localKeys, undefined, 'keys must be a list.'],
  ['pbkdf2Hasher', pbkdf2Hasher, { iterations: 10 }, 'iterations must be a whole number from 1000.'],
  ['pbkdf2Hasher', pbkdf2Hasher, { iteration: 10_000 }, 'Unknown option "iteration". Did you mean "iterations"?'],
  ['parseAddressRanges', parseAddressRanges, '10.0.0.0/8', 'list must be a list.'],
] as const)('%s says which option is wrong', (_, create, options, message) => {
  expect(refusal(create, options)).toContain(message);
});

test.each([undefined, null, 7, {}])('an id that is no text is refused by its name: %j', async (id) => {
  const { users: verbs, apiKeys, sessions } = createAuth({ baseUrl });
  const no = id as never;
  const calls: readonly (readonly [name: string, call: () => Promise<unknown>])[] = [
    ['id', () => verbs.get(no)],
    ['id', () => verbs.setRole(no, 'admin')],
    ['id', () => verbs.remove(no)],
    ['userId', () => apiKeys.list(no)],
    ['userId', () => apiKeys.create(no, { name: 'x' })],
    ['userId', () => apiKeys.rotate(no, 'x')],
    ['keyId', () => apiKeys.rotate('x', no)],
    ['userId', () => apiKeys.revoke(no, 'x')],
    ['keyId', () => apiKeys.revoke('x', no)],
    ['userId', () => sessions.list(no)],
    ['userId', () => sessions.revoke(no, 'x')],
    ['sessionId', () => sessions.revoke('x', no)],
    ['userId', () => sessions.revokeAll(no)],
  ];
  for (const [name, call] of calls) {
    await expect(call()).rejects.toMatchObject({ code: 'INVALID_INPUT', message: `${name} must be text.` });
  }
});

test('who passes no context has no address', async () => {
  const { auth } = await openGateway({});
  const request = new Request('https://gateway.example/auth/me');
  for (const context of [undefined, null] as never[]) {
    expect((await auth.handler(request, context)).status).toBe(401);
    await expect(auth.authenticate(request, context)).rejects.toMatchObject({ code: 'AUTH_REQUIRED' });
  }
});

test('a rate limit of another form lets nobody through', async () => {
  const limiter = createRateLimiter({ kv });
  for (const [name, subject, limit] of [
    [undefined, 'a', { limit: 1, window: 1 }],
    ['x', undefined, { limit: 1, window: 1 }],
    ['x', 'a', undefined],
    ['x', 'a', { limit: 1, windows: 1 }],
    ['x', 'a', { limit: 1, window: 1, per: 'hour' }],
  ] as never[][]) {
    await expect(limiter.check(name!, subject!, limit!)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  }
});
