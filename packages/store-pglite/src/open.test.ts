import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ConfidenceOf, ExecutionRecord, ToolId, ToolRecord } from '@agentcards/core';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lockFileName } from './lock/directory-lock.js';
import { openPGliteStore, type PGliteStoreOptions } from './open.js';

const at = new Date('2026-11-23T06:00:00.000Z');
const half: ConfidenceOf = () => 0.5;
const tool: ToolRecord = {
  toolId: 'server:tool' as ToolId,
  serverId: 'server',
  name: 'tool',
  inputSchema: { type: 'object' },
  fingerprint: 'fingerprint',
  status: 'active',
  firstSeen: at,
  updatedAt: at,
};
const execution = (id: string): ExecutionRecord => ({ id, executedAt: at, success: true, durationMs: 1, tasks: [] });
const embedding = (length: number) => ({
  toolId: tool.toolId,
  modelId: 'model',
  contentHash: 'hash',
  embedding: new Float32Array(length).fill(0.5),
  updatedAt: at,
});

let folder: string;
let count = 0;
const freshDirectory = () => join(folder, String(count++), 'data');

/** A migrated store with one tool, made once: creating a database takes seconds. */
let template: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'agentcards-store-'));
  template = freshDirectory();
  const store = await openPGliteStore({ dataDir: template });
  await store.migrate();
  await store.tools.apply({ upsert: [tool], remove: [], at });
  await store.close();
});
afterAll(() => rm(folder, { recursive: true }));

async function copyOfTemplate(): Promise<string> {
  const dataDir = freshDirectory();
  await cp(template, dataDir, { recursive: true });
  return dataDir;
}

const isFileOfTop = (path: string) => dirname(path) === template && statSync(path).isFile();

async function open(options: PGliteStoreOptions) {
  const store = await openPGliteStore(options);
  await store.migrate();
  return store;
}

test('what was written is there after closing and opening again, and the lock is gone between', async () => {
  const dataDir = await copyOfTemplate();
  const first = await open({ dataDir });
  await first.executions.record(execution('one'), [], half);
  expect(await readdir(dataDir)).toContain(lockFileName);
  await first.close();
  expect(await readdir(dataDir)).not.toContain(lockFileName);
  await using second = await open({ dataDir });
  expect(await second.tools.read({ limit: 9 })).toEqual([tool]);
  expect(await second.executions.read({ limit: 9 })).toEqual([execution('one')]);
});

test('a second opening is refused while the first is open, and harms nothing', async () => {
  const dataDir = await copyOfTemplate();
  const first = await open({ dataDir });
  await expect(openPGliteStore({ dataDir })).rejects.toMatchObject({
    code: 'STORE_LOCKED',
    message: expect.stringContaining(String(process.pid)),
    details: { pid: process.pid },
  });
  await expect(openPGliteStore({ dataDir: `${dataDir}/../data/` })).rejects.toMatchObject({ code: 'STORE_LOCKED' });
  await first.executions.record(execution('still mine'), [], half);
  await first.close();
  await (await open({ dataDir })).close();
});

