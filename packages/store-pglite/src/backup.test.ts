import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backUp } from './backup.js';
import { prepareDirectory } from './cluster/prepare-directory.js';
import { startPGlite } from './connection.js';

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
