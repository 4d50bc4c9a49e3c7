import { mkdirSync, writeFileSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { builtCluster } from './cluster-image.js';
import { createCluster } from './create-cluster.js';
import { tarEntries } from './tar-entries.js';

/** Is there while a cluster is being created: without it a directory with `PG_VERSION` is whole. */
export const creatingFileName = 'agentcards.creating';

const ofCluster = /^(PG_VERSION|base|global|pg_\w+(\.conf)?|postgresql(\.auto)?\.conf)$/;

/**
 * Creates a cluster in a locked directory that has none, or one whose creation was interrupted: that starts anew, at
 * whatever moment the process was killed. Removes PostgreSQL's own lock file, which counts for nothing beside ours: empty, as
 * a kill while it is written leaves it, it would never let PostgreSQL start again.
 */
export async function prepareDirectory(directory: string, newCluster = builtOrCreated): Promise<void> {
  const entries = await readdir(directory);
  await rm(join(directory, 'postmaster.pid'), { force: true });
  if (entries.includes('PG_VERSION') && !entries.includes(creatingFileName)) return;
  const cluster = await newCluster();
  const marker = join(directory, creatingFileName);
  await writeFile(marker, '');
  for (const entry of entries) if (ofCluster.test(entry)) await rm(join(directory, entry), { recursive: true });
  for (const { path, content } of tarEntries(cluster)) {
    // With the permissions that PostgreSQL gives its files. One by one is faster than many promises.
    if (content) writeFileSync(join(directory, path), content, { mode: 0o600 });
    else mkdirSync(join(directory, path), { mode: 0o700 });
  }
  await rm(marker);
}

async function builtOrCreated(): Promise<Uint8Array> {
  return (await builtCluster()) ?? createCluster();
}
