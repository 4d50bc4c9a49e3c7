import type { UserStore } from '../contracts/user-store.js';
import { createMemoryApiKeys } from './memory-api-keys.js';
import { createMemoryMcpConfigs } from './memory-mcp-configs.js';
import { createMemorySecrets } from './memory-secrets.js';
import type { MemoryTables } from './memory-tables.js';
import { createMemoryUsers } from './memory-users.js';

/** A user store without a disk: for tests, and where nothing is to outlive the process. Keeps every promise of `UserStore`. */
export function createMemoryUserStore(): UserStore {
  const tables: MemoryTables = { users: new Map(), apiKeys: new Map(), secrets: new Map(), mcpConfigs: new Map() };
  return {
    specificationVersion: 1,
    users: createMemoryUsers(tables),
    apiKeys: createMemoryApiKeys(tables),
    secrets: createMemorySecrets(tables),
    mcpConfigs: createMemoryMcpConfigs(tables),
  };
}
