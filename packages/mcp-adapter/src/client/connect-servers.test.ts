import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { McpError } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { inheritedVariables } from './child-environment.js';
import { type ConnectServersOptions, connectServers, type ServerPool } from './connect-servers.js';
import type { ServerReport } from './managed-server.js';
import type { ServerConfig } from './server-config.js';
import type { Connect, ServerConnection } from './server-connection.js';

const script = fileURLToPath(new URL('../../test-servers/server.mjs', import.meta.url));

/** A real server that behaves as told; see test-servers/server.mjs. */
function server(behaviour: string, argument = '', more: Partial<ServerConfig> = {}): ServerConfig {
  return { name: behaviour, command: process.execPath, args: [script, behaviour, argument], ...more };
}

async function open(configs: readonly ServerConfig[], options?: ConnectServersOptions): Promise<ServerPool> {
  const pool = await connectServers(configs, options);
  onTestFinished(() => pool.close());
  return pool;
}

/** Process ids of servers, as they tell them by the tool `environment`. */
async function processIds(pool: ServerPool): Promise<number[]> {
  const ids: number[] = [];
  for (const { server } of pool) ids.push(Number((await environmentOf(pool, server)).pid));
  return ids;
}

async function environmentOf(pool: ServerPool, server: string) {
  const { content } = await pool.callTool({ server, name: 'environment' });
  return JSON.parse(String(content[0]?.text)) as { pid: number; variables: Record<string, string> };
}

/** False for a process that has ended, also where nobody has collected its exit code yet. */
function isAlive(pid: number): boolean {
  const status = `/proc/${pid}/stat`;
  if (existsSync('/proc/self/stat')) {
    return existsSync(status) && !/\) [ZX] /.test(readFileSync(status, 'utf8'));
  }
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('servers that behave', () => {
  test('give their tools, their description and their answers', async () => {
    const seen: ServerReport[] = [];
    let time = 0;
    const pool = await open([server('good'), server('with-instructions', '', { description: 'Mine.' })], {
      onServer: (report) => seen.push(report),
      concurrency: 1,
      clock: { now: () => (time += 5) },
    });
    const [first, second] = [...pool];
    expect(first).toMatchObject({ server: 'good', description: 'A server for tests' });
    expect(first?.tools.map(({ name }) => name)).toEqual(['environment', 'fail', 'wait', 'crash', 'unfit', 'echo']);
    expect(second?.description).toBe('Mine.');
    expect(pool.report).toEqual([
      { server: 'good', status: 'connected', tools: 6, milliseconds: 5, warnings: [] },
      { server: 'with-instructions', status: 'connected', tools: 6, milliseconds: 5, warnings: [] },
    ]);
    expect(seen).toEqual(pool.report);

    const args = { text: 'grüße\n', __proto__: null, list: [1, null] };
    const byId = await pool.callTool('good:echo', args);
    expect(byId).toMatchObject({ isError: false, structuredContent: { text: 'grüße\n', list: [1, null] } });
    expect(await pool.callTool({ server: 'good', name: 'echo' }, args)).toEqual(byId);
    expect(await pool.callTool('good:fail')).toMatchObject({ isError: true, content: [{ type: 'text' }] });
  });

  test('may say what they are for', async () => {
    const pool = await open([server('with-instructions')]);
    expect([...pool]).toMatchObject([{ description: 'Use it for tests.' }]);
  });

  test('may have no tools at all', async () => {
    const pool = await open([server('without-tools')]);
    expect(pool.report).toMatchObject([{ status: 'connected', tools: 0 }]);
  });

  test('may list in pages', async () => {
    const pool = await open([server('pages-of-two')]);
    expect([...pool][0]?.tools.map(({ name }) => name)).toEqual([
      'environment',
      'fail',
      'wait',
      'crash',
      'unfit',
      'echo',
    ]);
  });

  test('may log to stdout now and then', async () => {
    const pool = await open([server('chatty')]);
    expect(pool.report).toMatchObject([{ status: 'connected', tools: 6 }]);
  });

  test('get nothing of our environment but the pinned list, and their own variables', async () => {
    process.env.AGENTCARDS_TEST_SECRET = 'not for servers';
    process.env.LANG = 'C.UTF-8';
    onTestFinished(() => void delete process.env.AGENTCARDS_TEST_SECRET);
    const pool = await open([server('good', '', { env: { TOKEN: 'mine', LANG: 'de_DE' } })]);
    const { variables } = await environmentOf(pool, 'good');
    expect(variables).toMatchObject({ TOKEN: 'mine', LANG: 'de_DE', PATH: process.env.PATH });
    // Some platforms add variables of their own to every process, such as __CF_USER_TEXT_ENCODING.
    const foreign = Object.keys(variables).filter((name) => name in process.env && name !== 'TOKEN');
    expect(inheritedVariables).toEqual(expect.arrayContaining(foreign));
  });

  test('of any other transport are connected through the port', async () => {
    const pool = await open([
      {
        name: 'in-memory',
        connect: async () => ({
          description: undefined,
          listTools: async () => ({ tools: [{ name: 'add' }] }),
          callTool: async (name) => ({ content: [{ type: 'text', text: name }], isError: false }),
          close: async () => undefined,
        }),
      },
    ]);
    expect([...pool]).toMatchObject([{ server: 'in-memory', tools: [{ name: 'add' }] }]);
    expect(await pool.callTool('in-memory:add')).toMatchObject({ content: [{ text: 'add' }] });
  });
});

