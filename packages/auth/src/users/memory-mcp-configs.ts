import type { McpConfigRecord, McpConfigs } from '../contracts/user-store.js';
import { compareTexts } from './compare-texts.js';
import { atomic, copied, joined, type MemoryTables } from './memory-tables.js';

export function createMemoryMcpConfigs({ users, mcpConfigs }: MemoryTables): McpConfigs {
  return {
    put: (config, { limit = Number.POSITIVE_INFINITY } = {}) =>
      atomic('mcpConfigs.put', () => {
        // Refuses what is no JSON, and has nothing in common with what it was given.
        const settings = JSON.parse(JSON.stringify(config.settings)) as McpConfigRecord['settings'];
        const row = copied({ ...config, settings });
        if (!users.has(row.userId)) return false;
        const key = joined(row.userId, row.server);
        const stored = mcpConfigs.get(key);
        if (!stored && [...mcpConfigs.values()].filter(({ userId }) => userId === row.userId).length >= limit)
          return false;
        mcpConfigs.set(key, { ...row, createdAt: stored?.createdAt ?? row.createdAt });
        return true;
      }),

    get: (userId, server) => atomic('mcpConfigs.get', () => copied(mcpConfigs.get(joined(userId, server)))),

    list: (userId) =>
      atomic('mcpConfigs.list', () =>
        [...mcpConfigs.values()]
          .filter((row) => row.userId === userId)
          .sort((one, other) => compareTexts(one.server, other.server))
          .map(copied),
      ),

    remove: (userId, server) => atomic('mcpConfigs.remove', () => mcpConfigs.delete(joined(userId, server))),
  };
}
