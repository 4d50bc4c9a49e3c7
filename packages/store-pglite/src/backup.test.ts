import { writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backUp } from './backup.js';
import { prepareDirectory } from './cluster/prepare-directory.js';
import { startPGlite } from './connection.js';
import { operationFailed } from './failures.js';

let folder: string;
let dataDir: string;
let pglite: PGlite;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'agentcards-backup-'));
  dataDir = join(folder, 'data');
  await mkdir(dataDir);
  await prepareDirectory(dataDir);
  pglite = await startPGlite(dataDir);
});
afterAll(async () => {
  await pglite.close();
  await rm(folder, { recursive: true });
});

test('a directory that is lost while it is copied is no backup', async () => {
  const answers = [true, false];
  const backup = backUp({ pglite, dataDir, isHeld: () => answers.shift()! }, join(folder, 'copy'), undefined);
  await expect(backup).rejects.toMatchObject({
    code: 'STORE_OPERATION_FAILED',
    message: expect.stringContaining('was removed or moved'),
  });
  expect(answers).toEqual([]);
  expect(await readdir(folder)).toEqual(['data']);
});

const isHeld = () => true;
const copyTo = async (...path: string[]) => {
  await backUp({ pglite, dataDir, isHeld }, join(folder, ...path), undefined);
  return (await readdir(join(folder, ...path))).sort();
};

describe('a backup is made', () => {
  let whole: readonly string[];
  beforeAll(async () => {
    whole = (await readdir(dataDir)).sort();
  });

  test('in an empty directory, through which nothing is put beside it', async () => {
    await mkdir(join(folder, 'parent/empty'), { recursive: true });
    const { ino } = await stat(join(folder, 'parent/empty'));
    expect(await copyTo('parent/empty')).toEqual(whole);
    // A mount point cannot be replaced, nor what is in a directory of somebody else's.
    expect((await stat(join(folder, 'parent/empty'))).ino).toBe(ino);
    expect(await readdir(join(folder, 'parent'))).toEqual(['empty']);
  });

  test('in the empty directory that a link points to', async () => {
    await mkdir(join(folder, 'pointed to'));
    await symlink('pointed to', join(folder, 'link'));
    expect(await copyTo('link')).toEqual(whole);
    expect(await readFile(join(folder, 'pointed to/PG_VERSION'), 'utf8')).toBe('18\n');
  });

  test('with a name as long as names can be', async () => {
    expect(await copyTo('ü'.repeat(127))).toEqual(whole);
  });
});

test('a backup is not made inside of the store by way of a link', async () => {
  await symlink(dataDir, join(folder, 'link to data'));
  for (const path of ['link to data/pg_notify', 'link to data/new/copy']) {
    await expect(copyTo(path)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: 'The backup cannot be inside of the store.',
    });
  }
});

test('what somebody put into the directory meanwhile is not replaced, and the copy goes', async () => {
  const target = join(folder, 'meanwhile');
  await mkdir(target);
  const meddling = () => {
    writeFileSync(join(target, 'PG_VERSION'), 'mine');
    return true;
  };
  await expect(backUp({ pglite, dataDir, isHeld: meddling }, target, undefined)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
  expect(await readdir(target)).toEqual(['PG_VERSION']);
  expect(await readFile(join(target, 'PG_VERSION'), 'utf8')).toBe('mine');
});

test('a full disk is called so, whoever notices', () => {
  const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  expect(operationFailed('backup', full)).toMatchObject({ hint: 'Free space, then call it again.' });
});
