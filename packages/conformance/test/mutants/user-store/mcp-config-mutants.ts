import type { JsonValue } from '@agentcards/auth';
import { spoiled } from '../spoiled.js';
import { addUser, nextTurn, type UserStoreMutants } from './mutant.js';

export const mcpConfigMutants: UserStoreMutants = {
  'copies settings by assignment': {
    foundBy: 'mcpConfigs: settings are any JSON',
    spoil: (right) =>
      spoiled(right, {
        mcpConfigs: {
          put(config) {
            const settings: Record<string, JsonValue> = {};
            for (const [key, value] of Object.entries(config.settings)) settings[key] = value;
            return right.mcpConfigs.put({ ...config, settings });
          },
        },
      }),
  },
  'adds settings to those that are there': {
    foundBy: 'mcpConfigs: settings are replaced as a whole, and keep the time of the first',
    spoil: (right) =>
      spoiled(right, {
        mcpConfigs: {
          async put(config) {
            const stored = await right.mcpConfigs.get(config.userId, config.server);
            return right.mcpConfigs.put({ ...config, settings: { ...stored?.settings, ...config.settings } });
          },
        },
      }),
  },
  'takes the time of the last settings for that of the first': {
    foundBy: 'mcpConfigs: settings are replaced as a whole, and keep the time of the first',
    spoil: (right) =>
      spoiled(right, {
        mcpConfigs: {
          async put(config) {
            await right.mcpConfigs.remove(config.userId, config.server);
            return right.mcpConfigs.put(config);
          },
        },
      }),
  },
  'writes settings of nobody': {
    foundBy: 'mcpConfigs: without a user there are no settings',
    spoil: (right) =>
      spoiled(right, {
        mcpConfigs: {
          async put(config) {
            await addUser(right, config.userId);
            return right.mcpConfigs.put(config);
          },
        },
      }),
  },
  'removes settings that begin alike': {
    foundBy: 'mcpConfigs: those of a user are listed by server, and removed one by one',
    spoil: (right) =>
      spoiled(right, {
        mcpConfigs: {
          async remove(userId, prefix) {
            const alike = (await right.mcpConfigs.list(userId)).filter(({ server }) => server.startsWith(prefix));
            for (const { server } of alike) await right.mcpConfigs.remove(userId, server);
            return alike.length > 0;
          },
        },
      }),
  },
  'counts servers, and writes in another transaction': {
    foundBy: 'mcpConfigs: of 32 new servers at the same time so many are written as there is room for',
    spoil: (right) =>
      spoiled(right, {
        mcpConfigs: {
          async put(config, { limit = Number.POSITIVE_INFINITY } = {}) {
            const configs = await right.mcpConfigs.list(config.userId);
            await nextTurn();
            const isThere = configs.some(({ server }) => server === config.server);
            return (isThere || configs.length < limit) && right.mcpConfigs.put(config);
          },
        },
      }),
  },
  'refuses to replace settings of a user who is at the limit': {
    foundBy: 'mcpConfigs: of 32 new servers at the same time so many are written as there is room for',
    spoil: (right) =>
      spoiled(right, {
        mcpConfigs: {
          async put(config, options) {
            const { length } = await right.mcpConfigs.list(config.userId);
            return length < (options?.limit ?? Number.POSITIVE_INFINITY) && right.mcpConfigs.put(config, options);
          },
        },
      }),
  },
};
