// index
export {
  connectServers,
};
export type {
  CallToolOptions,
  Connect,
  ConnectContext,
  ConnectServersOptions,
  RequestOptions,
  ServerConfig,
  ServerConnection,
  ServerPool,
  ServerReport,
  ServerWarning,
  StdioParameters,
  ToolArguments,
  ToolCallResult,
  ToolContent,
  ToolPage,
};

declare function connectServers(configs: readonly ServerConfig[], options?: ConnectServersOptions): Promise<ServerPool>;
import { ErrorCode, AgentCardsError, ToolSource, Clock } from '@agentcards/core';
interface CallToolOptions {
    readonly signal?: AbortSignal | undefined;
    readonly timeout?: number | undefined;
}
interface ConnectContext {
    readonly server: string;
    readonly signal: AbortSignal;
    onToolsChanged(): void;
    onLost(reason: Error): void;
}
interface ConnectServersOptions {
    readonly startTimeout?: number | undefined;
    readonly callTimeout?: number | undefined;
    readonly maxTools?: number | undefined;
    readonly concurrency?: number | undefined;
    readonly signal?: AbortSignal | undefined;
    readonly onServer?: ((report: ServerReport) => void) | undefined;
    readonly onToolsChanged?: ((source: ToolSource) => unknown) | undefined;
    readonly clock?: Clock | undefined;
}
interface RequestOptions {
    readonly signal: AbortSignal;
}
interface ServerConnection {
    readonly description: string | undefined;
    listTools(cursor: string | undefined, options: RequestOptions): Promise<ToolPage>;
    callTool(name: string, args: ToolArguments, options: RequestOptions): Promise<ToolCallResult>;
    close(): Promise<void>;
}
interface ServerPool extends Iterable<ToolSource>, AsyncDisposable {
    readonly report: readonly ServerReport[];
    callTool(tool: string | {
        readonly name: string;
        readonly server: string;
    }, args?: ToolArguments, options?: CallToolOptions): Promise<ToolCallResult>;
    close(): Promise<void>;
}
interface ServerReport {
    readonly server: string;
    readonly status: "connected" | "disconnected" | "failed";
    readonly tools: number;
    readonly milliseconds: number;
    readonly code?: ErrorCode | undefined;
    readonly message?: string | undefined;
    readonly hint?: string | undefined;
    readonly details?: AgentCardsError["details"];
    readonly warnings: readonly ServerWarning[];
}
interface ServerWarning {
    readonly code: ErrorCode;
    readonly message: string;
}
interface StdioParameters {
    readonly type?: "stdio" | undefined;
    readonly command: string;
    readonly args?: readonly string[] | undefined;
    readonly env?: Readonly<Record<string, string>> | undefined;
    readonly cwd?: string | undefined;
}
interface ToolCallResult {
    readonly content: readonly ToolContent[];
    readonly structuredContent?: Readonly<Record<string, unknown>> | undefined;
    readonly isError: boolean;
}
interface ToolContent {
    readonly type: string;
    readonly [member: string]: unknown;
}
interface ToolPage {
    readonly tools: readonly unknown[];
    readonly nextCursor?: string | undefined;
}
type Connect = (context: ConnectContext) => Promise<ServerConnection>;
type ServerConfig = {
    readonly description?: string | undefined;
    readonly name: string;
} & (StdioParameters | {
    readonly connect: Connect;
});
type ToolArguments = Readonly<Record<string, unknown>>;