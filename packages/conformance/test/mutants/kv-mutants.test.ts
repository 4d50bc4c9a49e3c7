import type { Clock } from '@agentcards/auth';
import { expect, test } from 'vitest';
import { checkKv, type KvFactory } from '../../src/auth/index.js';
import { kvCases } from '../../src/kv/kv-cases.js';
import { kvMutants } from './kv-mutants.js';
import { createSharedMemory, createUnreachable } from './shared-memory.js';

type Spoil = (typeof kvMutants)[string]['spoil'];

async function brokenBy(spoil: Spoil, factory: KvFactory = createSharedMemory()): Promise<string[]> {
  const results = await checkKv(async (name, clock) => spoil(await factory(name, clock), clock), {
    atomicity: 'shared',
    unreachable: (_, clock) => spoil(createUnreachable(), clock),
  });
  return results.filter(({ outcome }) => outcome === 'broken').map(({ name }) => name);
}

const namesCollide = {
  foundBy: 'stores of different names see nothing of each other, though the names begin alike',
  /** One database a clock, so that each case has its own, whose keys begin with the name and no separator. */
  factory(): KvFactory {
    const databases = new Map<Clock, KvFactory>();
    return async (name, clock) => {
      const database = databases.get(clock) ?? createSharedMemory();
      databases.set(clock, database);
      const right = await database('one', clock);
      return {
        ...right,
        get: (key) => right.get(name + key),
        set: (key, value, expiry) => right.set(name + key, value, expiry),
        delete: (key) => right.delete(name + key),
        take: (key) => right.take(name + key),
        increment: (key, expiry) => right.increment(name + key, expiry),
        setIfAbsent: (key, value, expiry) => right.setIfAbsent(name + key, value, expiry),
      };
    };
  },
};

test('a right store breaks nothing', async () => {
  expect(await brokenBy((right) => right)).toEqual([]);
});

test.each(Object.entries(kvMutants))('a key-value store that %s is found', async (_mistake, { foundBy, spoil }) => {
  expect(await brokenBy(spoil)).toContain(foundBy);
});

test('stores whose names and keys run into each other are found', async () => {
  expect(await brokenBy((right) => right, namesCollide.factory())).toEqual([namesCollide.foundBy]);
});

test('every case finds one', () => {
  const finding = [...Object.values(kvMutants), namesCollide].map(({ foundBy }) => foundBy);
  expect([...new Set(finding)].sort()).toEqual(kvCases.map(({ name }) => name).sort());
});

test('what cannot be tried is skipped, with the reason', async () => {
  const results = await checkKv((_, clock) => createSharedMemory()('one', clock), { atomicity: 'process' });
  const skipped = results.filter(({ outcome }) => outcome === 'skipped').map(({ reason }) => reason);
  expect([...new Set(skipped)]).toEqual([
    'atomic in one process only: a second one breaks what relies on it',
    'there is no factory of stores whose database does not answer',
  ]);
});
