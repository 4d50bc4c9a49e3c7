import { setTimeout as delay } from 'node:timers/promises';
import { AgentCardsError, type Clock, type ErrorCode, type ToolSource } from '@agentcards/core';
import { withDeadline } from './deadline.js';
import { isCoreError } from './is-core-error.js';
import { isRecord } from './is-record.js';
import { listAllTools, type ServerWarning } from './list-all-tools.js';
import { isProtocolError, refusal } from './refusal.js';
import type { Connect, ServerConnection, ToolArguments, ToolCallResult } from './server-connection.js';
import { settlesWithin } from './settles-within.js';
import { toToolCallResult } from './tool-results.js';

/** Milliseconds for further changes to arrive before a changed list is read again; bounds how often it is. */
const settling = 100;

/** Numbers by which the SDK says itself that the connection is closed or that it has waited too long. */
const ofTheClient = [-32000, -32001];

/** Milliseconds for a connection to let go of everything; a process is stopped in steps that may take almost as long. */
const lettingGo = 5_000;

/** What became of one server. */
export interface ServerReport {
  readonly server: string;
  /** `failed`: it never got as far as a list of tools. `disconnected`: it did, and was lost later. */
  readonly status: 'connected' | 'failed' | 'disconnected';
  /** Tools in its list. */
  readonly tools: number;
  /** From the start of the server to the end of its list, or to its failure. */
  readonly milliseconds: number;
  /** Why it is not connected. */
  readonly code?: ErrorCode | undefined;
  readonly message?: string | undefined;
  /** What can be done about it. */
  readonly hint?: string | undefined;
  /** `stderr`: the end of what its process wrote, without the values of its `env`. */
  readonly details?: AgentCardsError['details'];
  /** What was left out of the last list, or why the last change of it could not be read. */
  readonly warnings: readonly ServerWarning[];
}

export interface ManagedServerOptions {
  readonly name: string;
  readonly description: string | undefined;
  readonly connect: Connect;
  readonly startTimeout: number;
  readonly maxTools: number;
  readonly clock: Clock;
  readonly onToolsChanged: ((source: ToolSource) => unknown) | undefined;
}

/** One server of a pool: its connection, its tools as last listed, and what became of it. */
export class ManagedServer {
  readonly name: string;
  readonly #options: ManagedServerOptions;
  readonly #closing = new AbortController();
  #connection: ServerConnection | undefined;
  #source: ToolSource | undefined;
  #failure: AgentCardsError | undefined;
  #warnings: readonly ServerWarning[] = [];
  #milliseconds = 0;
  #changed = false;
  #following = false;

  constructor(options: ManagedServerOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /** Its tools; undefined while it is not connected. */
  get source(): ToolSource | undefined {
    return this.#failure === undefined ? this.#source : undefined;
  }

  get report(): ServerReport {
    const failed = this.#source === undefined ? 'failed' : 'disconnected';
    return {
      server: this.name,
      status: this.#failure === undefined ? 'connected' : failed,
      tools: this.#source?.tools.length ?? 0,
      milliseconds: this.#milliseconds,
      code: this.#failure?.code,
      message: this.#failure?.message,
      hint: this.#failure?.hint,
      details: this.#failure?.details,
      warnings: this.#warnings,
    };
  }

  /** Connects and lists. A failure ends in the report, not here. */
  async start(signal: AbortSignal | undefined): Promise<void> {
    const { clock, startTimeout } = this.#options;
    const began = clock.now();
    try {
      const connection = await withDeadline(
        { signal, timeout: startTimeout, what: `Server "${this.name}" did not start`, grace: lettingGo },
        (signal) => this.#connect(signal),
      );
      await this.#list(connection, signal);
    } catch (error) {
      await this.#letGo();
      this.#fail(error);
    }
    this.#milliseconds = Math.round(clock.now() - began);
    if (this.#changed) this.#onToolsChanged();
  }

  /**
   * @throws AgentCardsError `SERVER_REFUSED` | `SERVER_DISCONNECTED` | `SERVER_TIMEOUT` | `SERVER_PROTOCOL_ERROR` |
   *   `ABORTED`
   */
  async callTool(
    name: string,
    args: ToolArguments,
    { signal, timeout }: { readonly signal: AbortSignal | undefined; readonly timeout: number },
  ): Promise<ToolCallResult> {
    const connection = this.#connection;
    if (connection === undefined || this.#failure !== undefined) throw this.#disconnected();
    const what = `Tool "${this.name}:${name}" did not answer`;
    try {
      const result = await withDeadline({ signal, timeout, what }, (signal) =>
        connection.callTool(name, args, { signal }),
      );
      return toToolCallResult(this.name, result);
    } catch (error) {
      // The call that found the server gone fails as those after it.
      if (this.#failure !== undefined && !AgentCardsError.isInstance(error)) throw this.#disconnected();
      throw this.#coded(error);
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#letGo();
  }

  /** One that is not ours may promise to close, and not do it. */
  async #letGo(): Promise<void> {
    const connection = this.#connection;
    if (connection !== undefined)
      await settlesWithin(
        Promise.resolve().then(() => connection.close()),
        lettingGo,
      );
  }

  async #connect(signal: AbortSignal): Promise<ServerConnection> {
    const connection = await this.#options.connect({
      server: this.name,
      signal,
      onToolsChanged: () => this.#onToolsChanged(),
      onLost: (reason) => this.#lose(reason),
    });
    assertConnection(this.name, connection);
    this.#connection = connection;
    // One that comes after all has nobody who would close it.
    if (signal.aborted) await this.#letGo();
    signal.throwIfAborted();
    return connection;
  }

  async #list(connection: ServerConnection, signal: AbortSignal | undefined): Promise<void> {
    const { startTimeout, maxTools, description } = this.#options;
    const { tools, warnings } = await withDeadline(
      { signal, timeout: startTimeout, what: `Server "${this.name}" did not list its tools` },
      (signal) => listAllTools(this.name, connection, { maxTools, signal }),
    );
    this.#source = { server: this.name, description: description ?? connection.description, tools };
    this.#warnings = warnings;
  }

