import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore, type ExecutionStore, type Store, type SuggestionStore } from '@agentcards/core';
import { openPGliteStore } from '@agentcards/store-pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFileStore } from '../../examples/custom-store/file-store.js';
import { brokenPromises } from './broken-promises.js';
import { executionRemoval, suggestionKeeping } from './store-forgetting-behaviour.js';

const directory = mkdtempSync(join(tmpdir(), 'agentcards-test-'));
afterAll(() => rmSync(directory, { recursive: true }));
let files = 0;

// Making a database takes seconds: one serves all, emptied in between.
let database: Store;
beforeAll(async () => {
  database = await openPGliteStore({ dataDir: 'memory://' });
  await database.migrate();
});
afterAll(() => database.close());

async function emptiedDatabase(): Promise<Store> {
  const executions = await database.executions.read({ limit: 10_000 });
  const suggestions = await database.suggestions!.read({ limit: 10_000 });
  await database.executions.remove!(executions.map(({ id }) => id));
  await database.suggestions!.remove(suggestions.map(({ id }) => id));
  await database.edges.replaceObserved([], () => 0.5);
  return database;
}

const stores: Record<string, () => Promise<Store>> = {
  memory: async () => createMemoryStore(),
  'the file of examples/custom-store': async () => createFileStore(join(directory, `${files++}.bin`)),
  'pglite in memory': emptiedDatabase,
};

type Removing = Store & { readonly executions: Required<ExecutionStore> };
const isRemoving = (store: Store): store is Removing => store.executions.remove !== undefined;

describe.each(Object.entries(stores))('%s', (_name, open) => {
  test.each(Object.entries(executionRemoval))('executions.remove: %s', async (_promise, keeps) => {
    const store = await open();
    if (!isRemoving(store)) throw new Error('This store should have executions.remove.');
    await keeps(store);
  });

  test.for(Object.entries(suggestionKeeping))('suggestions: %s', async ([_promise, keeps], context) => {
    const { suggestions } = await open();
    if (suggestions === undefined) return context.skip('this store leaves suggestions to the memory of the process');
    await keeps(suggestions);
  });
});

/** Implementations with one mistake each. */
const wrongRemovals: Record<string, (right: Removing) => Removing['executions']['remove']> = {
  'that counts what it was asked for':
    ({ executions }) =>
    async (ids) => {
      await executions.remove(ids);
      return ids.length;
    },
  'that deletes nothing':
    ({ executions }) =>
    async (ids) => {
      const known = new Set((await executions.read({ limit: 10_000 })).map(({ id }) => id));
      return new Set(ids.filter((id) => known.has(id))).size;
    },
  'that deletes all but what it names':
    ({ executions }) =>
    async (ids) => {
      const others = (await executions.read({ limit: 10_000 })).map(({ id }) => id).filter((id) => !ids.includes(id));
      return executions.remove(others);
    },
  'that deletes everything when it names nothing':
    ({ executions }) =>
    async (ids) =>
      executions.remove(ids.length > 0 ? ids : (await executions.read({ limit: 10_000 })).map(({ id }) => id)),
  'that stops at a hundred ids':
    ({ executions }) =>
    (ids) =>
      executions.remove(ids.slice(0, 100)),
  'that fails for an unknown id':
    ({ executions }) =>
    async (ids) => {
      const known = new Set((await executions.read({ limit: 10_000 })).map(({ id }) => id));
      if (ids.some((id) => !known.has(id))) throw new Error('no such execution');
      return executions.remove(ids);
    },
  'that resets the edges':
    ({ executions, edges }) =>
    async (ids) => {
      await edges.replaceObserved([], () => 0.5);
      return executions.remove(ids);
    },
};

test.each(Object.entries(wrongRemovals))('a removal %s breaks a promise', async (_mistake, spoil) => {
  const spoiled = () => {
    const store = createMemoryStore() as Removing;
    return { ...store, executions: { ...store.executions, remove: spoil(store) } };
  };
  expect(await brokenPromises(executionRemoval, spoiled)).not.toEqual([]);
});

test('a removal that keeps the id for taken breaks a promise', async () => {
  const spoiled = () => {
    const store = createMemoryStore() as Removing;
    const gone = new Set<string>();
    const executions: Removing['executions'] = {
      ...store.executions,
      record: async (execution, ...rest) =>
        gone.has(execution.id) ? 'duplicate' : store.executions.record(execution, ...rest),
      remove: (ids) => {
        for (const id of ids) gone.add(id);
        return store.executions.remove(ids);
      },
    };
    return { ...store, executions };
  };
  expect(await brokenPromises(executionRemoval, spoiled)).toEqual(['takes a removed id for a new one']);
});

const wrongSuggestions: Record<string, (right: SuggestionStore) => Partial<SuggestionStore>> = {
  'keep everything': (right) => ({
    put: (records) => right.put(records, { atMost: 1e9, notBefore: new Date(0) }),
  }),
  'keep the oldest': (right) => ({
    put: async (records, { atMost, notBefore }) => {
      await right.put(records, { atMost: 1e9, notBefore });
      const all = await right.read({ limit: 10_000 });
      const newestFirst = all.sort((a, b) => b.madeAt.getTime() - a.madeAt.getTime());
      await right.remove(newestFirst.slice(0, Math.max(0, all.length - atMost)).map(({ id }) => id));
    },
  }),
  'name a tool once': (right) => ({
    put: (records, bounds) =>
      right.put(
        records.map((record) => ({ ...record, toolIds: [...new Set(record.toolIds)] })),
        bounds,
      ),
  }),
  'let a later one win': (right) => ({
    put: async (records, bounds) => {
      await right.remove(records.map(({ id }) => id));
      await right.put([...records].reverse(), bounds);
    },
  }),
  'take no bound for what is put': (right) => ({
    put: async (records, bounds) => {
      await right.put([], bounds);
      await right.put(records, { atMost: 1e9, notBefore: new Date(0) });
    },
  }),
  'read past the page': (right) => ({ read: ({ limit }) => right.read({ limit }) }),
  'remove nothing': () => ({ remove: async (ids) => ids.length }),
};

test.each(Object.entries(wrongSuggestions))('suggestions that %s break a promise', async (_mistake, spoil) => {
  const spoiled = () => {
    const right = createMemoryStore().suggestions!;
    return { ...right, ...spoil(right) };
  };
  expect(await brokenPromises(suggestionKeeping, spoiled)).not.toEqual([]);
});
