import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkStore, type StoreCapability, storeCapabilities, storeSuite } from '@agentcards/conformance';
import { testStore } from '@agentcards/conformance/vitest';
import { createMemoryStore } from '@agentcards/core';
import { openPGliteStore } from '@agentcards/store-pglite';
import { afterAll, expect, test } from 'vitest';
import { createSqliteStore } from '../../examples/custom-store/sqlite-store.js';
import { createOlderStore } from './older-store.js';
import { root } from './repository.js';
import { storeFixtures, unpackStoreFixture } from './store-fixtures.js';

const all = Object.keys(storeCapabilities) as StoreCapability[];
const without = (...missing: StoreCapability[]) => all.filter((capability) => !missing.includes(capability));
const directory = mkdtempSync(join(tmpdir(), 'agentcards-conformance-'));
afterAll(() => rmSync(directory, { recursive: true }));

testStore(() => createMemoryStore(), { title: 'createMemoryStore', capabilities: without('nearest', 'persistence') });

testStore((name) => createSqliteStore(join(directory, `${name}.db`)), {
  title: 'examples/custom-store',
  capabilities: without('nearest'),
});

testStore((name) => openPGliteStore({ dataDir: join(directory, name), dimensions: 3 }), {
  title: '@agentcards/store-pglite',
  capabilities: all,
  olderStores: Object.fromEntries(
    storeFixtures.map((name) => [
      name,
      () => {
        const dataDir = join(directory, `older-${name}`);
        unpackStoreFixture(name, dataDir);
        return openPGliteStore({ dataDir });
      },
    ]),
  ),
});

test('a store is kept of the schema as it is now, for the versions to come', () => {
  const migrations = readdirSync(join(root, 'packages/store-pglite/src/migrations')).filter((name) => /^\d/.test(name));
  const newest = migrations.sort().at(-1)?.replace('.ts', '');
  expect(storeFixtures.at(-1), 'before the release, run: node test/contracts/make-store-fixture.mjs').toBe(newest);
});

test('examples/custom-store is complete in 300 lines', () => {
  const lines = ['rows.ts', 'sqlite-store.ts'].map(
    (name) => readFileSync(join(root, 'examples/custom-store', name), 'utf8').split('\n').length - 1,
  );
  expect(lines.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(300);
});

test('an adapter of the first release keeps all but what came later', async () => {
  const results = await checkStore(() => createOlderStore(), { capabilities: [] });
  const broken = results.filter(({ outcome }) => outcome === 'broken').map(({ name }) => name);
  expect(broken).toEqual([
    'pages: what is aborted while it waits is not read any more',
    'tools: an aborted signal rejects a read, with its reason as the cause',
    // Promised from the start, and not tried then.
    'edges: a declaration that a call names twice is withdrawn once',
  ]);
});

test('every promise that a case proves stands in the contract, word for word', () => {
  const folder = join(root, 'packages/core/src/contracts');
  const files = ['adaptive-config', 'dependency', 'execution', 'page-request', 'retirement', 'store'];
  const contract = files
    .map((name) => readFileSync(join(folder, `${name}.ts`), 'utf8').replaceAll(/\s*\n\s*\*?\s*/g, ' '))
    .join('\n');
  const suite = storeSuite(() => createMemoryStore());
  expect(suite.filter(({ promise }) => !contract.includes(promise)).map(({ name }) => name)).toEqual([]);
});
