import { createHash } from 'node:crypto';
import type { ToolId } from './contracts/tool.js';
import { AgentCardsError } from './errors/agent-cards-error.js';

/** Longest server name and tool name, in UTF-16 code units. */
const maxServerNameLength = 128;
export const maxToolNameLength = 256;
const maxExposedNameLength = 64;

// No control characters, no lone surrogates: both are lost or refused by databases and terminals.
const printable = /^[^\p{Cc}\p{Cs}]+$/u;

/**
 * The id of a tool: `server:tool`. The server part has no colon, so the first colon separates; the tool's own name
 * may have some.
 * @throws AgentCardsError `TOOL_ID_INVALID` | `TOOL_NAME_INVALID`
 */
export function toToolId(server: string, name: string): ToolId {
  if (server.length > maxServerNameLength || server.includes(':') || !printable.test(server)) {
    throw new AgentCardsError(
      'TOOL_ID_INVALID',
      `A server name has 1 to ${maxServerNameLength} printable characters and no colon; got ${preview(server)}.`,
      { hint: 'Give the server another name where you connect it.' },
    );
  }
  if (name.length > maxToolNameLength || !printable.test(name)) {
    throw new AgentCardsError(
      'TOOL_NAME_INVALID',
      `A tool name has 1 to ${maxToolNameLength} printable characters; got ${preview(name)}.`,
    );
  }
  return `${server}:${name}` as ToolId;
}

/**
 * Reads a canonical id.
 * @throws AgentCardsError `TOOL_ID_INVALID` | `TOOL_NAME_INVALID`
 */
export function parseToolId(text: string): ToolId {
  const colon = text.indexOf(':');
  if (colon < 0) {
    throw new AgentCardsError('TOOL_ID_INVALID', `A tool id is "server:tool"; got ${preview(text)}.`);
  }
  return toToolId(text.slice(0, colon), text.slice(colon + 1));
}

/**
 * The name under which models and MCP clients see a tool: `[A-Za-z0-9_-]{1,64}`, different for different ids.
 * `server__tool` where that can be read back without doubt, otherwise shortened and given a hash of the id.
 */
export function exposedToolName(toolId: ToolId): string {
  const colon = toolId.indexOf(':');
  const [server, name] = [toolId.slice(0, colon), toolId.slice(colon + 1)];
  const plain = `${server}__${name}`;
  const ambiguous = /__|^_|_$/.test(server) || /__|^_|_$/.test(name);
  // A plain name never looks like a hashed one, so that no server can choose a name that is another tool's.
  const looksHashed = /-[0-9a-f]{10}$/.test(name);
  if (!ambiguous && !looksHashed && plain.length <= maxExposedNameLength && /^[A-Za-z0-9_-]+$/.test(plain))
    return plain;
  const hash = createHash('sha256').update(toolId).digest('hex').slice(0, 10);
  const readable = plain.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, maxExposedNameLength - hash.length - 1);
  return `${readable}-${hash}`;
}

function preview(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}… (${text.length} characters)` : text);
}