test('errors of a connection of one’s own get a code, those of the time and the caller before all', async () => {
  const answersNothing = (signal: AbortSignal) =>
    // As the SDK does: its error tells the reason only in its text.
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error(`${signal.reason}`))));
  const connection: ServerConnection = {
    description: undefined,
    listTools: async () => ({ tools: [{ name: 'any' }] }),
    callTool: async (name, _args, { signal }) => {
      if (name === 'wait') return answersNothing(signal);
      if (name === 'refused') throw new McpError(-32602, 'MCP error -32602: no such page');
      if (name === 'closed') throw new McpError(-32000, 'Connection closed');
      throw new Error('fetch failed');
    },
    close: async () => undefined,
  };
  const pool = await open(
    [
      { name: 'remote', connect: async () => connection },
      { name: 'slow', connect: ({ signal }) => answersNothing(signal) },
    ],
    { startTimeout: 50 },
  );
  expect(pool.report).toMatchObject([{ status: 'connected' }, { status: 'failed', code: 'SERVER_TIMEOUT' }]);
  await expect(pool.callTool('remote:any')).rejects.toMatchObject({
    code: 'SERVER_PROTOCOL_ERROR',
    message: 'Server "remote" failed: Error: fetch failed',
    cause: { message: 'fetch failed' },
  });
  await expect(pool.callTool('remote:refused')).rejects.toMatchObject({
    code: 'SERVER_REFUSED',
    message: 'Server "remote" refused a request (-32602): no such page',
    details: { jsonRpcCode: -32602 },
  });
  await expect(pool.callTool('remote:closed')).rejects.toMatchObject({ code: 'SERVER_PROTOCOL_ERROR' });
  await expect(pool.callTool('remote:wait', {}, { timeout: 5 })).rejects.toMatchObject({ code: 'SERVER_TIMEOUT' });
  const signal = AbortSignal.timeout(5);
  await expect(pool.callTool('remote:wait', {}, { signal })).rejects.toMatchObject({ code: 'ABORTED' });
});

test('what a connection of one’s own answers is read as leniently and as strictly as what a process answers', async () => {
  const listing = (name: string, pages: readonly unknown[]) => {
    let page = 0;
    const connection = {
      description: undefined,
      listTools: async () => pages[page++],
      callTool: async (tool: string) => ({ nothing: undefined, odd: { content: 5 }, bare: {} })[tool],
      close: async () => undefined,
    };
    return { name, connect: async () => connection as unknown as ServerConnection };
  };
  const tools = ['nothing', 'odd', 'bare'].map((name) => ({ name }));
  const pool = await open([
    listing('empty', [{ tools, nextCursor: '' }]),
    listing('null', [
      { tools: [{ name: 'first' }], nextCursor: 'more' },
      { tools, nextCursor: null },
    ]),
    listing('none', [undefined]),
    listing('unlisted', [{}]),
  ]);
  expect(pool.report).toMatchObject([
    { status: 'connected', tools: 3 },
    { status: 'connected', tools: 4 },
    { status: 'failed', code: 'SERVER_PROTOCOL_ERROR', message: expect.stringContaining('no list of tools') },
    { status: 'failed', code: 'SERVER_PROTOCOL_ERROR', message: expect.stringContaining('no list of tools') },
  ]);
  await expect(pool.callTool('empty:nothing')).rejects.toMatchObject({ code: 'SERVER_PROTOCOL_ERROR' });
  await expect(pool.callTool('empty:odd')).rejects.toMatchObject({ code: 'SERVER_PROTOCOL_ERROR' });
  expect(await pool.callTool('empty:bare')).toEqual({ content: [], structuredContent: undefined, isError: false });
});

