import { type AdaptiveConfigStore, createMemoryStore, type Store } from '@agentcards/core';
import { openPGliteStore } from '@agentcards/store-pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { brokenPromises } from './broken-promises.js';
import { adaptiveConfigKeeping } from './store-adaptive-config-behaviour.js';

// Making a database takes seconds: one serves all, emptied in between.
let database: Store;
beforeAll(async () => {
  database = await openPGliteStore({ dataDir: 'memory://' });
  await database.migrate();
});
afterAll(() => database.close());

const inMemory = () => createMemoryStore().adaptiveConfig!;
const stores: Record<string, () => Promise<AdaptiveConfigStore>> = {
  memory: async () => inMemory(),
  'pglite in memory': async () => {
    await database.adaptiveConfig!.replace('', []);
    return database.adaptiveConfig!;
  },
};

describe.each(Object.entries(stores))('%s', (_name, open) => {
  test.each(Object.entries(adaptiveConfigKeeping))('adaptiveConfig: %s', async (_promise, keeps) => {
    await keeps(await open());
  });
});

/** Implementations with one mistake each, and a promise that each has to break. */
const wrong: Record<string, [string, (right: AdaptiveConfigStore) => Partial<AdaptiveConfigStore>]> = {
  'adds to what is there': [
    'replaces what begins alike, and nothing else',
    (right) => ({
      replace: async (prefix, values) => right.replace(prefix, [...(await right.read(prefix)), ...values]),
    }),
  ],
  'replaces everything': [
    'replaces what begins alike, and nothing else',
    (right) => ({ replace: (_prefix, values) => right.replace('', values) }),
  ],
  'reads everything': ['replaces what begins alike, and nothing else', (right) => ({ read: () => right.read('') })],
  'reads a prefix as a pattern': [
    'takes a prefix to the letter',
    (right) => ({
      read: async (prefix) => {
        const pattern = new RegExp(`^${prefix.replaceAll('_', '.').replaceAll('%', '.*')}`);
        return (await right.read('')).filter(({ key }) => pattern.test(key));
      },
    }),
  ],
  'deletes, and inserts in another transaction': [
    'is never read in part',
    (right) => ({
      replace: async (prefix, [first, ...others]) => {
        const values = first ? [first] : [];
        await right.replace(prefix, [...values, ...(await right.read(prefix)).filter(({ key }) => key !== first?.key)]);
        await right.replace(prefix, [...values, ...others]);
      },
    }),
  ],
  'deletes before it looks at what it was given': [
    'replaces all or nothing',
    (right) => ({
      replace: async (prefix, values) => {
        await right.replace(prefix, []);
        await right.replace(prefix, values);
      },
    }),
  ],
  'keeps the first of a key': [
    'keeps the last of a key',
    (right) => ({ replace: (prefix, values) => right.replace(prefix, [...values].reverse()) }),
  ],
  'forgets how many samples there were': [
    'gives back what it was given',
    (right) => ({ read: async (prefix) => (await right.read(prefix)).map((each) => ({ ...each, samples: 30 })) }),
  ],
  'rounds to percents': [
    'rounds to single precision, no more and no less',
    (right) => ({
      read: async (prefix) =>
        (await right.read(prefix)).map((each) => ({ ...each, value: Math.round(each.value * 100) / 100 })),
    }),
  ],
};

test.each(Object.entries(wrong))('a store that %s breaks a promise', async (_mistake, [promise, spoil]) => {
  const broken = await brokenPromises(adaptiveConfigKeeping, () => {
    const right = inMemory();
    return { ...right, ...spoil(right) };
  });
  expect(broken).toContain(promise);
});
