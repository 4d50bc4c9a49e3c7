import { AgentCardsError, type ErrorCode, type ToolDefinition } from '@agentcards/core';
import type { ServerConnection } from './server-connection.js';
import { toToolPage } from './tool-results.js';

/** Far beyond honest servers: 10,000 tools, ten a page. Ends a server that sends empty pages for ever. */
const maximumPages = 1_000;

/** Something that was left out, while the rest is there. */
export interface ServerWarning {
  readonly code: ErrorCode;
  readonly message: string;
}

export interface ToolListing {
  readonly tools: readonly ToolDefinition[];
  readonly warnings: readonly ServerWarning[];
}

/**
 * Reads all pages of a server's tools, at most `maxTools` of them. Definitions that are no definitions are left out,
 * with a warning; so is what is past the limit.
 * @throws AgentCardsError `SERVER_PROTOCOL_ERROR` when the pages do not end or are no pages; whatever the connection throws
 */
export async function listAllTools(
  server: string,
  connection: Pick<ServerConnection, 'listTools'>,
  { maxTools, signal }: { readonly maxTools: number; readonly signal: AbortSignal },
): Promise<ToolListing> {
  const { describeProblems, toolDefinitionSchema } = await import('@agentcards/core/schemas');
  const tools: ToolDefinition[] = [];
  const warnings: ServerWarning[] = [];
  let invalid = 0;
  let firstProblem = '';
  for await (const entry of entries(server, connection, signal)) {
    const parsed = toolDefinitionSchema.safeParse(entry);
    if (!parsed.success) {
      if (invalid === 0) firstProblem = describeProblems(parsed.error);
      invalid += 1;
    } else if (tools.length < maxTools) {
      tools.push(parsed.data);
    } else {
      const message = `There are more than ${maxTools} tools; the first ${maxTools} are kept.`;
      warnings.push({ code: 'SERVER_TOOL_LIMIT', message });
      break;
    }
  }
  if (invalid > 0) {
    const message = `Definitions left out as invalid: ${invalid}. The first: ${firstProblem}.`;
    warnings.push({ code: 'TOOL_DEFINITION_INVALID', message });
  }
  return { tools, warnings };
}

async function* entries(
  server: string,
  connection: Pick<ServerConnection, 'listTools'>,
  signal: AbortSignal,
): AsyncGenerator<unknown> {
  const cursors = new Set<string>();
  for (let cursor: string | undefined; ; ) {
    const { tools, nextCursor } = toToolPage(server, await connection.listTools(cursor, { signal }));
    yield* tools;
    cursor = nextCursor;
    if (cursor === undefined) return;
    const fault = cursors.has(cursor) ? 'a cursor came twice' : 'it has too many pages';
    if (cursors.has(cursor) || cursors.size === maximumPages) {
      throw new AgentCardsError('SERVER_PROTOCOL_ERROR', `The tool list of server "${server}" does not end: ${fault}.`);
    }
    cursors.add(cursor);
  }
}
