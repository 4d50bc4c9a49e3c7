import { AgentCardsError, type Clock, parseToolId, type ToolSource } from '@agentcards/core';
import { assertFunctions, assertMembers, assertPositive, assertSignal, refuse } from './assert-input.js';
import { forEachBounded } from './for-each-bounded.js';
import { isRecord } from './is-record.js';
import { ManagedServer, type ServerReport } from './managed-server.js';
import { assertServerConfigs, type ServerConfig } from './server-config.js';
import type { Connect, ToolArguments, ToolCallResult } from './server-connection.js';
import type { StdioParameters } from './server-process.js';

export interface ConnectServersOptions {
  /** Milliseconds for a server to start, and again for it to list its tools. @default 30_000 */
  readonly startTimeout?: number | undefined;
  /** Milliseconds for a tool to answer. @default 60_000 */
  readonly callTimeout?: number | undefined;
  /** Tools taken from one server. @default 10_000 */
  readonly maxTools?: number | undefined;
  /** Servers that start at the same time. @default 8 */
  readonly concurrency?: number | undefined;
  /** Gives up starting: all servers are closed again. */
  readonly signal?: AbortSignal | undefined;
  /** Called as each server has started or failed. */
  readonly onServer?: ((report: ServerReport) => void) | undefined;
  /**
   * Called with the new list when a server has changed its tools; to be given to `tools.sync`. What it throws, or
   * what its promise rejects with, becomes a warning in `report`.
   */
  readonly onToolsChanged?: ((source: ToolSource) => unknown) | undefined;
  /** @default Date */
  readonly clock?: Clock | undefined;
}

export interface CallToolOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds. @default the pool's `callTimeout` */
  readonly timeout?: number | undefined;
}

const optionNames: readonly (keyof ConnectServersOptions)[] = [
  'startTimeout',
  'callTimeout',
  'maxTools',
  'concurrency',
  'signal',
  'onServer',
  'onToolsChanged',
  'clock',
];

/** Running servers. Iterating gives the tools of those that are connected, as `tools.sync` takes them. */
export interface ServerPool extends Iterable<ToolSource>, AsyncDisposable {
  /** What became of each server, in the order of the configurations. Also after `close`. */
  readonly report: readonly ServerReport[];
  /**
   * Calls a tool, by its id or by server and name. A tool that fails answers with `isError`; its output is not checked
   * against its output schema.
   * @throws AgentCardsError `SERVER_UNKNOWN` | `SERVER_REFUSED` | `SERVER_DISCONNECTED` | `SERVER_TIMEOUT` |
   *   `SERVER_PROTOCOL_ERROR` | `TOOL_ID_INVALID` | `INVALID_INPUT` | `ABORTED` | `CLOSED`
   */
  callTool(
    tool: string | { readonly server: string; readonly name: string },
    args?: ToolArguments,
    options?: CallToolOptions,
  ): Promise<ToolCallResult>;
  /** Closes every server and waits until it is gone: at most about 5 s. Idempotent; never rejects. */
  close(): Promise<void>;
}

/**
 * Starts servers, a few at a time, and lists their tools. A server that fails does not hold up the others: `report`
 * says what happened to it. The processes end with the pool, and with this process, however it ends.
 *
 * @throws AgentCardsError `INVALID_INPUT` | `TOOL_ID_INVALID` for unusable configurations, before anything is
 *   started; `ABORTED` after everything is closed again
 */
export async function connectServers(
  configs: readonly ServerConfig[],
  options: ConnectServersOptions = {},
): Promise<ServerPool> {
  assertMembers('options', options, optionNames);
  const { startTimeout = 30_000, callTimeout = 60_000, maxTools = 10_000, concurrency = 8 } = options;
  const { signal, onServer, onToolsChanged, clock = Date } = options;
  assertPositive({ startTimeout, callTimeout, maxTools, concurrency });
  assertSignal('options.signal', signal);
  assertFunctions({ 'options.onServer': onServer, 'options.onToolsChanged': onToolsChanged });
  if (typeof clock?.now !== 'function') refuse('options.clock has to have now()');
  assertServerConfigs(configs);

  const servers = new Map<string, ManagedServer>();
  for (const config of configs) {
    const { name, description } = config;
    const connect = 'connect' in config ? config.connect : startedBy(config);
    servers.set(name, new ManagedServer({ name, description, connect, startTimeout, maxTools, clock, onToolsChanged }));
  }

  let closing: Promise<unknown> | undefined;
  const close = async () => {
    closing ??= Promise.all([...servers.values()].map((server) => server.close()));
    await closing;
  };
  try {
    await forEachBounded([...servers.values()], concurrency, async (server) => {
      await server.start(signal);
      onServer?.(server.report);
    });
    if (signal?.aborted) {
      throw new AgentCardsError('ABORTED', 'The caller gave up before all servers had started.', {
        cause: signal.reason,
      });
    }
  } catch (error) {
    await close();
    throw error;
  }

  const assertOpen = () => {
    if (closing !== undefined) throw new AgentCardsError('CLOSED', 'The server pool is closed.');
  };
  return {
    get report() {
      return [...servers.values()].map((server) => server.report);
    },
    async callTool(tool, args = {}, options = {}) {
      assertOpen();
      const address = addressOf(tool);
      if (!isRecord(args)) refuse('The arguments of a tool have to be an object');
      assertMembers('options', options, ['signal', 'timeout']);
      const { signal, timeout = callTimeout } = options;
      assertPositive({ timeout });
      assertSignal('options.signal', signal);
      const server = servers.get(address.server);
      if (server === undefined) {
        throw new AgentCardsError('SERVER_UNKNOWN', `There is no server "${address.server}" in this pool.`, {
          hint: `It has: ${[...servers.keys()].join(', ')}.`,
        });
      }
      try {
        return await server.callTool(address.name, args, { signal, timeout });
      } catch (error) {
        assertOpen();
        throw error;
      }
    },
    *[Symbol.iterator]() {
      assertOpen();
      for (const { source } of servers.values()) if (source !== undefined) yield source;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The SDK is loaded by those who start a server; it loads a validation library, an HTTP client and more. */
function startedBy(parameters: StdioParameters): Connect {
  return async (context) => (await import('./connect-stdio.js')).connectStdio(parameters, context);
}

function addressOf(tool: Parameters<ServerPool['callTool']>[0]): { readonly server: string; readonly name: string } {
  if (typeof tool === 'string') {
    const id = parseToolId(tool);
    const colon = id.indexOf(':');
    return { server: id.slice(0, colon), name: id.slice(colon + 1) };
  }
  if (isRecord(tool) && typeof tool.server === 'string' && typeof tool.name === 'string') return tool;
  return refuse('A tool has to be named by its id "server:tool", or by { server, name }');
}
