import { AgentCardsError } from '@agentcards/core';
import { deserializeMessage, serializeMessage } from '@modelcontextprotocol/sdk/shared/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { createLineReader } from './line-reader.js';
import { malformedAnswer } from './malformed-answer.js';
import type { ServerProcess } from './server-process.js';

/** A list of 10,000 tools with long descriptions fits; a server that never ends a line is stopped. */
const maximumLineBytes = 64 * 2 ** 20;
/** What a server has not read yet stays in this process; with so much of it nothing more is sent. */
const maximumUnreadBytes = 64 * 2 ** 20;
/** Some servers log to stdout; one that does nothing else is stopped. */
const maximumStrayLines = 10_000;

/**
 * Messages as lines of JSON over the pipes of a running server (MCP 2025-11-25, "stdio"). In place of the SDK's
 * transport, which inherits other variables, ends one process and not its group, and does not wait for its end.
 */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #server: ServerProcess;
  #strayLines = 0;
  #violation: string | undefined;

  constructor(server: ServerProcess) {
    this.#server = server;
  }

  /** Why the server was stopped, as a sentence without its subject; undefined while it behaves. */
  get violation(): string | undefined {
    return this.#violation;
  }

  /** The same for lines that are no messages, as long as no message has come after them. */
  get strayLines(): string | undefined {
    if (this.#strayLines === 0) return undefined;
    return `wrote ${this.#strayLines} lines to stdout that are not MCP messages`;
  }

  /**
   * To be asked before a request: the SDK would keep one that `send` refuses. One message, however long, goes through.
   * @throws AgentCardsError `SERVER_TIMEOUT`
   */
  assertRead(server: string): void {
    if (this.#server.stdin.writableLength <= maximumUnreadBytes) return;
    const sent = `more than ${maximumUnreadBytes} bytes that it was sent`;
    throw new AgentCardsError('SERVER_TIMEOUT', `Server "${server}" has not read ${sent}, so nothing more is sent.`, {
      hint: 'Send less at a time; where it never reads again, close the pool and connect the server anew.',
    });
  }

  async start(): Promise<void> {
    const read = createLineReader((line) => this.#take(line), maximumLineBytes);
    this.#server.stdout.on('data', (chunk: Buffer) => {
      if (!read(chunk)) this.#stopFor(`wrote a line of more than ${maximumLineBytes} bytes to stdout`);
    });
    void this.#server.ended.then(() => this.onclose?.());
  }

  async send(message: JSONRPCMessage): Promise<void> {
    let line: string;
    try {
      line = serializeMessage(message);
    } catch (cause) {
      throw new AgentCardsError('INVALID_INPUT', `The arguments are not JSON: ${String(cause)}`, { cause });
    }
    this.#server.stdin.write(line);
  }

  close(): Promise<void> {
    return this.#server.stop();
  }

  #take(line: string): void {
    if (this.#violation !== undefined || line.trim() === '') return;
    let message: JSONRPCMessage;
    try {
      message = deserializeMessage(line);
    } catch {
      this.#strayLines += 1;
      if (this.#strayLines === maximumStrayLines) this.#stopFor(this.strayLines);
      const answer = malformedAnswer(line);
      if (answer !== undefined) this.onmessage?.(answer);
      return;
    }
    this.#strayLines = 0;
    this.onmessage?.(message);
  }

  #stopFor(violation: string | undefined): void {
    this.#violation = violation;
    this.#server.stdout.destroy();
    void this.#server.stop();
  }
}