  #lose(reason: unknown): void {
    this.#fail(
      AgentCardsError.isInstance(reason)
        ? reason
        : new AgentCardsError('SERVER_DISCONNECTED', `Server "${this.name}" was lost: ${reason}`, {
            hint: 'A pool does not connect again: give its configuration to another `connectServers`.',
            cause: reason,
          }),
    );
    // Calls that wait for it would wait until their time is over.
    void this.#letGo();
  }

  #disconnected(): AgentCardsError {
    const failure = this.#failure;
    return new AgentCardsError(
      'SERVER_DISCONNECTED',
      `Server "${this.name}" is not connected. ${failure?.message ?? ''}`.trimEnd(),
      { hint: failure?.hint, cause: failure, details: failure?.details },
    );
  }

  #fail(reason: unknown): void {
    this.#failure ??= this.#coded(reason);
  }

  /** Connections that are not ours throw what they like. */
  #coded(error: unknown): AgentCardsError {
    if (isCoreError(error)) return error;
    if (isProtocolError(error) && !ofTheClient.includes(error.code)) {
      return refusal(`Server "${this.name}" refused a request`, error.code, error.message);
    }
    return new AgentCardsError('SERVER_PROTOCOL_ERROR', `Server "${this.name}" failed: ${error}`, { cause: error });
  }

  #onToolsChanged(): void {
    this.#changed = true;
    if (this.#source !== undefined && !this.#following) void this.#follow();
  }

  /** A listener that fails must not end the program: nobody waits for it. */
  async #tell(source: ToolSource): Promise<void> {
    try {
      await this.#options.onToolsChanged?.(source);
    } catch (error) {
      this.#warnings = [{ code: 'INVALID_INPUT', message: `onToolsChanged failed: ${error}` }];
    }
  }

  /** Reads the list again until no further change was announced meanwhile. */
  async #follow(): Promise<void> {
    const { signal } = this.#closing;
    this.#following = true;
    try {
      while (this.#changed && this.#connection !== undefined && this.#failure === undefined) {
        await delay(settling, undefined, { signal }).catch(() => undefined);
        this.#changed = false;
        const before = this.#source;
        await this.#list(this.#connection, signal).catch((error: unknown) => {
          // The tools known so far stay: a list that cannot be read says nothing about them.
          const { code, message } = this.#coded(error);
          this.#warnings = [{ code, message }];
        });
        if (signal.aborted) return;
        if (this.source !== undefined && this.#source !== before) await this.#tell(this.source);
      }
    } finally {
      this.#following = false;
    }
  }
}

/** @throws AgentCardsError `INVALID_INPUT` for what somebody's own `connect` returned */
function assertConnection(server: string, connection: unknown): void {
  for (const method of ['listTools', 'callTool', 'close']) {
    if (isRecord(connection) && typeof connection[method] === 'function') continue;
    throw new AgentCardsError(
      'INVALID_INPUT',
      `The \`connect\` of server "${server}" has to resolve to { description, listTools, callTool, close }; it has no ${method}().`,
    );
  }
}
