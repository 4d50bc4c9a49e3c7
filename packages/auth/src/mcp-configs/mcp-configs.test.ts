import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { McpConfigRecord } from '../contracts/user-store.js';
import { createSecretVault } from '../secrets/secret-vault.js';
import { clock, keysOf, shownBy, storeWith } from '../testing/secret-fixtures.js';
import { createMcpConfigs, type UserMcpConfigsOptions } from './mcp-configs.js';
import type { McpServerSettings } from './server-settings.js';

async function setUp(options: Partial<UserMcpConfigsOptions> = {}) {
  const store = await storeWith('ada', 'bob');
  const vault = createSecretVault({ store: store.secrets, keys: keysOf('k1'), clock });
  const permit = () => true;
  const configs = createMcpConfigs({ store: store.mcpConfigs, vault, clock, permit, ...options });
  /** Writes what `set` would refuse, as somebody does who can write to the database. */
  const tamper = (settings: unknown) => {
    const at = new Date(clock.now());
    const json = settings as McpConfigRecord['settings'];
    return store.mcpConfigs.put({ userId: 'ada', server: 'github', settings: json, createdAt: at, updatedAt: at });
  };
  return { store, vault, configs, tamper };
}

const command: McpServerSettings = {
  command: 'npx',
  args: ['-y', 'server-github'],
  env: { GITHUB_TOKEN: { secret: 'TOKEN' }, LOG_LEVEL: 'warn' },
  cwd: '/srv',
};
const remote: McpServerSettings = {
  url: 'https://mcp.example.com/mcp',
  headers: { Authorization: { secret: 'BEARER' }, 'X-Team': 'a' },
};

test('what is given back refers to secrets, and only what starts a server has them', async () => {
  const { configs, vault } = await setUp();
  const canary = 'canary-5dd1';
  await vault.set({ userId: 'ada', server: 'github', name: 'TOKEN' }, canary);
  await vault.set({ userId: 'ada', server: 'remote', name: 'BEARER' }, `Bearer ${canary}`);
  const at = new Date(clock.now());
  const written = [
    await configs.set('ada', 'github', command),
    await configs.set('ada', 'remote', remote),
    await configs.get('ada', 'github'),
    ...(await configs.list('ada')),
  ];
  expect(written[0]).toEqual({ userId: 'ada', server: 'github', settings: command, createdAt: at, updatedAt: at });
  expect(written[2]).toEqual(written[0]);
  expect(written.slice(3)).toEqual(written.slice(0, 2));
  expect(JSON.stringify(written)).not.toContain('canary');

  expect(await configs.resolve('ada', 'github')).toEqual({
    ...command,
    env: { GITHUB_TOKEN: canary, LOG_LEVEL: 'warn' },
  });
  expect(await configs.resolve('ada', 'remote')).toEqual({
    ...remote,
    headers: { Authorization: `Bearer ${canary}`, 'X-Team': 'a' },
  });
  expect(await configs.resolve('ada', 'none')).toBeUndefined();
  expect(await configs.resolve('bob', 'github')).toBeUndefined();
  expect(await configs.delete('ada', 'github')).toBe(true);
  expect(await configs.delete('ada', 'github')).toBe(false);
  expect(await configs.get('ada', 'github')).toBeUndefined();
});

test('a secret is of the same user and server, and may come after the settings', async () => {
  const { configs, vault } = await setUp();
  await configs.set('ada', 'github', command);
  await vault.set({ userId: 'bob', server: 'github', name: 'TOKEN' }, 'of bob');
  await vault.set({ userId: 'ada', server: 'gitlab', name: 'TOKEN' }, 'of another server');
  await expect(configs.resolve('ada', 'github')).rejects.toMatchObject({
    code: 'SECRET_UNKNOWN',
    message: expect.stringContaining('TOKEN'),
    details: { server: 'github', name: 'TOKEN' },
  });
  await vault.set({ userId: 'ada', server: 'github', name: 'TOKEN' }, 'of ada');
  expect(await configs.resolve('ada', 'github')).toMatchObject({ env: { GITHUB_TOKEN: 'of ada' } });
});

