import { createHash } from 'node:crypto';
import type { ToolId } from './contracts/tool.js';
import { AgentCardsError } from './errors/agent-cards-error.js';

/** Longest server name and tool name, in UTF-16 code units. */
const maxServerNameLength = 128;
export const maxToolNameLength = 256;
const maxExposedNameLength = 64;

/**
 * Control characters and lone surrogates, which databases and terminals lose or refuse; and what is seen by nobody, or turns
 * the direction of what is (Unicode UTS #39, UAX #9), with which a name looks like that of another tool.
 */
const unprintable = /[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const isPrintable = (text: string) => text !== '' && text.search(unprintable) < 0;

/**
 * The id of a tool: `server:tool`. The server part has no colon, so the first colon separates; the tool's own name
 * may have some.
 * @throws AgentCardsError `TOOL_ID_INVALID` | `TOOL_NAME_INVALID`
 */
export function toToolId(server: string, name: string): ToolId {
  if (
    typeof server !== 'string' ||
    server.length > maxServerNameLength ||
    server.includes(':') ||
    !isPrintable(server)
  ) {
    throw new AgentCardsError(
      'TOOL_ID_INVALID',
      `A server name has 1 to ${maxServerNameLength} printable characters and no colon; got ${preview(server)}.`,
      { hint: 'Give the server another name where you connect it.' },
    );
  }
  if (typeof name !== 'string' || name.length > maxToolNameLength || !isPrintable(name)) {
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
  if (typeof text !== 'string' || !text.includes(':')) {
    throw new AgentCardsError('TOOL_ID_INVALID', `A tool id is "server:tool"; got ${preview(text)}.`);
  }
  return toToolId(...partsOf(text));
}

/** Whether a text could be the id of a tool, be there such a tool or not. */
export function isToolId(text: string): boolean {
  try {
    parseToolId(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * The name under which models and MCP clients see a tool: `[A-Za-z0-9_-]{1,64}`, different for different ids.
 * `server__tool` where that can be read back without doubt, otherwise shortened and given a hash of the id. The way back
 * is `exposedToolNames`.
 * @throws AgentCardsError `TOOL_ID_INVALID` | `TOOL_NAME_INVALID`
 */
export function exposedToolName(toolId: string): string {
  const [server, name] = partsOf(parseToolId(toolId));
  const plain = `${server}__${name}`;
  const ambiguous = /__|^_|_$/.test(server) || /__|^_|_$/.test(name);
  // A plain name never looks like a hashed one, so that no server can choose a name that is another tool's.
  const looksHashed = /-[0-9a-f]{10}$/.test(name);
  if (!ambiguous && !looksHashed && plain.length <= maxExposedNameLength && /^[A-Za-z0-9_-]+$/.test(plain))
    return plain;
  return hashedName(toolId, toolId);
}

/**
 * The tools that a model is shown, by their exposed names, in the order given: what its calls mean. The names are those
 * of `exposedToolName`, but for two hashes that are the same, which somebody who names tools can bring about: then the
 * id that sorts later gets another one.
 * @throws AgentCardsError `TOOL_ID_INVALID` | `TOOL_NAME_INVALID` | `INVALID_INPUT`
 */
export function exposedToolNames(toolIds: Iterable<string>): ReadonlyMap<string, ToolId> {
  if (typeof toolIds !== 'object' || typeof toolIds?.[Symbol.iterator] !== 'function') {
    throw new AgentCardsError('INVALID_INPUT', 'exposedToolNames: toolIds has to be a list of tool ids.');
  }
  const ids = Array.from(new Set(toolIds), parseToolId);
  const names = new Map<string, ToolId>();
  const nameOf = new Map<ToolId, string>();
  for (const id of [...ids].sort()) {
    let name = exposedToolName(id);
    // No id has a line break, so that what is hashed is the hash of no other.
    for (let attempt = 1; names.has(name); attempt += 1) name = hashedName(id, `${id}\n${attempt}`);
    names.set(name, id);
    nameOf.set(id, name);
  }
  return new Map(ids.map((id) => [String(nameOf.get(id)), id]));
}

function hashedName(toolId: string, hashed: string): string {
  const hash = createHash('sha256').update(hashed).digest('hex').slice(0, 10);
  const [server, name] = partsOf(toolId);
  const readable = `${server}__${name}`.replaceAll(/[^A-Za-z0-9_-]/g, '_');
  return `${readable.slice(0, maxExposedNameLength - hash.length - 1)}-${hash}`;
}

function partsOf(toolId: string): readonly [server: string, name: string] {
  const colon = toolId.indexOf(':');
  return [toolId.slice(0, colon), toolId.slice(colon + 1)];
}

function preview(text: unknown): string {
  if (typeof text !== 'string') return text === null ? 'null' : typeof text;
  const quoted = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}… (${text.length} characters)` : text);
  return quoted.replaceAll(unprintable, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
