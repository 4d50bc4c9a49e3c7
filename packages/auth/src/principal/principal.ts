import { compileScopes, type ScopedTool } from '../api-keys/scopes.js';
import type { Role, Scopes, UserRecord } from '../contracts/user-store.js';
import { AuthError } from '../errors/auth-error.js';

/** Who asks, and what they may see. */
export interface Principal {
  /** How they proved it: `local` is whoever is at this machine, in local mode. */
  readonly kind: 'session' | 'api-key' | 'local';
  readonly userId: string;
  readonly username: string;
  readonly role: Role;
  /** Of the API key; empty, and so all tools, where a person asks. */
  readonly scopes: Scopes;
  /** The session's or the key's id; see `sessions.list` and `apiKeys.list`. */
  readonly credentialId: string | null;
  /**
   * Whether the scopes permit a tool. A filter for `search`, `predictNext` and `suggest`, and what `cards.as(principal)`
   * asks.
   */
  permits(tool: ScopedTool): boolean;
}

export function createPrincipal(
  kind: Principal['kind'],
  { id, username, role }: Pick<UserRecord, 'id' | 'username' | 'role'>,
  credentialId: string | null,
  scopes: Scopes = {},
): Principal {
  // The record that they are of may be remembered for other requests.
  for (const part of [scopes.servers, scopes.tools, scopes]) Object.freeze(part);
  return Object.freeze({ kind, userId: id, username, role, scopes, credentialId, permits: compileScopes(scopes) });
}

/**
 * Passes principals that have one of the roles. `admin` may what the others may.
 * @throws AuthError `FORBIDDEN`
 */
export function requireRole(principal: Principal, ...roles: readonly Role[]): void {
  // A key is for tools: it does not administer, whoever made it.
  if (principal.kind !== 'api-key' && (principal.role === 'admin' || roles.includes(principal.role))) return;
  throw new AuthError('FORBIDDEN', 'The role does not permit this.', {
    hint: principal.kind === 'api-key' ? 'Sign in: API keys have no role.' : undefined,
  });
}
