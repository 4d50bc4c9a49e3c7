import { AgentCardsError } from '@agentcards/core';
import { isRecord } from './is-record.js';
import type { ToolCallResult, ToolContent, ToolPage } from './server-connection.js';

/** Reads the outside of a `tools/list` result, by whatever connection; each tool is checked on its own later. */
export function toToolPage(server: string, result: unknown): ToolPage {
  const { tools, nextCursor } = isRecord(result) ? result : {};
  if (!Array.isArray(tools)) throw malformed(server, 'tools/list', 'it has no list of tools');
  // Some servers mark the last page by an empty cursor or null.
  return { tools, nextCursor: typeof nextCursor === 'string' && nextCursor !== '' ? nextCursor : undefined };
}

/** Reads a `tools/call` result likewise. Content of types that are not known yet is passed on as it is. */
export function toToolCallResult(server: string, result: unknown): ToolCallResult {
  if (!isRecord(result)) throw malformed(server, 'tools/call', 'it is not an object');
  const { content = [], structuredContent, isError } = result;
  if (!Array.isArray(content) || !content.every(isContent)) {
    throw malformed(server, 'tools/call', 'its content is not a list of typed parts');
  }
  if (structuredContent !== undefined && !isRecord(structuredContent)) {
    throw malformed(server, 'tools/call', 'its structured content is not an object');
  }
  return { content, structuredContent, isError: isError === true };
}

function isContent(value: unknown): value is ToolContent {
  return isRecord(value) && typeof value.type === 'string';
}

function malformed(server: string, method: string, why: string): AgentCardsError {
  return new AgentCardsError(
    'SERVER_PROTOCOL_ERROR',
    `The answer of server "${server}" to "${method}" is malformed: ${why}.`,
  );
}
