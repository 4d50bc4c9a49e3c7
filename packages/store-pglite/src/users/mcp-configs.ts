import type { McpConfigs } from '@agentcards/auth';
import { and, asc, eq, type SQL } from 'drizzle-orm';
import { excluded } from '../repositories/rows.js';
import { userMcpConfigs } from '../schema/user-mcp-configs.js';
import { lockUser } from './lock.js';
import type { Transact } from './transact.js';

const { userId: configUserId, server: configServer } = userMcpConfigs;

export function createMcpConfigs(transact: Transact): McpConfigs {
  return {
    put: (config, { limit } = {}) =>
      transact('mcpConfigs.put', async (database) => {
        if (!(await lockUser(database, config.userId))) return false;
        if (limit !== undefined) {
          const isOfUser = eq(configUserId, config.userId);
          const configs = await database.select({ configServer }).from(userMcpConfigs).where(isOfUser);
          if (configs.length >= limit && !configs.some((each) => each.configServer === config.server)) return false;
        }
        await database
          .insert(userMcpConfigs)
          .values(config)
          .onConflictDoUpdate({
            target: [configUserId, configServer],
            set: excluded(userMcpConfigs, ['settings', 'updatedAt']),
          });
        return true;
      }),

    get: (userId, server) =>
      transact('mcpConfigs.get', async (database) => {
        const [config] = await database.select().from(userMcpConfigs).where(isOf(userId, server));
        return config;
      }),

    list: (userId) =>
      transact('mcpConfigs.list', (database) =>
        database.select().from(userMcpConfigs).where(eq(configUserId, userId)).orderBy(asc(configServer)),
      ),

    remove: (userId, server) =>
      transact('mcpConfigs.remove', async (database) => {
        const removed = await database.delete(userMcpConfigs).where(isOf(userId, server)).returning({ configServer });
        return removed.length > 0;
      }),
  };
}

function isOf(userId: string, server: string): SQL | undefined {
  return and(eq(configUserId, userId), eq(configServer, server));
}