test('a connection of one’s own that is lost is reported, and its calls end', async () => {
  let lose = (_reason: Error) => {};
  let end = (_reason: Error) => {};
  let closed = 0;
  const connect: Connect = async ({ onLost }) => {
    lose = onLost;
    return {
      description: undefined,
      listTools: async () => ({ tools: [{ name: 'any' }] }),
      callTool: () =>
        new Promise((_, reject) => {
          end = reject;
        }),
      async close() {
        closed += 1;
        end(new Error('closed'));
      },
    };
  };
  const pool = await open([{ name: 'remote', connect }]);
  const pending = pool.callTool('remote:any');
  lose(new TypeError('fetch failed'));
  const lost = {
    code: 'SERVER_DISCONNECTED',
    message: expect.stringContaining('Server "remote" was lost: TypeError: fetch failed'),
    hint: expect.stringContaining('another `connectServers`'),
  };
  await expect(pending).rejects.toMatchObject(lost);
  await expect(pool.callTool('remote:any')).rejects.toMatchObject(lost);
  expect(pool.report).toMatchObject([{ status: 'disconnected', ...lost }]);
  expect([...pool]).toEqual([]);
  expect(closed).toBe(1);
});

test('connections of one’s own that ignore their signals hold up nobody', async () => {
  const hangs = () => new Promise<never>(() => {});
  const connection: ServerConnection = {
    description: undefined,
    listTools: async () => ({ tools: [{ name: 'any' }] }),
    callTool: hangs,
    close: async () => undefined,
  };
  let arrive = (_connection: ServerConnection) => {};
  const late = new Promise<ServerConnection>((resolve) => {
    arrive = resolve;
  });
  const pool = await open(
    [
      { name: 'never', connect: () => late },
      { name: 'unlisted', connect: async () => ({ ...connection, listTools: hangs }) },
      { name: 'unclosed', connect: async () => ({ ...connection, close: hangs }) },
    ],
    { startTimeout: 100, concurrency: 1 },
  );
  expect(pool.report).toMatchObject([
    { status: 'failed', code: 'SERVER_TIMEOUT', message: 'Server "never" did not start within 100 ms.' },
    { status: 'failed', code: 'SERVER_TIMEOUT', message: 'Server "unlisted" did not list its tools within 100 ms.' },
    { status: 'connected' },
  ]);
  const closed = new Promise<void>((resolve) => arrive({ ...connection, close: async () => resolve() }));
  await closed;
  await expect(pool.callTool('unclosed:any', {}, { timeout: 5 })).rejects.toMatchObject({ code: 'SERVER_TIMEOUT' });
  const signal = AbortSignal.timeout(5);
  await expect(pool.callTool('unclosed:any', {}, { signal })).rejects.toMatchObject({ code: 'ABORTED' });
  await pool.close();
});

test('a connect that returns something else fails alone', async () => {
  const connect = (async () => ({})) as unknown as Connect;
  const pool = await open([{ name: 'empty', connect }, server('good')]);
  expect(pool.report).toMatchObject([
    {
      status: 'failed',
      code: 'INVALID_INPUT',
      message: expect.stringMatching(/"empty" .* it has no listTools\(\)\.$/),
    },
    { status: 'connected' },
  ]);
});

