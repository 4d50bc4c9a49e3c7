import { AuthError, type UserStore } from '@agentcards/auth';
import { connectionOf } from '../connection-of.js';
import type { PGliteTenantStore } from '../open.js';
import { createApiKeys } from './api-keys.js';
import { createMcpConfigs } from './mcp-configs.js';
import { createSecrets } from './secrets.js';
import { userTransactions } from './transact.js';
import { createUsers } from './users.js';

/**
 * Users, API keys, secrets and settings in the schema of an open store, which has to be migrated before the first call.
 * They live as long as the store does, and reject with `CLOSED` after it; there is nothing to close.
 * @throws AuthError `INVALID_INPUT` for anything but a store that this copy of the package has opened
 */
export function createUserStore(store: PGliteTenantStore): UserStore {
  const connection = connectionOf(store);
  if (!connection) {
    throw new AuthError('INVALID_INPUT', 'This is no store that this copy of @agentcards/store-pglite has opened.', {
      hint: 'Give it what openPGliteStore or openStore returned, itself; `npm ls @agentcards/store-pglite` finds copies.',
    });
  }
  const transact = userTransactions(connection);
  return {
    specificationVersion: 1,
    users: createUsers(transact),
    apiKeys: createApiKeys(transact),
    secrets: createSecrets(transact),
    mcpConfigs: createMcpConfigs(transact),
  };
}
