import { expect, test } from 'vitest';
import { checkKv, checkUserStore } from '../../src/auth/index.js';
import {
  checkEmbedder,
  checkStore,
  type StoreCapability,
  type StoreFactory,
  storeCapabilities,
  storeSuite,
} from '../../src/index.js';
import { storeCases } from '../../src/store/store-cases.js';
import { createCosineStore } from './cosine-store.js';
import { factoryMutants, storeMutants } from './store-mutants.js';

const all = Object.keys(storeCapabilities) as readonly StoreCapability[];
const inMemory: readonly StoreCapability[] = all.filter((capability) => capability !== 'persistence');

test('a right store breaks nothing', async () => {
  const results = await checkStore(() => createCosineStore(), { capabilities: inMemory });
  expect(results.filter(({ outcome }) => outcome === 'broken')).toEqual([]);
});

/** The same as an instance of a class has it: its methods need their `this`. */
function withThis<Port extends object>(port: Port): Port {
  const members = Object.entries(port).map(([name, member]: [string, unknown]) => {
    if (typeof member === 'object' && member !== null) return [name, withThis(member)];
    if (typeof member !== 'function') return [name, member];
    return [
      name,
      function (this: unknown, ...given: unknown[]) {
        if (this !== instance) throw new TypeError(`${name} lost its this`);
        return member.apply(port, given);
      },
    ];
  });
  const instance: Port = Object.fromEntries(members);
  return instance;
}

test('a right store of classes breaks nothing', async () => {
  const results = await checkStore(() => withThis(createCosineStore()), { capabilities: inMemory });
  expect(results.filter(({ outcome }) => outcome === 'broken')).toEqual([]);
});

/** Runs the one case that has to find it. */
async function find(foundBy: string, factory: StoreFactory, capabilities = inMemory): Promise<void> {
  const found = storeSuite(factory, { capabilities }).find(({ name }) => name === foundBy);
  await found!.run();
}

test.each(Object.entries(storeMutants))('a store that %s is found', async (_mistake, { foundBy, spoil }) => {
  await expect(find(foundBy, () => spoil(createCosineStore()))).rejects.toThrow();
});

test.each(Object.entries(factoryMutants))('stores of which %s are found', async (_mistake, { foundBy, create }) => {
  await expect(find(foundBy, create(), all)).rejects.toThrow();
});

test('every case finds one', () => {
  const finding = [...Object.values(storeMutants), ...Object.values(factoryMutants)].map(({ foundBy }) => foundBy);
  expect([...new Set(finding)].sort()).toEqual(storeCases.map(({ name }) => name).sort());
});

test('a store that does not answer breaks what asks it, and nobody waits for it', async () => {
  const store = () => {
    const right = createCosineStore();
    return { ...right, tools: { ...right.tools, read: () => new Promise<never>(() => {}) } };
  };
  const results = await checkStore(store, { capabilities: inMemory, timeout: 20 });
  const broken = results.filter(({ outcome }) => outcome === 'broken');
  expect(broken.map(({ error }) => String(error))).toContain(
    'Error: Not settled after 20 ms: something that was called does not answer.',
  );
  expect(results.some(({ outcome }) => outcome === 'kept')).toBe(true);
});

test.each<[string, () => Promise<unknown>, string]>([
  ['no factory', () => checkStore(undefined as never), 'The factory must be a function that makes stores.'],
  ['an embedder for a factory', () => checkEmbedder({} as never), 'The factory must be a function that makes an emb'],
  ['no factory of key-value stores', () => checkKv(undefined as never), 'The factory must be a function that'],
  ['no factory of user stores', () => checkUserStore(undefined as never), 'The factory must be a function that'],
  [
    'a capability that is none',
    () => checkStore(() => createCosineStore(), { capabilities: ['persistance' as never] }),
    'Unknown capability "persistance". There are: adaptiveConfig, append, ',
  ],
  [
    'capabilities that are no list',
    () => checkEmbedder(() => ({}) as never, { capabilities: 'cancellation' as never }),
    'capabilities is not a list. There are: cancellation.',
  ],
  [
    'a misspelt option',
    () => checkStore(() => createCosineStore(), { capabilites: [] } as never),
    'Unknown option "capabilites". There are: capabilities, olderStores, timeout, title.',
  ],
  ['a misspelt option of embedders', () => checkEmbedder(() => ({}) as never, { tolerence: 1 } as never), 'tolerence'],
  ['a misspelt option of key-value stores', () => checkKv(() => ({}) as never, { atomic: 1 } as never), 'atomic'],
  ['a misspelt option of user stores', () => checkUserStore(() => ({}) as never, { timeOut: 1 } as never), 'timeOut'],
  ['no time', () => checkStore(() => createCosineStore(), { timeout: 0 }), 'timeout must be a number of milliseconds'],
])('%s: one INVALID_INPUT at the call', async (_what, call, message) => {
  await expect(call()).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining(message) });
});