test('a command is not permitted unless somebody says so, nor is an address without TLS', async () => {
  const { configs, tamper } = await setUp({ permit: undefined });
  await configs.set('ada', 'remote', { url: 'https://mcp.example.com/mcp' });
  await expect(configs.set('ada', 'github', { command: 'sh' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(configs.set('ada', 'plain', { url: 'http://mcp.example.com/' })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
  await tamper({ command: 'sh' });
  await expect(configs.resolve('ada', 'github')).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('what is permitted is asked with user and server, and again before a start', async () => {
  const asked: unknown[] = [];
  let answer = true;
  const { configs } = await setUp({
    permit: async (settings, of) => {
      asked.push([settings, of]);
      return answer;
    },
  });
  await configs.set('ada', 'local', { command: 'npx' });
  answer = false;
  await expect(configs.resolve('ada', 'local')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const question = [{ command: 'npx' }, { userId: 'ada', server: 'local' }];
  expect(asked).toEqual([question, question]);
});

test.each<[string, unknown]>([
  ['no object', 'npx'],
  ['a list', []],
  ['nothing', null],
  ['no way to start', {}],
  ['a field that is not known', { command: 'npx', shell: true }],
  ['both ways', { command: 'npx', url: 'https://a.example/' }],
  ['an empty command', { command: '' }],
  ['a command with NUL', { command: 'a\0b' }],
  ['a lone surrogate', { command: '\ud800' }],
  ['arguments that are no list', { command: 'a', args: 'b' }],
  ['an argument that is no text', { command: 'a', args: [1] }],
  ['a secret as an argument', { command: 'a', args: [{ secret: 'TOKEN' }] }],
  ['too many arguments', { command: 'a', args: Array.from({ length: 257 }, () => '') }],
  ['a long argument', { command: 'a', args: ['x'.repeat(8_193)] }],
  ['too much together', { command: 'a', args: Array.from({ length: 10 }, () => 'x'.repeat(8_000)) }],
  [
    'too many variables',
    { command: 'a', env: Object.fromEntries(Array.from({ length: 129 }, (_, n) => [`V${n}`, ''])) },
  ],
  ['a name that is none', { command: 'a', env: { 'A=B': '' } }],
  ['a prototype', { command: 'a', env: JSON.parse('{"__proto__":"x"}') }],
  ['a constructor', { command: 'a', env: { constructor: 'x' } }],
  ['a number as a value', { command: 'a', env: { A: 1 } }],
  ['a reference with more', { command: 'a', env: { A: { secret: 'TOKEN', prefix: 'x' } } }],
  ['a reference to no name', { command: 'a', env: { A: { secret: '' } } }],
  ['a reference to no text', { command: 'a', env: { A: { secret: { secret: 'TOKEN' } } } }],
  ['headers of a command', { command: 'a', headers: {} }],
  ['no address', { url: 'mcp' }],
  ['an address of a file', { url: 'file:///etc/passwd' }],
  ['a password in the address', { url: 'https://ada:pw@a.example/' }],
  ['a fragment', { url: 'https://a.example/#a' }],
  ['a long address', { url: `https://a.example/${'a'.repeat(2_048)}` }],
  ['a header of the transport', { url: 'https://a.example/', headers: { Host: 'b.example' } }],
  ['a header twice', { url: 'https://a.example/', headers: { 'X-A': '', 'x-a': '' } }],
  ['a name of two lines', { url: 'https://a.example/', headers: { 'X-A\r\nX-B': '' } }],
  ['a value of two lines', { url: 'https://a.example/', headers: { 'X-A': 'a\r\nX-B: b' } }],
  ['a value beyond Latin-1', { url: 'https://a.example/', headers: { 'X-A': '😀' } }],
])('settings with %s are refused, and so are stored ones', async (_, settings) => {
  const { configs, tamper } = await setUp();
  await expect(configs.set('ada', 'github', settings as McpServerSettings)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
  expect(await configs.get('ada', 'github')).toBeUndefined();
  await tamper(settings ?? 'null');
  await expect(configs.resolve('ada', 'github')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

test('a secret that would be more than one header, or none at all, is not quoted', async () => {
  const { configs, vault } = await setUp();
  await configs.set('ada', 'remote', remote);
  await configs.set('ada', 'github', command);
  for (const value of ['canary-1\r\nX-Admin: 1', 'canary-1\n', 'canary-1\0', 'canary-1 😀']) {
    await vault.set({ userId: 'ada', server: 'remote', name: 'BEARER' }, value);
    const error = await configs.resolve('ada', 'remote').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('BEARER') });
    expect(shownBy(error)).not.toContain('canary');
  }
  await vault.set({ userId: 'ada', server: 'github', name: 'TOKEN' }, 'canary-1\0');
  const error = await configs.resolve('ada', 'github').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'INVALID_INPUT' });
  expect(shownBy(error)).not.toContain('canary');
  // A key in several lines is what variables are for.
  await vault.set({ userId: 'ada', server: 'github', name: 'TOKEN' }, '-----BEGIN-----\né😀\n');
  expect(await configs.resolve('ada', 'github')).toMatchObject({ env: { GITHUB_TOKEN: '-----BEGIN-----\né😀\n' } });
});

test('settings come back as they were set, names of prototypes or not', async () => {
  const { configs } = await setUp();
  const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((value) => !value.includes('\0'));
  const name = fc
    .stringMatching(/^[A-Za-z_]\w{0,10}$/)
    .filter((value) => !['__proto__', 'constructor', 'prototype'].includes(value));
  const env = fc.dictionary(name, fc.oneof(text, fc.constant({ secret: 'TOKEN' })), { noNullPrototype: true });
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 5 }), env, async (args, variables) => {
      const settings = { command: 'npx', args, env: variables };
      expect((await configs.set('ada', 'github', settings)).settings).toEqual(settings);
    }),
    { numRuns: 200 },
  );
});

test('a user has so many servers and no more, also of 32 that come at the same time', async () => {
  const { configs } = await setUp({ maxPerUser: 5 });
  const settled = await Promise.allSettled(
    Array.from({ length: 32 }, (_, index) => configs.set('ada', `server ${index}`, { command: 'a' })),
  );
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  for (const result of settled) {
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'MCP_CONFIG_LIMIT' });
  }
  const [first] = await configs.list('ada');
  expect(await configs.set('ada', first!.server, { command: 'b' })).toMatchObject({ settings: { command: 'b' } });
  await configs.set('bob', 'server 0', { command: 'a' });
  await expect(configs.set('eve', 'server 0', { command: 'a' })).rejects.toMatchObject({ code: 'USER_UNKNOWN' });
});

test('a name that no tool id can have is refused, and what is stored by it can go', async () => {
  const { configs, store } = await setUp();
  const at = new Date(clock.now());
  for (const server of ['a:b', 'a\u200bb', 'a\u202eb', 'a\u2028b']) {
    await expect(configs.set('ada', server, command)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: 'server has to be without a colon and without characters that nobody sees.',
    });
    await store.mcpConfigs.put({ userId: 'ada', server, settings: {}, createdAt: at, updatedAt: at });
    expect(await configs.delete('ada', server)).toBe(true);
  }
});

