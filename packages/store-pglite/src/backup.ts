import { cp, mkdir, mkdtemp, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { AgentCardsError } from '@agentcards/core';
import type { PGlite } from '@electric-sql/pglite';
import { assertNotAborted } from './aborted.js';
import { operationFailed } from './failures.js';
import { assertHeld } from './lock/assert-held.js';
import { lockFileName } from './lock/directory-lock.js';

export interface BackupSource {
  readonly pglite: PGlite;
  readonly dataDir: string;
  /** Whether what is at `dataDir` is still what this process has open. */
  readonly isHeld: () => boolean;
}

/**
 * Copies the files of a running store, after a checkpoint and inside of a transaction: PostgreSQL in one process writes
 * nothing while it runs no statement. The copy is in the place of its name only once it is whole.
 * @throws AgentCardsError `INVALID_INPUT` | `ABORTED` | `STORE_OPERATION_FAILED`
 */
export async function backUp(
  { pglite, dataDir, isHeld }: BackupSource,
  path: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const target = await freeDirectory(dataDir, path);
  const locks = join(dataDir, lockFileName);
  let partial: string | undefined;
  try {
    await mkdir(dirname(target), { recursive: true });
    // Of a name that nobody has: what a killed backup left is not ours to judge.
    const draft = await mkdtemp(`${target}.partial-`);
    partial = draft;
    await pglite.transaction(async (raw) => {
      assertHeld(isHeld);
      await raw.exec('CHECKPOINT');
      const filter = (source: string) => {
        signal?.throwIfAborted();
        return !source.startsWith(locks);
      };
      await cp(dataDir, draft, { recursive: true, filter });
      // Of a directory that was replaced meanwhile, the copy is of somebody else's.
      assertHeld(isHeld);
    });
    // Not every system replaces an empty directory; one that has been filled meanwhile stays.
    await rmdir(target).catch(ignoreAbsence);
    await rename(draft, target);
  } catch (error) {
    if (partial !== undefined) await rm(partial, { recursive: true, force: true });
    assertNotAborted(signal);
    throw operationFailed('backup', error);
  }
}

/** @throws AgentCardsError `INVALID_INPUT` */
async function freeDirectory(dataDir: string, path: string): Promise<string> {
  const problem = (what: string) =>
    new AgentCardsError('INVALID_INPUT', `The backup ${what}.`, {
      hint: 'Give it the path of a directory of its own, which does not exist or is empty.',
    });
  if (typeof path !== 'string' || path === '') throw problem('needs the path of a directory');
  const target = resolve(path);
  if (`${target}${sep}`.startsWith(`${dataDir}${sep}`)) throw problem('cannot be inside of the store');
  const entries = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw problem(`cannot be made there (${error.code})`);
  });
  if (entries.length > 0) throw problem('would overwrite what is in its directory');
  return target;
}

function ignoreAbsence(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
