import { expect, test } from 'vitest';
import { checkStore, type StoreCapability, type StoreFactory, storeCapabilities } from '../../src/index.js';
import { storeCases } from '../../src/store/store-cases.js';
import { createCosineStore } from './cosine-store.js';
import { factoryMutants, storeMutants } from './store-mutants.js';

const all = Object.keys(storeCapabilities) as readonly StoreCapability[];
const inMemory: readonly StoreCapability[] = all.filter((capability) => capability !== 'persistence');

async function brokenBy(factory: StoreFactory, capabilities = inMemory): Promise<string[]> {
  const results = await checkStore(factory, { capabilities });
  return results.filter(({ outcome }) => outcome === 'broken').map(({ name }) => name);
}

test('a right store breaks nothing', async () => {
  expect(await brokenBy(() => createCosineStore())).toEqual([]);
});

test.each(Object.entries(storeMutants))('a store that %s is found', async (_mistake, { foundBy, spoil }) => {
  expect(await brokenBy(() => spoil(createCosineStore()))).toContain(foundBy);
});

test.each(Object.entries(factoryMutants))('stores of which %s are found', async (_mistake, { foundBy, create }) => {
  expect(await brokenBy(create(), all)).toContain(foundBy);
});

test('every case finds one', () => {
  const finding = [...Object.values(storeMutants), ...Object.values(factoryMutants)].map(({ foundBy }) => foundBy);
  expect([...new Set(finding)].sort()).toEqual(storeCases.map(({ name }) => name).sort());
});
