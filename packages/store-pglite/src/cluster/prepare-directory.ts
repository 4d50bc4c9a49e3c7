import { lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentCardsError } from '@agentcards/core';
import { builtCluster } from './cluster-image.js';
import { createCluster } from './create-cluster.js';
import { lastFileName, moveIntoPlace } from './move-into-place.js';
import { tarEntries } from './tar-entries.js';

/** The folder in which a cluster is being written. What is in it is nobody else's, and never in use. */
const creatingName = 'agentcards.creating';
/** What that folder is called once all of it is written, while its entries are moved to where they belong. */
const createdName = 'agentcards.created';

/** What does not keep a new store out of a directory: what is ours, and what file systems put there. */
const harmless = new RegExp(`^(agentcards\\.lock.*|${creatingName}|lost\\+found|\\..*)$`);

/**
 * Refuses a directory with something of somebody else's in it, before anything is written: the files of a cluster of which
 * some are missing may be a backup that is being put back.
 * @throws AgentCardsError `STORE_OPEN_FAILED`
 */
export function assertOwnDirectory(directory: string): void {
  const entries = readdirSync(directory);
  if (entries.length > 0) assertNoMark(directory, entries);
  if (entries.includes(lastFileName) || entries.includes(createdName)) return;
  const foreign = entries.find((entry) => !harmless.test(entry));
  if (foreign === undefined) return;
  if (entries.includes('base') && entries.includes('global')) throw incomplete(directory, lastFileName);
  throw openFailed(directory, `${directory} holds something other than a store: ${foreign}.`, {
    hint: 'Give the store a directory of its own.',
  });
}

/**
 * Creates a cluster in a locked directory that has none, or one whose creation was interrupted: that goes on or starts anew,
 * at whatever moment the process was killed. It is written into a folder of its own and moved out of that once it is whole, so
 * nothing is removed or replaced but what is in that folder.
 *
 * Removes PostgreSQL's own lock file, which counts for nothing beside ours: empty, as a kill while it is written leaves it,
 * it would never let PostgreSQL start again.
 * @throws AgentCardsError `STORE_OPEN_FAILED`
 */
export async function prepareDirectory(directory: string, newCluster = builtOrCreated): Promise<void> {
  const [creating, created] = [join(directory, creatingName), join(directory, createdName)];
  const entries = readdirSync(directory);
  if (!entries.includes(lastFileName)) {
    if (!entries.includes(createdName)) {
      const cluster = await newCluster();
      await rm(creating, { recursive: true, force: true });
      writeCluster(cluster, creating);
      await rename(creating, created);
    }
    const inTheWay = moveIntoPlace(created, directory);
    if (inTheWay !== undefined) throw incomplete(directory, lastFileName);
  }
  for (const left of [creating, created, join(directory, 'postmaster.pid')]) {
    await rm(left, { recursive: true, force: true });
  }
}

function writeCluster(cluster: Uint8Array, folder: string): void {
  mkdirSync(folder, { mode: 0o700 });
  for (const { path, content } of tarEntries(cluster)) {
    // With the permissions that PostgreSQL gives its files. One by one is faster than many promises.
    if (content) writeFileSync(join(folder, path), content, { mode: 0o600 });
    else mkdirSync(join(folder, path), { mode: 0o700 });
  }
}

/** A file of that name was the mark of earlier versions: what of the rest they had written nobody can tell. */
function assertNoMark(directory: string, entries: readonly string[]): void {
  // Alone it marks a start that had written nothing yet.
  if (entries.every((entry) => harmless.test(entry))) return;
  if (!lstatSync(join(directory, creatingName), { throwIfNoEntry: false })?.isFile()) return;
  throw openFailed(directory, `An earlier version was interrupted while it created the store in ${directory}.`, {
    hint: `Empty the directory; or, if a backup has been put into it since, delete ${creatingName} there.`,
  });
}

/** The error for a directory that has files of a store, but not all of them. */
export function incomplete(directory: string, missing: string, cause?: Error): AgentCardsError {
  return openFailed(directory, `${missing} is missing in ${directory}, where other files of a store are.`, {
    hint: 'Put back all files of the directory, as they were at one time, or a backup.',
    cause,
  });
}

function openFailed(
  dataDir: string,
  message: string,
  more: { readonly hint: string; readonly cause?: Error | undefined },
): AgentCardsError {
  return new AgentCardsError('STORE_OPEN_FAILED', message, { ...more, details: { dataDir } });
}

async function builtOrCreated(): Promise<Uint8Array> {
  return (await builtCluster()) ?? createCluster();
}
