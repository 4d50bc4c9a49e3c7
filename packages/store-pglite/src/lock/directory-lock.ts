import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync, type Stats, statSync, writeSync } from 'node:fs';
import { link, lstat, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentCardsError } from '@agentcards/core';
import { identifyThisProcess, isRunning, type ProcessIdentity } from './process-identity.js';

export const lockFileName = 'agentcards.lock';

export interface DirectoryLock {
  /** Whether it is there still: whoever removes or moves the directory, or deletes the lock, ends it. */
  isHeld(): boolean;
  /** Also of a directory that was moved: who opens it where it is now finds it free. Idempotent. */
  release(): Promise<void>;
}

/** What a lock file says of its holder. */
interface Holder extends ProcessIdentity {
  /** Whether it let go of the lock where it could not find the file to remove it. */
  readonly released?: boolean | undefined;
}

/** The steps of the file system that decide who has a lock. */
export type DecidingSteps = Readonly<Record<'link' | 'rename', (from: string, to: string) => Promise<void>>>;

/**
 * Takes the directory for this process, by a file in it that names the process. PGlite itself would let a second
 * process in, and both would lose data without an error.
 *
 * The lock of a process that is certainly gone is taken over. A lock file that cannot be read is never: it may be of a
 * program to come, and its owner alive.
 * @param holderRuns Judges the holder of a lock that is found.
 * @throws AgentCardsError `STORE_LOCKED`; what a step of the file system failed with, which has taken nothing then
 */
export async function lockDirectory(
  directory: string,
  holderRuns = isRunning,
  steps: DecidingSteps = { link, rename },
): Promise<DirectoryLock> {
  return acquire(join(directory, lockFileName), await identifyThisProcess(), holderRuns, steps);
}

async function acquire(
  path: string,
  self: ProcessIdentity,
  holderRuns: typeof isRunning,
  steps: DecidingSteps,
): Promise<DirectoryLock> {
  const mine = `${JSON.stringify({ ...self, token: randomUUID() })}\n`;
  for (;;) {
    if (await create(path, mine, steps.link)) return taken(path, mine);
    const found = await read(path);
    if (found === undefined) continue;
    const holder = parseHolder(found, path);
    if (!holder.released && (await holderRuns(holder, self))) throw locked(path, holder, self);
    // Whoever judged the same holder dead competes for a lock of its own, and looks again once it has that: the dead
    // lock is replaced once, and never the lock of the one who replaced it.
    const takeover = await acquire(`${path}.takeover`, self, holderRuns, steps);
    try {
      if ((await read(path)) !== found) continue;
      await publish(path, mine, steps.rename);
      return taken(path, mine);
    } finally {
      // One that stays says who has the lock, which is true, and ends with this process.
      await takeover.release().catch(() => {});
    }
  }
}

/** Creates the file with its whole content at once; false when there is one. */
async function create(path: string, content: string, step: DecidingSteps['link']): Promise<boolean> {
  try {
    await publish(path, content, step);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Puts the file there with its whole content at once. Where the step fails, the file says whether it was done: NFS
 * asks again when an answer is lost, and a link that was made is refused then because it is there, a rename because
 * its source is not.
 */
async function publish(path: string, content: string, step: DecidingSteps['link']): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, content, { flag: 'wx' });
    await step(draft, path);
  } catch (error) {
    if ((await read(path).catch(() => undefined)) !== content) throw error;
  } finally {
    // One that stays is in nobody's way.
    await rm(draft, { force: true }).catch(() => {});
  }
}

/**
 * Whether the file is there with this content. In one turn, and by reading it only where it is another than when it was
 * read last: it is asked around every transaction. What cannot be read, for want of handles, counts as there.
 */
function watch(path: string, mine: string): () => boolean {
  let known: Stats | undefined;
  return () => {
    try {
      const found = statSync(path);
      if (known !== undefined && isSame(found, known)) return true;
      if (readFileSync(path, 'utf8') !== mine) return false;
      known = found;
      return true;
    } catch (error) {
      return !['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
    }
  };
}

/** A file that takes the place of another has a number of its own, or was changed later where it got that of the other. */
function isSame(one: Stats, other: Stats): boolean {
  return one.ino === other.ino && one.dev === other.dev && one.ctimeMs === other.ctimeMs && one.size === other.size;
}

function taken(path: string, mine: string): DirectoryLock {
  const file = openFile(path);
  let released: Promise<void> | undefined;
  const release = async () => {
    try {
      if ((await read(path)) === mine) await rm(path);
      else if (file !== undefined) markReleased(file, mine);
    } finally {
      if (file !== undefined) closeSync(file);
    }
  };
  return {
    isHeld: watch(path, mine),
    release() {
      released ??= release();
      return released;
    },
  };
}

/**
 * A handle goes with the file wherever the directory is moved. By number: one that is forgotten with its store is no
 * warning of the runtime's. Without it, for want of handles, only what is still at its path can be released.
 */
function openFile(path: string): number | undefined {
  try {
    return openSync(path, 'r+');
  } catch {
    return undefined;
  }
}

/** Says in the file, unless it is another's by now, that it is nobody's: it cannot be removed by its handle. */
function markReleased(file: number, mine: string): void {
  if (readFileSync(file, 'utf8') !== mine) return;
  // Longer than what it replaces, in one step: nobody reads a half of it.
  const released: Holder & { readonly token: string } = { ...JSON.parse(mine), released: true };
  writeSync(file, `${JSON.stringify(released)}\n`, 0);
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    // A link to nothing is there, as whoever creates the file is told, and has nothing to say.
    const there = await lstat(path).catch(() => undefined);
    return there?.isSymbolicLink() ? '' : undefined;
  }
}

function parseHolder(content: string, path: string): Holder {
  try {
    const holder = JSON.parse(content) as Holder;
    if (Number.isInteger(holder.pid) && holder.pid > 0) return holder;
  } catch {
    // Said below.
  }
  throw new AgentCardsError('STORE_LOCKED', `The lock file ${path} does not say which process holds the store.`, {
    hint: 'If no process uses the store, delete the file.',
    details: { lockFile: path },
  });
}

function locked(path: string, holder: ProcessIdentity, self: ProcessIdentity): AgentCardsError {
  const { pid, host } = holder;
  const [who, hint] = describeHolder(holder, self);
  return new AgentCardsError('STORE_LOCKED', `${who} has the store open; its lock is ${path}.`, {
    hint,
    details: { lockFile: path, pid, host },
  });
}

function describeHolder(holder: ProcessIdentity, self: ProcessIdentity): readonly [who: string, hint: string] {
  const { pid, host, pidNamespace } = holder;
  const otherwise = 'Close the store there, or open another directory.';
  if (host !== self.host || pidNamespace === self.pidNamespace) {
    const isSelf = host === self.host && pid === self.pid && holder.started === self.started;
    return isSelf
      ? [`This process (${pid})`, `${otherwise} If a worker thread ended without closing it, delete the lock.`]
      : [`Process ${pid} on ${host}`, `${otherwise} If that process is gone for certain, delete the lock.`];
  }
  return [
    `Process ${pid} of another container on ${host}, which cannot be seen from here,`,
    `${otherwise} If that container is gone, or is this one before it was started again, delete the lock.`,
  ];
}
