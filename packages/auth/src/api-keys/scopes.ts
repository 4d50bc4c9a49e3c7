import type { Scopes } from '../contracts/user-store.js';
import { assertKnown, invalid } from '../input/check.js';

/** What the decision needs to know of a tool: records of AgentCards fit. */
export interface ScopedTool {
  readonly serverId: string;
  readonly toolId: string;
}

const maxPatterns = 200;
const longestPattern = 256;

/**
 * Whether scopes permit a tool: a pattern of each list that is given has to match, to the letter but for `*`. Compiled
 * once, since it is asked for every tool of a catalogue.
 */
export function compileScopes(scopes: Scopes): (tool: ScopedTool) => boolean {
  const servers = scopes.servers?.map(compile);
  const tools = scopes.tools?.map(compile);
  return ({ serverId, toolId }) =>
    (servers?.some((matches) => matches(serverId)) ?? true) && (tools?.some((matches) => matches(toolId)) ?? true);
}

/**
 * A copy of scopes from outside. Whatever is not of their form is refused: what was meant to narrow a key, and is
 * misspelt, would open everything.
 * @throws AuthError `INVALID_INPUT`
 */
export function parseScopes(scopes: unknown): Scopes {
  assertKnown('scopes', scopes, ['servers', 'tools'], 'scopes.');
  const { servers, tools } = scopes as { readonly servers?: unknown; readonly tools?: unknown };
  return {
    ...(servers !== undefined && { servers: patternsOf(servers, 'scopes.servers') }),
    ...(tools !== undefined && { tools: patternsOf(tools, 'scopes.tools') }),
  };
}

/** What a stored key opens: nothing, where its scopes are none that this version could have written. */
export function storedScopes(scopes: unknown): Scopes {
  try {
    return parseScopes(scopes);
  } catch {
    return { servers: [], tools: [] };
  }
}

function patternsOf(value: unknown, path: string): readonly string[] {
  // Copied first, so that what was checked is what is kept, and a hole is no text.
  const patterns: readonly unknown[] = Array.isArray(value) && value.length <= maxPatterns ? Array.from(value) : [0];
  if (
    patterns.every((each): each is string => typeof each === 'string' && each !== '' && each.length <= longestPattern)
  )
    return patterns;
  throw invalid(path, `a list of at most ${maxPatterns} texts of 1 to ${longestPattern} characters`);
}

/**
 * Greedy from both ends, piece by piece: linear, where a regular expression with many stars takes as long as its author
 * likes.
 */
function compile(pattern: string): (text: string) => boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let from = first.length;
    for (const piece of rest) {
      const at = text.indexOf(piece, from);
      if (at === -1) return false;
      from = at + piece.length;
    }
    return from <= text.length - last.length;
  };
}
