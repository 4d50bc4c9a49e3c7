/*
 * Records 50 executions, then makes one backup after the other, each named once it is done, until it is killed:
 *
 *   node backups.mjs DIRECTORY
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { openPGliteStore } from '@agentcards/store-pglite';
import { createAgentCards } from 'agentcards';
import { catalogue, executionOf } from './workload.mjs';

const directory = process.argv[2] ?? '';
const store = await openPGliteStore({ dataDir: join(directory, 'data') });
const cards = await createAgentCards({ store, embedder: null, retention: { executions: false } });
await cards.tools.sync(catalogue);
for (let number = 0; number < 50; number++) await cards.record(executionOf(number));
for (let copy = 0; ; copy++) {
  await store.backup(join(directory, `copy ${copy}`));
  writeSync(1, `copy ${copy}\n`);
}
