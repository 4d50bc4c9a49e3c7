import { createHash } from 'node:crypto';
import { renameSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { PGlite } from '@electric-sql/pglite';
import { beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { startPGlite } from '../connection.js';
import { allMigrations } from '../migrations/all-migrations.js';
import { applyMigrations } from '../migrations/apply-migrations.js';
import { openImage } from './cluster-image.js';
import { createCluster } from './create-cluster.js';
import { moveIntoPlace } from './move-into-place.js';
import { assertOwnDirectory, prepareDirectory } from './prepare-directory.js';
import { tarEntries } from './tar-entries.js';

let cluster: Uint8Array;
beforeAll(async () => {
  cluster = await createCluster();
});

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'agentcards-cluster-'));
  onTestFinished(() => rm(directory, { recursive: true }));
});

const prepare = () => prepareDirectory(directory, async () => cluster);

const described = {
  migrations: 'SELECT position, name, sha256 FROM agentcards_migration ORDER BY position',
  columns: `SELECT attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull, attcollation::regcollation,
      pg_get_expr(adbin, adrelid) FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE relnamespace = 'public'::regnamespace AND attnum > 0 ORDER BY attrelid::regclass::text, attnum`,
  constraints: `SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace ORDER BY conrelid::regclass::text, conname`,
  indexes: `SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname`,
  extensions: 'SELECT extname, extversion FROM pg_extension ORDER BY extname',
};

async function describeDatabase(pglite: PGlite) {
  const rows = Object.entries(described).map(async ([what, query]) => [what, (await pglite.query(query)).rows]);
  return Object.fromEntries(await Promise.all(rows));
}

test('a database out of the archive is what initdb and the migrations make, on disk and in memory', async () => {
  await prepare();
  await using onDisk = await startPGlite(directory);
  await using inMemory = await startPGlite('memory://', cluster);
  await using made = await startPGlite('memory://');
  await made.transaction((transaction) => applyMigrations(transaction, allMigrations));
  const expected = await describeDatabase(made);
  expect(expected.migrations).toHaveLength(allMigrations.length);
  expect(expected.indexes.length).toBeGreaterThan(5);
  expect(await describeDatabase(onDisk)).toEqual(expected);
  expect(await describeDatabase(inMemory)).toEqual(expected);
});

test('what cannot be moved into its place altogether stays where it was', async () => {
  const folder = join(directory, 'new');
  for (const name of ['a', 'b', 'c']) await mkdir(join(folder, name), { recursive: true });
  const rename = (from: string, to: string) => {
    if (basename(from) === 'b') throw new Error('no room');
    renameSync(from, to);
  };
  expect(() => moveIntoPlace(folder, directory, rename)).toThrow('no room');
  expect(await readdir(folder)).toEqual(['a', 'b', 'c']);
  expect(await readdir(directory)).toEqual(['new']);
});

async function expectNewCluster(): Promise<void> {
  const whole = [...tarEntries(cluster)].filter(({ path }) => path !== 'postmaster.pid');
  expect((await readdir(directory, { recursive: true })).sort()).toEqual(whole.map(({ path }) => path).sort());
  for (const { path, content } of whole) {
    if (content) expect(Buffer.compare(await readFile(join(directory, path)), content), path).toBe(0);
  }
  await prepareDirectory(directory, () => expect.fail('was created already'));
}

test.each([0, 0.01, 0.5, 0.99, 1])('a creation that ended after %d of its writing starts anew', async (share) => {
  const folder = join(directory, 'agentcards.creating');
  const written = cluster.subarray(0, Math.floor((cluster.length * share) / 512) * 512);
  await mkdir(folder);
  for (const { path, content } of tarEntries(written)) {
    await (content ? writeFile(join(folder, path), content) : mkdir(join(folder, path)));
  }
  assertOwnDirectory(directory);
  await prepare();
  await expectNewCluster();
});

test.each([0, 1, 10, 22])('a creation that ended after %d of its moves goes on', async (moves) => {
  await prepare();
  const folder = join(directory, 'agentcards.created');
  const left = (await readdir(directory)).filter((entry) => entry !== 'PG_VERSION').slice(moves);
  await mkdir(folder);
  for (const entry of ['PG_VERSION', ...left]) await rename(join(directory, entry), join(folder, entry));
  assertOwnDirectory(directory);
  await prepareDirectory(directory, () => expect.fail('was written already'));
  await expectNewCluster();
});

test('a creation that ended after its last move is done', async () => {
  await prepare();
  await mkdir(join(directory, 'agentcards.created'));
  await prepareDirectory(directory, () => expect.fail('was created already'));
  await expectNewCluster();
});

test('what somebody put into the place of a creation that was interrupted is not replaced', async () => {
  await prepare();
  const folder = join(directory, 'agentcards.created');
  await mkdir(folder);
  for (const entry of ['PG_VERSION', 'global']) await rename(join(directory, entry), join(folder, entry));
  await mkdir(join(directory, 'global'));
  await writeFile(join(directory, 'global/pg_control'), 'of a backup');
  await expect(prepare()).rejects.toMatchObject({
    code: 'STORE_OPEN_FAILED',
    message: expect.stringContaining('PG_VERSION is missing'),
  });
  expect(await readFile(join(directory, 'global/pg_control'), 'utf8')).toBe('of a backup');
  await writeFile(join(directory, 'PG_VERSION'), '18\n');
  await prepareDirectory(directory, () => expect.fail('is whole'));
  expect(await readFile(join(directory, 'global/pg_control'), 'utf8')).toBe('of a backup');
  expect(await readdir(directory)).not.toContain('agentcards.created');
});

test('an image is opened when it is the one that was built', async () => {
  const image = brotliCompressSync(cluster.subarray(0, 4_096));
  const sha256 = createHash('sha256').update(image).digest('hex');
  expect(await openImage(image, sha256)).toEqual(Buffer.from(cluster.subarray(0, 4_096)));
  expect(await openImage(image.subarray(1), sha256)).toBeUndefined();
});
