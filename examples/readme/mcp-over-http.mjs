import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { connectServers } from '@agentcards/mcp-adapter';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport, StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import {
  CallToolResultSchema,
  ListToolsResultSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';

// How long a call may take is for connectServers to say: its signals end one, and the SDK's own 60 seconds must not.
const timeout = 2 ** 31 - 1;

/** @type {(url: string, headers?: Record<string, string>) => import('@agentcards/mcp-adapter').Connect} */
const overHttp =
  (url, headers = {}) =>
  async (context) => {
    const client = new Client({ name: 'my-agent', version: '1.0.0' });
    client.setNotificationHandler(ToolListChangedNotificationSchema, context.onToolsChanged);
    const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
    // Nobody answers there, or nobody knows the session any more, as after a restart.
    client.onerror = (error) => {
      const forgotten = error instanceof StreamableHTTPError && error.code === 404;
      if (forgotten || error instanceof TypeError) context.onLost(error);
    };
    await client.connect(transport, { signal: context.signal, timeout });
    return {
      description: client.getInstructions(),
      listTools: (cursor, { signal }) =>
        client.request({ method: 'tools/list', params: { cursor } }, ListToolsResultSchema, { signal, timeout }),
      callTool: async (name, args, { signal }) => {
        const call = { method: 'tools/call', params: { name, arguments: { ...args } } };
        const result = await client.request(call, CallToolResultSchema, { signal, timeout });
        return { ...result, isError: result.isError === true };
      },
      close: () => client.close(),
    };
  };

// In the place of a server elsewhere.
const greeter = new McpServer({ name: 'greeter', version: '1.0.0' });
greeter.registerTool('greet', {}, () => ({ content: [{ type: 'text', text: 'hello over HTTP' }] }));
const serving = new StreamableHTTPServerTransport({ sessionIdGenerator: randomUUID });
await greeter.connect(serving);
const http = createServer((request, response) => serving.handleRequest(request, response)).listen();
const { port } = Object(http.address());

const servers = await connectServers([{ name: 'greeter', connect: overHttp(`http://localhost:${port}/mcp`) }]);
const { content } = await servers.callTool('greeter:greet');
console.log(content[0]?.text);

await greeter.close();
http.close().closeAllConnections();
await servers.callTool('greeter:greet').catch(({ code }) => console.log(code));
console.log(servers.report[0]?.status);
await servers.close();
