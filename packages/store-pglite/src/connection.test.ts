import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { mkdtemp, rename, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { abandon } from './abandon.js';
import { prepareDirectory } from './cluster/prepare-directory.js';
import { startPGlite } from './connection.js';

function openFilesBelow(directory: string): string[] {
  return readdirSync('/proc/self/fd').flatMap((handle) => {
    try {
      const file = readlinkSync(join('/proc/self/fd', handle));
      return file.startsWith(directory) ? [file] : [];
    } catch {
      return [];
    }
  });
}

test('a start that fails leaves no file open', async ({ skip }) => {
  if (!existsSync('/proc/self/fd')) skip('nothing says here which files are open');
  const directory = await mkdtemp(join(tmpdir(), 'agentcards-start-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  await prepareDirectory(directory);
  await rename(join(directory, 'pg_xact'), join(directory, 'elsewhere'));
  await expect(startPGlite(directory)).rejects.toThrow();
  expect(openFilesBelow(directory)).toEqual([]);
  await rename(join(directory, 'elsewhere'), join(directory, 'pg_xact'));
  await truncate(join(directory, 'global/pg_control'), 100);
  await expect(startPGlite(directory)).rejects.toThrow();
  expect(openFilesBelow(directory)).toEqual([]);
});

test('a database that is abandoned leaves the exit code of the process as it is', async () => {
  const pglite = await startPGlite('memory://');
  onTestFinished(() => {
    process.exitCode = undefined;
  });
  process.exitCode = 7;
  abandon(pglite);
  expect(process.exitCode).toBe(7);
});
