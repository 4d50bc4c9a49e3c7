import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { startPGlite } from '../connection.js';
import { allMigrations } from './all-migrations.js';
import { applyMigrations } from './apply-migrations.js';
import type { Migration } from './migration.js';

let database: PGlite;
beforeAll(async () => {
  database = await startPGlite('memory://');
});
afterAll(() => database.close());
beforeEach(() => database.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public'));

const migrate = (migrations: readonly Migration[]) =>
  database.transaction((transaction) => applyMigrations(transaction, migrations));

function migration(name: string, sql: string): Migration {
  return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
}

const first = migration('0001-first', "CREATE TABLE note (content text); INSERT INTO note VALUES ('kept')");
const second = migration(
  '0002-second',
  'ALTER TABLE note ADD COLUMN length integer; UPDATE note SET length = length(content)',
);
const third = migration('0003-third', 'CREATE INDEX note_length ON note (length)');

async function applied(): Promise<string[]> {
  const { rows } = await database.query<{ name: string }>('SELECT name FROM agentcards_migration ORDER BY position');
  return rows.map(({ name }) => name);
}

async function notes(): Promise<unknown[]> {
  return (await database.query('SELECT * FROM note')).rows;
}

test('a longer list goes on where a shorter one ended', async () => {
  await migrate([first]);
  await migrate([first, second, third]);
  expect(await applied()).toEqual(['0001-first', '0002-second', '0003-third']);
  expect(await notes()).toEqual([{ content: 'kept', length: 4 }]);
});

test('the same list again changes nothing', async () => {
  await migrate([first, second]);
  await migrate([first, second]);
  expect(await notes()).toEqual([{ content: 'kept', length: 4 }]);
});

const mismatches: Record<string, readonly Migration[]> = {
  'lacks the last one (a newer version wrote the store)': [first],
  'lacks the first one': [second],
  'has them in another order': [second, first],
  'has one in between': [first, third, second],
  'has one that was edited and hashed again': [migration(first.name, `${first.sql};`), second],
  'has one that was edited under its old hash': [{ ...first, sql: `${first.sql};` }, second],
  'has one that was renamed': [{ ...first, name: '0001-other' }, second],
};

test.each(Object.entries(mismatches))('a list that %s is refused', async (_how, migrations) => {
  await migrate([first, second]);
  await expect(migrate(migrations)).rejects.toMatchObject({ code: 'MIGRATION_MISMATCH' });
  expect(await applied()).toEqual([first.name, second.name]);
});

test.each([
  ['fails at its end', 'UPDATE note SET content = NULL; SELECT 1 / 0'],
  ['is no SQL', 'UPDATE note SET content = NULL; NONSENSE'],
])('a migration that %s takes those before it with it, and can be mended', async (_how, sql) => {
  await migrate([first]);
  await expect(migrate([first, second, migration('0003-broken', sql)])).rejects.toMatchObject({
    code: 'MIGRATION_FAILED',
    details: { migration: '0003-broken' },
    cause: { message: expect.stringContaining('SQLSTATE') },
  });
  expect(await applied()).toEqual([first.name]);
  expect(await notes()).toEqual([{ content: 'kept' }]);
  await migrate([first, second, third]);
  expect(await notes()).toEqual([{ content: 'kept', length: 4 }]);
});

test('a directory that a shorter list made opens under a longer one', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'agentcards-migrations-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  for (const migrations of [[first], [first, second]]) {
    await using reopened = await startPGlite(directory);
    await reopened.transaction((transaction) => applyMigrations(transaction, migrations));
    const { rows } = await reopened.query('SELECT * FROM note');
    expect(rows).toEqual([migrations.length === 1 ? { content: 'kept' } : { content: 'kept', length: 4 }]);
  }
});

test('the released migrations are as they were hashed, and apply', async () => {
  await migrate(allMigrations);
  expect(await applied()).toEqual(allMigrations.map(({ name }) => name));
});
