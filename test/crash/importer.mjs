/*
 * Imports the lines of a file into the store of a directory, and says how many chunks it has read:
 *
 *   node importer.mjs DIRECTORY FILE
 */
import { readFileSync, writeSync } from 'node:fs';
import { createAgentCards } from 'agentcards';

const [dataDir, file = ''] = process.argv.slice(2);
const cards = await createAgentCards({ dataDir, embedder: null, retention: { executions: false } });
async function* chunks() {
  for (const line of readFileSync(file, 'utf8').split(/(?<=\n)/)) {
    yield line;
    writeSync(1, '.');
  }
}
await cards.import(chunks());
await cards.close();
