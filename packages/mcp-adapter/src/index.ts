export {
  type CallToolOptions,
  type ConnectServersOptions,
  connectServers,
  type ServerPool,
} from './client/connect-servers.js';
export type { ServerWarning } from './client/list-all-tools.js';
export type { ServerReport } from './client/managed-server.js';
export type { ServerConfig } from './client/server-config.js';
export type {
  Connect,
  ConnectContext,
  RequestOptions,
  ServerConnection,
  ToolArguments,
  ToolCallResult,
  ToolContent,
  ToolPage,
} from './client/server-connection.js';
export type { StdioParameters } from './client/server-process.js';