describe('servers that do not', () => {
  let pool: ServerPool;
  const reportOf = (name: string) => pool.report.find(({ server }) => server === name);

  beforeAll(async () => {
    pool = await connectServers(
      [
        server('good'),
        { name: 'no-such-program', command: '/no/such/program' },
        { name: 'no-such-folder', command: process.execPath, cwd: '/no/such/folder' },
        server('dead-at-start', '', { env: { TOKEN: 'hunter2-secret' } }),
        server('refusing-at-initialize', '', { env: { TOKEN: 'hunter2-secret' } }),
        server('silent-at-initialize'),
        server('stubborn-and-silent'),
        server('silent-at-list'),
        server('dead-at-list'),
        server('list-without-tools'),
        server('same-cursor'),
        server('endless-pages'),
        server('garbage-only'),
        server('garbage-flood'),
        server('endless-line'),
        server('odd-tools'),
        server('many-tools', '10001'),
      ],
      { startTimeout: 8_000, concurrency: 6 },
    );
  });
  afterAll(() => pool.close());

  test.each([
    ['no-such-program', 'SERVER_START_FAILED', /could not be started: spawn \/no\/such\/program ENOENT/],
    ['no-such-folder', 'SERVER_START_FAILED', /could not be started: its `cwd` is no directory: \/no\/such\/folder\.$/],
    ['dead-at-start', 'SERVER_START_FAILED', /exit code 1 before it answered\. It wrote: Error: bad token \[TOKEN\]$/],
    ['refusing-at-initialize', 'SERVER_REFUSED', /refused "initialize" \(-32603\): not today, \[TOKEN\]$/],
    ['silent-at-initialize', 'SERVER_TIMEOUT', /did not start within 8000 ms\. It wrote: waiting for a login/],
    ['stubborn-and-silent', 'SERVER_TIMEOUT', /did not start within 8000 ms/],
    ['silent-at-list', 'SERVER_TIMEOUT', /did not list its tools within 8000 ms/],
    ['dead-at-list', 'SERVER_DISCONNECTED', /ended with exit code 3\. It wrote: Error: out of memory/],
    ['list-without-tools', 'SERVER_PROTOCOL_ERROR', /no list of tools/],
    ['same-cursor', 'SERVER_PROTOCOL_ERROR', /a cursor came twice/],
    ['endless-pages', 'SERVER_PROTOCOL_ERROR', /too many pages/],
    ['garbage-only', 'SERVER_PROTOCOL_ERROR', /wrote 2 lines to stdout that are not MCP messages/],
    ['garbage-flood', 'SERVER_PROTOCOL_ERROR', /wrote 10000 lines to stdout that are not MCP messages/],
    ['endless-line', 'SERVER_PROTOCOL_ERROR', /wrote a line of more than \d+ bytes to stdout/],
  ])('%s is reported as %s', (name, code, message) => {
    expect(reportOf(name)).toMatchObject({ status: 'failed', tools: 0, code, message: expect.stringMatching(message) });
  });

  test('say what their process wrote, without secrets, and what can be done', () => {
    expect(reportOf('dead-at-start')).toMatchObject({
      hint: 'Run its command by hand to see why; it may need arguments or variables in `env`.',
      details: { stderr: expect.stringMatching(/^(?!.*hunter2).*bad token \[TOKEN\]/s) },
    });
    expect(reportOf('no-such-program')).toMatchObject({ hint: expect.any(String), details: undefined });
  });

  test('do not stop the others', () => {
    expect([...pool].map(({ server }) => server)).toEqual(['good', 'odd-tools', 'many-tools']);
  });

  test('lose definitions that are none, and nothing else', () => {
    expect(reportOf('odd-tools')).toMatchObject({
      status: 'connected',
      tools: 2,
      warnings: [{ code: 'TOOL_DEFINITION_INVALID', message: expect.stringMatching(/left out as invalid: 2\./) }],
    });
  });

  test('are cut off at 10,000 tools', () => {
    expect(reportOf('many-tools')).toMatchObject({
      status: 'connected',
      tools: 10_000,
      warnings: [{ code: 'SERVER_TOOL_LIMIT' }],
    });
  });

  test('cannot be called, and the error says why', async () => {
    await expect(pool.callTool('dead-at-list:any')).rejects.toMatchObject({
      code: 'SERVER_DISCONNECTED',
      message: expect.stringContaining('out of memory'),
      details: { stderr: expect.stringContaining('out of memory') },
    });
  });
});

