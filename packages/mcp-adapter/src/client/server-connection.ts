/**
 * The port between the pool and whatever carries the protocol. The pool knows names, limits, timeouts and reports; a
 * connection knows one wire and one line of the protocol. `connectStdio` fills it with child processes; HTTP and newer
 * protocol lines are further functions that return a `Connect`.
 */
export type Connect = (context: ConnectContext) => Promise<ServerConnection>;

export interface ConnectContext {
  /** Name of the server, for messages. */
  readonly server: string;
  /**
   * Aborted when the caller gives up or the time is over; `connect` then lets go of everything and rejects with the
   * signal's reason, or with an `AgentCardsError` that says more. After 5 s nobody waits for it, and a connection that still
   * comes is closed.
   */
  readonly signal: AbortSignal;
  /** To be called when the server says that its list of tools changed. */
  onToolsChanged(): void;
  /**
   * To be called when the connection is lost; not when `close` was called. It is closed then, and what fails without a code
   * fails as `SERVER_DISCONNECTED`.
   */
  onLost(reason: Error): void;
}

export interface ServerConnection {
  /** What the server says about itself, if anything. */
  readonly description: string | undefined;
  /** One page of the list. What is in it has not been checked. */
  listTools(cursor: string | undefined, options: RequestOptions): Promise<ToolPage>;
  callTool(name: string, args: ToolArguments, options: RequestOptions): Promise<ToolCallResult>;
  /** Ends calls in flight and lets go of every resource. Idempotent; never rejects. */
  close(): Promise<void>;
}

export interface RequestOptions {
  /** Aborted as in `ConnectContext`: cancels the request at the server too. Nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

export interface ToolPage {
  readonly tools: readonly unknown[];
  /** Set when there are more. */
  readonly nextCursor?: string | undefined;
}

export type ToolArguments = Readonly<Record<string, unknown>>;

/** A part of a tool's answer, such as `{ type: 'text', text }`; see the protocol for the other types. */
export interface ToolContent {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** What a tool answered. A tool that failed answers too, with `isError`. */
export interface ToolCallResult {
  readonly content: readonly ToolContent[];
  readonly structuredContent?: Readonly<Record<string, unknown>> | undefined;
  readonly isError: boolean;
}