describe('dimensions', () => {
  test('a store without vectors takes those that it was opened for, or else the length of the first', async () => {
    const dataDir = await copyOfTemplate();
    const fitted = await open({ dataDir, dimensions: 4 });
    await expect(fitted.embeddings.put([embedding(3)])).rejects.toMatchObject({ details: { stored: 4, given: 3 } });
    await fitted.close();

    const plain = await open({ dataDir });
    // What fails settles nothing.
    const unknown = { ...embedding(2), toolId: 'server:unknown' as ToolId };
    await expect(plain.embeddings.put([unknown])).rejects.toMatchObject({ code: 'STORE_OPERATION_FAILED' });
    const both = await Promise.allSettled([3, 5].map((length) => plain.embeddings.put([embedding(length)])));
    expect(both).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'VECTOR_DIMENSION_MISMATCH', details: { stored: 3, given: 5 } } },
    ]);
    const [near] = await plain.embeddings.nearest!({ vector: embedding(3).embedding, limit: 1 });
    expect(near?.similarity).toBeCloseTo(1);
    await plain.close();
    const reopened = await open({ dataDir });
    await expect(reopened.embeddings.put([embedding(4)])).rejects.toMatchObject({ details: { stored: 3, given: 4 } });
    await reopened.close();

    await using again = await open({ dataDir, dimensions: 4 });
    expect(await again.embeddings.read({ limit: 9 })).toEqual([embedding(3)]);
    await expect(again.embeddings.put([embedding(4)])).rejects.toMatchObject({ code: 'VECTOR_DIMENSION_MISMATCH' });
    await again.embeddings.stage([embedding(4)]);
    await again.embeddings.promote({ modelId: 'model', dimensions: 4 });
    expect(await again.embeddings.read({ limit: 9 })).toEqual([embedding(4)]);
  });

  test.each([0, -1, 1.5, 4_001, Number.NaN, '3'])('%s is not one', async (dimensions) => {
    await expect(
      openPGliteStore({ dataDir: freshDirectory(), dimensions: dimensions as number }),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('a directory', () => {
  test.each(['', 'idb://store', 'file:///tmp/store', 'with\0in it', undefined])('cannot be %j', async (dataDir) => {
    await expect(openPGliteStore({ dataDir: dataDir as string })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('with files of something else is left alone', async () => {
    const dataDir = freshDirectory();
    await mkdir(dataDir, { recursive: true });
    await writeFile(join(dataDir, 'package.json'), '{}');
    await expect(openPGliteStore({ dataDir })).rejects.toMatchObject({
      code: 'STORE_OPEN_FAILED',
      message: expect.stringContaining('package.json'),
    });
    expect(await readdir(dataDir)).toEqual(['package.json']);
  });

  test('behind a link is one directory, by whichever name', async () => {
    const dataDir = await copyOfTemplate();
    const link = `${dataDir}-current`;
    await symlink('data', link);
    const store = await open({ dataDir: link });
    await expect(openPGliteStore({ dataDir })).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    // Where it points now does not matter to those who came in by it.
    await rm(link);
    await store.executions.record(execution('by link'), [], half);
    await store.close();
    const again = await open({ dataDir });
    expect((await again.executions.read({ limit: 9 })).map(({ id }) => id)).toEqual(['by link']);
    await again.close();
    await symlink('nowhere', link);
    await expect(openPGliteStore({ dataDir: link })).rejects.toMatchObject({ code: 'STORE_OPEN_FAILED' });
  });

  test('that is a file is refused', async () => {
    const dataDir = join(folder, 'file');
    await writeFile(dataDir, '');
    await expect(openPGliteStore({ dataDir })).rejects.toMatchObject({
      code: 'STORE_OPEN_FAILED',
      cause: { code: 'EEXIST' },
    });
  });

  // Only Linux has /proc, in which Node's own way of making directories never comes to an end.
  test.skipIf(process.platform !== 'linux')('that the system never makes is refused', async () => {
    await expect(openPGliteStore({ dataDir: '/proc/agentcards/data' })).rejects.toMatchObject({
      code: 'STORE_OPEN_FAILED',
      cause: { code: 'ENOENT', path: '/proc/agentcards' },
    });
  });

  test('with a broken database is refused, and free again', async () => {
    const dataDir = await copyOfTemplate();
    await writeFile(join(dataDir, 'PG_VERSION'), '9.6\n');
    await expect(openPGliteStore({ dataDir })).rejects.toMatchObject({ code: 'STORE_OPEN_FAILED' });
    expect(await readdir(dataDir)).not.toContain(lockFileName);
  });

  test('that a backup is put into over a first start that was killed has what is in the backup', async () => {
    const dataDir = freshDirectory();
    await mkdir(join(dataDir, 'agentcards.creating', 'base'), { recursive: true });
    await cp(template, dataDir, { recursive: true });
    await using store = await open({ dataDir });
    expect(await store.tools.read({ limit: 9 })).toEqual([tool]);
    expect(await readdir(dataDir)).not.toContain('agentcards.creating');
  });

  test('of which only the folders are back is left alone, and opens when the files are', async () => {
    const dataDir = freshDirectory();
    await cp(template, dataDir, { recursive: true, filter: (path) => path === template || !isFileOfTop(path) });
    const before = await readdir(dataDir, { recursive: true });
    await expect(openPGliteStore({ dataDir })).rejects.toMatchObject({
      code: 'STORE_OPEN_FAILED',
      message: expect.stringContaining('PG_VERSION is missing'),
    });
    expect(await readdir(dataDir, { recursive: true })).toEqual(before);
    await cp(template, dataDir, { recursive: true });
    await using store = await open({ dataDir });
    expect(await store.tools.read({ limit: 9 })).toEqual([tool]);
  });

  test.each(['base', 'global', 'pg_dumps'])('with a folder %s of somebody’s own is left alone', async (name) => {
    const dataDir = freshDirectory();
    await mkdir(join(dataDir, name), { recursive: true });
    await writeFile(join(dataDir, name, 'mine'), '');
    await expect(openPGliteStore({ dataDir })).rejects.toMatchObject({
      code: 'STORE_OPEN_FAILED',
      message: expect.stringContaining(`something other than a store: ${name}`),
    });
    expect(await readdir(dataDir, { recursive: true })).toEqual([name, join(name, 'mine')]);
  });

  test('in which an earlier version was interrupted is left alone, until somebody says what is in it', async () => {
    const dataDir = await copyOfTemplate();
    await writeFile(join(dataDir, 'agentcards.creating'), '');
    await expect(openPGliteStore({ dataDir })).rejects.toMatchObject({ code: 'STORE_OPEN_FAILED' });
    await rm(join(dataDir, 'agentcards.creating'));
    await using store = await open({ dataDir });
    expect(await store.tools.read({ limit: 9 })).toEqual([tool]);
  });

  test('whose PostgreSQL was killed while it wrote its lock file opens', async () => {
    const dataDir = await copyOfTemplate();
    await writeFile(join(dataDir, 'postmaster.pid'), '');
    await using store = await open({ dataDir });
    expect(await store.tools.read({ limit: 9 })).toEqual([tool]);
  });

  test.each(['pg_xact', 'pg_multixact/offsets', 'postgresql.conf'])('that lacks %s is told so', async (part) => {
    const dataDir = await copyOfTemplate();
    await rm(join(dataDir, part), { recursive: true });
    await expect(openPGliteStore({ dataDir })).rejects.toMatchObject({
      code: 'STORE_OPEN_FAILED',
      message: expect.stringContaining(`${part} is missing`),
      cause: expect.any(Error),
    });
  });

  test('with a database that lost its PG_VERSION is not created anew', async () => {
    const dataDir = await copyOfTemplate();
    await rm(join(dataDir, 'PG_VERSION'));
    await expect(openPGliteStore({ dataDir })).rejects.toMatchObject({ code: 'STORE_OPEN_FAILED' });
  });
});

describe('a call', () => {
  test('before migrate() says so', async () => {
    const store = await openPGliteStore({ dataDir: await copyOfTemplate() });
    await expect(store.tools.read({ limit: 1 })).rejects.toMatchObject({
      code: 'STORE_OPERATION_FAILED',
      message: expect.stringContaining('before migrate()'),
    });
    await store.migrate();
    await store.migrate();
    expect(await store.tools.read({ limit: 9 })).toEqual([tool]);
    await store.close();
  });

  test('in flight ends before the store closes; later ones are refused', async () => {
    const dataDir = await copyOfTemplate();
    const store = await open({ dataDir });
    const writes = Array.from({ length: 20 }, (_, index) => store.executions.record(execution(`${index}`), [], half));
    const closing = [store.close(), store.close(), store[Symbol.asyncDispose]()];
    await expect(store.executions.record(execution('late'), [], half)).rejects.toMatchObject({ code: 'CLOSED' });
    expect(await Promise.all(writes)).toEqual(Array.from({ length: 20 }, () => 'recorded'));
    await Promise.all(closing);
    await expect(store.migrate()).rejects.toMatchObject({ code: 'CLOSED' });
    await using again = await open({ dataDir });
    expect(await again.executions.read({ limit: 99 })).toHaveLength(20);
  });
});

test('the log of a store that stays open is bounded', async () => {
  const dataDir = await copyOfTemplate();
  await using store = await open({ dataDir });
  for (let number = 0; number < 200; number++) {
    const codeSnippet = randomBytes(400_000).toString('base64');
    await store.executions.record({ ...execution(`${number}`), codeSnippet }, [], half);
  }
  const log = join(dataDir, 'pg_wal');
  const sizes = (await readdir(log)).map((file) => statSync(join(log, file)).size);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(80_000_000);
});

test('the directory is one of PGlite’s: what is stored can be read with SQL', async () => {
  const dataDir = await copyOfTemplate();
  const store = await open({ dataDir });
  const task = { id: 't1', toolId: tool.toolId, dependsOn: [], layer: 0, success: true, startedAt: at };
  await store.executions.record({ ...execution('one'), tasks: [task] }, [], half);
  await store.close();
  await using database = await PGlite.create({ dataDir, extensions: { vector } });
  const { rows } = await database.query('SELECT execution_id, dag_structure FROM workflow_execution');
  const stored = { version: 1, tasks: [{ ...task, startedAt: '2026-11-23T06:00:00.000Z' }] };
  expect(rows).toEqual([{ execution_id: 'one', dag_structure: stored }]);
});
