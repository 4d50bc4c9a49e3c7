import { stat } from 'node:fs/promises';
import { AgentCardsError } from '@agentcards/core';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { ResultSchema, ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { clientInformation } from './client-information.js';
import type { ConnectContext, ServerConnection, ToolCallResult, ToolPage } from './server-connection.js';
import { type StdioParameters, startServerProcess } from './server-process.js';
import { stdioFailure } from './stdio-failure.js';
import { StdioTransport } from './stdio-transport.js';

/** Longest delay of a timer: the SDK's own timeouts never fire, those in our signals do. */
const never = 2 ** 31 - 1;

/**
 * Connects to a server that runs as a child process, by the protocol lines up to 2025-11-25.
 *
 * Requests go past the SDK's `listTools` and `callTool`: these refuse a whole list for one bad definition, and compile
 * every output schema, which an untrusted server can make arbitrarily slow. What is inside is checked one by one later.
 */
export async function connectStdio(
  parameters: StdioParameters,
  { server, signal, onToolsChanged, onLost }: ConnectContext,
): Promise<ServerConnection> {
  signal.throwIfAborted();
  const child = await startServerProcess(parameters).catch(async (cause: Error) => {
    const why = (await lacksDirectory(parameters)) ? `its \`cwd\` is no directory: ${parameters.cwd}` : cause.message;
    throw new AgentCardsError('SERVER_START_FAILED', `Server "${server}" could not be started: ${why}.`, {
      hint: 'Check that the command is on the PATH, or give its full path, and that `cwd` exists.',
      cause,
    });
  });
  let ended: string | undefined;
  let established = false;
  void child.ended.then((how) => {
    ended = how;
    if (established) onLost(stdioFailure(undefined, { server, method: undefined, child, ended, transport }));
  });
  const transport = new StdioTransport(child);
  const client = new Client(clientInformation, { capabilities: {} });
  client.setNotificationHandler(ToolListChangedNotificationSchema, onToolsChanged);

  async function attempt<Result>(method: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw stdioFailure(error, { server, method, signal, child, ended, transport });
    }
  }
  /** Answers as the server did: what it sent is checked by the pool, as with every connection. */
  const request = <Result>(method: string, params: Record<string, unknown>, signal: AbortSignal) =>
    attempt(method, signal, async () => {
      transport.assertRead(server);
      // A signal of its own: the SDK leaves its listener there, and one list may take a thousand requests.
      const options = { signal: AbortSignal.any([signal]), timeout: never };
      const result: unknown = await client.request({ method, params }, ResultSchema, options);
      return result as Result;
    });

  try {
    await attempt('initialize', signal, () => client.connect(transport, { signal, timeout: never }));
  } catch (error) {
    await child.stop();
    throw error;
  }
  established = true;
  const information = client.getServerVersion();
  return {
    description: information?.description ?? client.getInstructions() ?? information?.title,
    async listTools(cursor, { signal }) {
      if (client.getServerCapabilities()?.tools === undefined) return { tools: [] };
      return request<ToolPage>('tools/list', cursor === undefined ? {} : { cursor }, signal);
    },
    async callTool(name, args, { signal }) {
      return request<ToolCallResult>('tools/call', { name, arguments: args }, signal);
    },
    async close() {
      established = false;
      await child.stop();
    },
  };
}

/** The operating system blames the program for a working directory that is not there. */
async function lacksDirectory({ cwd }: StdioParameters): Promise<boolean> {
  if (cwd === undefined) return false;
  const found = await stat(cwd).catch(() => undefined);
  return !found?.isDirectory();
}
