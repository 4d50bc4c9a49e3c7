import { createMemoryUserStore } from '@agentcards/auth';
import { expect, test } from 'vitest';
import { checkUserStore, type UserStoreFactory } from '../../../src/auth/index.js';
import { userStoreCases } from '../../../src/user-store/user-store-cases.js';
import { apiKeyMutants } from './api-key-mutants.js';
import { lifeMutants } from './life-mutants.js';
import { mcpConfigMutants } from './mcp-config-mutants.js';
import { secretMutants } from './secret-mutants.js';
import { userMutants } from './user-mutants.js';

/** Right stores with one mistake each: what adapters of databases get wrong. */
const mutants = { ...lifeMutants, ...userMutants, ...apiKeyMutants, ...secretMutants, ...mcpConfigMutants };

async function brokenBy(factory: UserStoreFactory): Promise<string[]> {
  const results = await checkUserStore(factory);
  return results.filter(({ outcome }) => outcome === 'broken').map(({ name }) => name);
}

test('a right store breaks nothing', async () => {
  expect(await brokenBy(() => createMemoryUserStore())).toEqual([]);
});

test.each(Object.entries(mutants))('a store that %s is found', async (_mistake, { foundBy, spoil }) => {
  expect(await brokenBy(() => spoil(createMemoryUserStore()))).toContain(foundBy);
});

test('every case finds one', () => {
  const finding = Object.values(mutants).map(({ foundBy }) => foundBy);
  expect([...new Set(finding)].sort()).toEqual(userStoreCases.map(({ name }) => name).sort());
});
