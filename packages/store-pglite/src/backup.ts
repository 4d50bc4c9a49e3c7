import { cp, mkdtemp, readdir, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { AgentCardsError } from '@agentcards/core';
import type { PGlite } from '@electric-sql/pglite';
import { assertNotAborted } from './aborted.js';
import { moveIntoPlace } from './cluster/move-into-place.js';
import { operationFailed } from './failures.js';
import { assertHeld } from './lock/assert-held.js';
import { lockFileName } from './lock/directory-lock.js';
import { makeDirectory } from './make-directory.js';

export interface BackupSource {
  readonly pglite: PGlite;
  readonly dataDir: string;
  /** Whether what is at `dataDir` is still what this process has open. */
  readonly isHeld: () => boolean;
}

/**
 * Copies the files of a running store, after a checkpoint and inside of a transaction: PostgreSQL in one process writes
 * nothing while it runs no statement. The copy is in its place only once it is whole: beside it until then, or inside of a
 * directory that exists, which may be on a file system of its own or in one where nobody else may write.
 * @throws AgentCardsError `INVALID_INPUT` | `ABORTED` | `STORE_OPERATION_FAILED`
 */
export async function backUp(
  { pglite, dataDir, isHeld }: BackupSource,
  path: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { target, exists } = await freeDirectory(dataDir, path);
  const locks = join(dataDir, lockFileName);
  let partial: string | undefined;
  try {
    if (!exists) await makeDirectory(dirname(target));
    // Of a name that nobody has: what a killed backup left is not ours to judge.
    const draft = await mkdtemp(exists ? join(target, 'partial-') : `${withRoomForMore(target)}.partial-`);
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
    if (!exists) await rename(draft, target);
    else if (moveIntoPlace(draft, target) !== undefined) throw notFree('would overwrite what is in its directory');
  } catch (error) {
    if (partial !== undefined) await rm(partial, { recursive: true, force: true });
    assertNotAborted(signal);
    throw operationFailed('backup', error, 'Check that the path can be written to and has room, then call it again.');
  }
}

interface Target {
  /** Without links. */
  readonly target: string;
  readonly exists: boolean;
}

/** @throws AgentCardsError `INVALID_INPUT` */
async function freeDirectory(dataDir: string, path: string): Promise<Target> {
  if (typeof path !== 'string' || path === '') throw notFree('needs the path of a directory');
  try {
    const target = await withoutLinks(resolve(path));
    if (`${target}${sep}`.startsWith(`${dataDir}${sep}`)) throw notFree('cannot be inside of the store');
    const entries = await readdir(target).catch(undefinedIfAbsent);
    if (entries?.some((entry) => entry !== 'lost+found')) throw notFree('would overwrite what is in its directory');
    return { target, exists: entries !== undefined };
  } catch (error) {
    if (AgentCardsError.isInstance(error)) throw error;
    throw notFree(`cannot be made there (${(error as NodeJS.ErrnoException).code})`);
  }
}

function notFree(what: string): AgentCardsError {
  return new AgentCardsError('INVALID_INPUT', `The backup ${what}.`, {
    hint: 'Give it the path of a directory of its own, which does not exist or is empty.',
  });
}

/** The path with the links of all that there is of it followed. */
async function withoutLinks(path: string): Promise<string> {
  const found = await realpath(path).catch(undefinedIfAbsent);
  return found ?? join(await withoutLinks(dirname(path)), basename(path));
}

/** A name may have 255 bytes. */
function withRoomForMore(path: string): string {
  return join(dirname(path), Buffer.from(basename(path)).subarray(0, 200).toString());
}

function undefinedIfAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
