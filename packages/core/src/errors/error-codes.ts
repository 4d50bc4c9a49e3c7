/** Every code that an error of AgentCards can carry. Each has an entry in docs/errors.md; a test checks both ways. */
export const errorCodes = [
  // Input
  'INVALID_INPUT',
  'TOOL_ID_INVALID',
  'TOOL_UNKNOWN',
  'TOOL_NAME_INVALID',
  'TOOL_DUPLICATE',
  'TOOL_DEFINITION_INVALID',
  'TOOL_DEFINITION_TOO_LARGE',
  'DESCRIPTION_TRUNCATED',
  'EMPTY_SYNC_IGNORED',
  'SERVER_SHRUNK',
  'RENAME_CYCLE',
  'TASK_DUPLICATE',
  'TASK_DEPENDENCY_UNKNOWN',
  'DAG_CYCLE',
  'DEPENDENCY_SELF',
  // Life of an instance
  'CLOSED',
  'ABORTED',
  // Embedding
  'EMBEDDER_FAILED',
  'VECTOR_DIMENSION_MISMATCH',
  // Store
  'STORE_LOCKED',
  'STORE_OPEN_FAILED',
  'STORE_OPERATION_FAILED',
  'MIGRATION_MISMATCH',
  'MIGRATION_FAILED',
  // MCP servers
  'SERVER_START_FAILED',
  'SERVER_TIMEOUT',
  'SERVER_DISCONNECTED',
  'SERVER_PROTOCOL_ERROR',
  'SERVER_UNKNOWN',
  'SERVER_TOOL_LIMIT',
  // Engine
  'SNAPSHOT_INVALID',
] as const;

export type ErrorCode = (typeof errorCodes)[number];
