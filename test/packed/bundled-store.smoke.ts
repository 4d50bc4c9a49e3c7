import { execFile } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { temporaryDirectory } from '../contracts/fixtures.js';
import { type EmptyFolder, installIntoEmptyFolder } from './empty-folder.js';

const execute = promisify(execFile);

/** Opens the store twice, and says what the second time knows of the first. */
const program = `
import { openPGliteStore } from '@agentcards/store-pglite';

const task = { id: 't1', toolId: 'server:tool', dependsOn: [], layer: 0, success: true };
const execution = { id: 'one', executedAt: new Date(), success: true, durationMs: 1, tasks: [task] };
for (const work of [(store) => store.executions.record(execution, [], () => 0.5), () => {}]) {
  const store = await openPGliteStore({ dataDir: process.argv[2], dimensions: 3 });
  await store.migrate();
  await work(store);
  const kept = await store.executions.read({ limit: 10 });
  await store.close();
  if (kept.length !== 1) throw new Error('The execution is not there.');
}
console.log('kept');
`;

/** What PGlite and pgvector read beside the file that they are in. */
const beside = [
  '@electric-sql/pglite/dist/pglite.wasm',
  '@electric-sql/pglite/dist/pglite.data',
  '@electric-sql/pglite/dist/initdb.wasm',
  '@electric-sql/pglite-pgvector/dist/vector.tar.gz',
];

let user: EmptyFolder;
beforeAll(async () => {
  const tarballs = inject('tarballs').filter((path) => /agentcards-(core|store-pglite)/.test(path));
  user = await installIntoEmptyFolder([...tarballs, 'esbuild@0.28.2']);
  writeFileSync(join(user.path, 'program.mjs'), program);
  const options = ['--bundle', '--format=esm', '--platform=node', '--outfile=bundle.mjs'];
  await user.run(join(user.path, 'node_modules/.bin/esbuild'), ['program.mjs', ...options]);
});
afterAll(() => user.remove());

/** Lets the bundle, in a folder without packages, make a store. Returns which cluster PostgreSQL takes it for. */
async function clusterOfStore(files: readonly string[]): Promise<string> {
  const folder = await temporaryDirectory();
  for (const file of files) copyFileSync(join(user.path, 'node_modules', file), join(folder, basename(file)));
  const bundle = join(folder, 'bundle.mjs');
  copyFileSync(join(user.path, 'bundle.mjs'), bundle);
  const dataDir = join(folder, 'data');
  const { stdout } = await execute(process.execPath, [bundle, dataDir]);
  expect(stdout).toBe('kept\n');
  return readFileSync(join(dataDir, 'global/pg_control')).toString('hex', 0, 8);
}

test('the store in one file of esbuild writes and reads again, with the cluster beside it and without', async () => {
  const whole = [...beside, '@agentcards/store-pglite/dist/cluster.tar.br'];
  const made = await clusterOfStore(beside);
  const copied = await clusterOfStore(whole);
  expect(copied).not.toBe(made);
  expect(await clusterOfStore(whole)).toBe(copied);
});
