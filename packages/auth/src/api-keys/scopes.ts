import type { Scopes } from '../contracts/user-store.js';
import { AuthError } from '../errors/auth-error.js';

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

/** @throws AuthError `INVALID_INPUT` */
export function assertScopes(scopes: Scopes): void {
  for (const [name, patterns] of Object.entries({ servers: scopes.servers, tools: scopes.tools })) {
    if (patterns === undefined) continue;
    const isList = Array.isArray(patterns) && patterns.length <= maxPatterns;
    if (isList && patterns.every((each) => typeof each === 'string' && each !== '' && each.length <= longestPattern))
      continue;
    throw new AuthError(
      'INVALID_INPUT',
      `scopes.${name} must be a list of at most ${maxPatterns} texts of 1 to ${longestPattern} characters.`,
    );
  }
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
