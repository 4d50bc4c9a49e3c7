/*
 * A host program with open servers, one of which ignores the end of its input and SIGTERM. Tells the process ids of
 * the servers, then ends as told:
 *
 *   node server-parent.mjs wait|exit|throw|return
 */
import { fileURLToPath } from 'node:url';
import { connectServers } from '@agentcards/mcp-adapter';

const script = fileURLToPath(new URL('../../packages/mcp-adapter/test-servers/server.mjs', import.meta.url));
const node = process.execPath;

const pool = await connectServers([
  { name: 'good', command: node, args: [script, 'good'] },
  { name: 'stubborn', command: node, args: [script, 'stubborn'] },
  { name: 'through-a-shell', command: '/bin/sh', args: ['-c', `"${node}" "${script}" stubborn; true`] },
]);
const pids = [];
for (const { server } of pool) {
  const { content } = await pool.callTool({ server, name: 'environment' });
  pids.push(JSON.parse(content[0].text).pid);
}
console.log(JSON.stringify({ pids, listeners: process.eventNames().filter((name) => /^SIG/.test(String(name))) }));

switch (process.argv[2]) {
  case 'exit':
    process.exit(3);
    break;
  case 'throw':
    setImmediate(() => {
      throw new Error('as asked');
    });
    break;
  case 'return':
    await pool.close();
    break;
}