test('a variable or a header that is undefined is refused, and so is what is neither text nor secret', async () => {
  const { configs } = await setUp();
  const undefinedOne = { A: undefined } as never;
  for (const [settings, field] of [
    [{ command: 'a', env: undefinedOne }, 'env.A'],
    [{ url: 'https://a.example/', headers: undefinedOne }, 'headers.A'],
    [{ command: 'a', env: { A: 1 } as never }, 'env.A'],
  ] as const) {
    await expect(configs.set('ada', 'github', settings)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: `${field} has to be: a text or { secret: name }.`,
    });
  }
  const optional = { command: 'a', args: undefined, env: undefined, cwd: undefined };
  expect(await configs.set('ada', 'github', optional)).toMatchObject({ settings: { command: 'a' } });
});

test('names and limits out of range are refused', async () => {
  const { configs, store, vault } = await setUp();
  for (const name of ['', 'a\n', 'a'.repeat(129)]) {
    await expect(configs.list(name)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    for (const [userId, server] of [
      ['ada', name],
      [name, 'github'],
    ] as const) {
      await expect(configs.set(userId, server, command)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
      await expect(configs.get(userId, server)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
      await expect(configs.delete(userId, server)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
      await expect(configs.resolve(userId, server)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
  }
  expect(() => createMcpConfigs({ store: store.mcpConfigs, vault, maxPerUser: 0 })).toThrow(/whole number/);
  for (const options of [null, { signals: 1 }, { signal: 1 }]) {
    await expect(configs.resolve('ada', 'github', options as never)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  }
});
