import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { connectServers } from './connect-servers.js';

const script = fileURLToPath(new URL('../../test-servers/server.mjs', import.meta.url));

async function connect(behaviour: string) {
  const server = { name: 'x', command: process.execPath, args: [script, behaviour] };
  const pool = await connectServers([server]);
  onTestFinished(() => pool.close());
  return pool;
}

test.each([
  { result: null },
  { result: 'done' },
  { result: [] },
  { error: 'boom' },
  { error: { message: 'no code' } },
  { error: { code: 'E1', message: 'a code that is text' } },
  { error: null, result: { content: [] } },
  { jsonrpc: '1.0', result: { content: [] } },
  {},
])('an answer of the wrong shape fails the call at once: %j', async (answer) => {
  const pool = await connect('good');
  await expect(pool.callTool('x:raw', answer)).rejects.toMatchObject({
    code: 'SERVER_PROTOCOL_ERROR',
    message: 'Server "x" answered "tools/call" wrongly: neither a result nor an error of JSON-RPC',
  });
  expect(await pool.callTool('x:echo')).toMatchObject({ isError: false });
});

test('a line of a log is no answer, whatever id it has', async () => {
  const pool = await connect('good');
  expect(await pool.callTool('x:logging')).toMatchObject({ isError: false });
});

test('a server that does not read is sent no more than can be held', async () => {
  const pool = await connect('good');
  await pool.callTool('x:deaf');
  const text = 'x'.repeat(20 * 2 ** 20);
  const refusals: unknown[] = [];
  for (let call = 0; call < 6; call++) {
    await pool
      .callTool('x:echo', { text }, { timeout: 50 })
      .catch(({ code, message }) => refusals.push([code, message]));
  }
  const waited = ['SERVER_TIMEOUT', 'Tool "x:echo" did not answer within 50 ms.'];
  const refused = ['SERVER_TIMEOUT', expect.stringContaining('has not read')];
  expect(refusals).toEqual([waited, waited, waited, waited, refused, refused]);
});

test('a list of the wrong shape fails the start at once', async () => {
  const { report } = await connect('list-of-nothing');
  expect(report).toMatchObject([{ status: 'failed', code: 'SERVER_PROTOCOL_ERROR' }]);
});

test('an error of a server with data is a refusal as any other', async () => {
  const pool = await connect('good');
  const error = { code: -32600, message: 'no', data: { line: 'x' } };
  await expect(pool.callTool('x:raw', { error })).rejects.toMatchObject({ code: 'SERVER_REFUSED' });
});