describe('calls', () => {
  test('end with the caller or with the time, and the server is told', async () => {
    const pool = await open([server('good')]);
    const controller = new AbortController();
    const pending = pool.callTool('good:wait', {}, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(pending).rejects.toMatchObject({ code: 'ABORTED', cause: { message: 'enough' } });
    await expect(pool.callTool('good:wait', {}, { timeout: 1 })).rejects.toMatchObject({ code: 'SERVER_TIMEOUT' });
    const aborted = AbortSignal.abort();
    await expect(pool.callTool('good:echo', {}, { signal: aborted })).rejects.toMatchObject({ code: 'ABORTED' });
    const { content } = await pool.callTool('good:cancelled');
    expect(JSON.parse(String(content[0]?.text))).toHaveLength(2);
  });

  test('may share a signal, as many as there are', async () => {
    const warnings: unknown[] = [];
    const onWarning = (warning: unknown) => warnings.push(warning);
    process.on('warning', onWarning);
    onTestFinished(() => void process.off('warning', onWarning));
    const pool = await open([server('good')]);
    const controller = new AbortController();
    const { signal } = controller;
    const calls = Array.from({ length: 20 }, () => pool.callTool('good:wait', {}, { signal }));
    await pool.callTool('good:echo', {}, { signal });
    controller.abort();
    for (const call of await Promise.allSettled(calls)) expect(call).toMatchObject({ reason: { code: 'ABORTED' } });
    await new Promise((resolve) => setImmediate(resolve));
    expect(warnings).toEqual([]);
  });

  test('fail with a code when the server refuses, answers nonsense or dies', async () => {
    const pool = await open([server('good')]);
    await expect(pool.callTool('good:nope')).rejects.toMatchObject({
      code: 'SERVER_REFUSED',
      message: 'Server "good" refused "tools/call" (-32602): Unknown tool: nope',
      hint: expect.stringContaining('Nothing is broken'),
      details: { jsonRpcCode: -32602 },
    });
    await expect(pool.callTool('good:unfit')).rejects.toMatchObject({ code: 'SERVER_PROTOCOL_ERROR' });
    const pending = pool.callTool('good:wait');
    await expect(pool.callTool('good:crash')).rejects.toMatchObject({
      code: 'SERVER_DISCONNECTED',
      message: 'Server "good" ended with exit code 7. It wrote: Error: crashed as asked',
    });
    await expect(pending).rejects.toMatchObject({ code: 'SERVER_DISCONNECTED' });
    await expect(pool.callTool('good:echo')).rejects.toMatchObject({ code: 'SERVER_DISCONNECTED' });
    expect(pool.report).toMatchObject([{ status: 'disconnected', code: 'SERVER_DISCONNECTED', tools: 6 }]);
    expect([...pool]).toEqual([]);
  });

  test('need a server of the pool, and arguments that are JSON', async () => {
    const pool = await open([server('good')]);
    await expect(pool.callTool('other:echo')).rejects.toMatchObject({ code: 'SERVER_UNKNOWN', hint: 'It has: good.' });
    await expect(pool.callTool('echo')).rejects.toMatchObject({ code: 'TOOL_ID_INVALID' });
    await expect(pool.callTool('good:echo', { big: 1n })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(pool.callTool('good:echo', {}, { timeout: 0 })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

test.each<[string, unknown, unknown, unknown, RegExp]>([
  ['a number', 5, {}, {}, /^A tool has to be named by its id "server:tool", or by \{ server, name \}/],
  ['a record without a server', { name: 'echo' }, {}, {}, /^A tool has to be named/],
  ['nothing', undefined, {}, {}, /^A tool has to be named/],
  ['arguments as text', 'good:echo', '{}', {}, /^The arguments of a tool have to be an object/],
  ['arguments as a list', 'good:echo', [1], {}, /^The arguments of a tool have to be an object/],
  ['an unknown option', 'good:echo', {}, { timeOut: 5 }, /^Unknown option "timeOut" in options; known are signal/],
  ['no signal', 'good:echo', {}, { signal: new AbortController() }, /^options.signal has to be an AbortSignal/],
  ['options that are null', 'good:echo', {}, null, /^options has to be an object/],
])('a call with %s is refused', async (_name, tool, args, options, message) => {
  const pool = await open([]);
  const call = pool.callTool as (...input: unknown[]) => Promise<unknown>;
  await expect(call(tool, args, options)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringMatching(message),
  });
});

describe('a list that changes', () => {
  test('is read again, once for several announcements', async () => {
    const sources: string[][] = [];
    const pool = await open([server('changing')], {
      onToolsChanged: ({ tools }) => sources.push(tools.map(({ name }) => name)),
    });
    expect([...pool][0]?.tools).toHaveLength(2);
    await pool.callTool('changing:change');
    await until(() => sources.length > 0);
    expect(sources).toEqual([['change', 'tool_0', 'tool_1']]);
    expect([...pool][0]?.tools).toHaveLength(3);
  });

  test('that cannot be read leaves the tools as they were', async () => {
    const pool = await open([server('changing')]);
    await pool.callTool('changing:change', { next: 'malformed' });
    await until(() => pool.report[0]?.warnings.length === 1);
    expect(pool.report).toMatchObject([
      { status: 'connected', tools: 2, warnings: [{ code: 'SERVER_PROTOCOL_ERROR' }] },
    ]);
    expect([...pool][0]?.tools).toHaveLength(2);
  });

  test('ends with the server', async () => {
    const pool = await open([server('changing')]);
    await pool.callTool('changing:change', { next: 'dead' });
    await until(() => pool.report[0]?.status === 'disconnected');
    expect(pool.report).toMatchObject([{ code: 'SERVER_DISCONNECTED', message: expect.stringContaining('gone') }]);
  });
});

describe('the end', () => {
  test('closes every server, however it behaves, with what it started', async () => {
    const throughShell = { command: '/bin/sh', args: ['-c', `"${process.execPath}" "${script}" stubborn; true`] };
    const pool = await open([
      server('good'),
      server('deaf-to-end-of-input'),
      server('stubborn'),
      { name: 'through-a-shell', ...throughShell },
    ]);
    const ids = await processIds(pool);
    expect(ids.filter(isAlive)).toHaveLength(4);
    await Promise.all([pool.close(), pool.close()]);
    await pool[Symbol.asyncDispose]();
    expect(ids.filter(isAlive)).toEqual([]);
  });

  test('lets a call in flight end, and refuses new ones', async () => {
    const pool = await open([server('good')]);
    const pending = pool.callTool('good:wait');
    const closing = pool.close();
    await expect(pool.callTool('good:echo')).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(pending).rejects.toMatchObject({ code: 'CLOSED' });
    await closing;
    expect(() => [...pool]).toThrow(expect.objectContaining({ code: 'CLOSED' }));
    expect(pool.report).toMatchObject([{ status: 'connected', tools: 6 }]);
  });

  test('comes before the start when the caller gives up', async () => {
    const controller = new AbortController();
    const starting = connectServers([server('good'), server('silent-at-initialize'), server('silent-at-list')], {
      signal: controller.signal,
      concurrency: 2,
      onServer: () => controller.abort(new Error('enough')),
    });
    await expect(starting).rejects.toMatchObject({ code: 'ABORTED', cause: { message: 'enough' } });
  });
});

test.each<[string, unknown, string]>([
  ['no time', { startTimeout: 0 }, '`startTimeout` is a whole number from 1 to 2147483647; got 0.'],
  ['half a server at a time', { concurrency: 0.5 }, '`concurrency` is a whole number from 1 to 2147483647; got 0.5.'],
  ['an unknown name', { timeout: 5 }, expect.stringMatching(/^Unknown option "timeout" in options; known are start/)],
  ['null', null, expect.stringMatching(/^options has to be an object with startTimeout/)],
  ['a listener that is none', { onServer: {} }, 'options.onServer has to be a function.'],
  ['a signal that is none', { signal: true }, 'options.signal has to be an AbortSignal.'],
  ['a clock that is none', { clock: null }, 'options.clock has to have now().'],
])('options with %s are refused', async (_name, options, message) => {
  const starting = connectServers([], options as ConnectServersOptions);
  await expect(starting).rejects.toMatchObject({ code: 'INVALID_INPUT', message });
});

test('nothing is started where one configuration is refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'agentcards-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const trace = join(folder, 'started');
  const writer = { name: 'writer', command: process.execPath, args: ['-e', `fs.writeFileSync('${trace}', '')`] };
  const misspelt = { name: 'misspelt', command: 'true', arg: ['x'] } as ServerConfig;
  await expect(connectServers([writer, misspelt])).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  expect(existsSync(trace)).toBe(false);
});
