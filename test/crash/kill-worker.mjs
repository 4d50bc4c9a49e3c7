/*
 * Does one kind of work on a store, says what it has been promised, and waits for its end. Exits by itself in the middle
 * of the work when its input says so:
 *
 *   node kill-worker.mjs DIRECTORY start|sync|record|reembed|forget|close FIRST_NUMBER
 *
 * "begin" and "end" enclose the work. FIRST_NUMBER is that of the first execution to record, or to forget.
 */
import { writeSync } from 'node:fs';
import { openPGliteStore } from '@agentcards/store-pglite';
import { createAgentCards } from 'agentcards';
import { manyTools, slowEmbedder } from './vectors.mjs';
import { catalogue, executionOf } from './workload.mjs';

const [dataDir, phase, number] = process.argv.slice(2);
const first = Number(number);
process.stdin.once('data', () => process.exit(3));

/** Written at once: what waits in a buffer would die with the process. @param {string} line */
const say = (line) => writeSync(1, `${line}\n`);

/** @param {number} count */
async function record(count) {
  let next = first;
  const lane = async () => {
    while (next < first + count) {
      const number = next++;
      await cards.record(executionOf(number));
      say(`recorded ${number}`);
    }
  };
  await Promise.all(Array.from({ length: 4 }, lane));
}

/** @type {Record<string, () => Promise<unknown>>} */
const works = {
  async sync() {
    await cards.tools.sync({ ...manyTools, server: 'many' });
    say('synced');
    await cards.tools.embedded();
    say('embedded');
  },
  record: () => record(400),
  async reembed() {
    await cards.tools.reembed(slowEmbedder('newer'));
    say('reembedded');
  },
  async forget() {
    for (let number = first; number < first + 12; number++) {
      await cards.forget({ executions: [executionOf(number).id] });
      say(`forgot ${number}`);
      if (number % 4 === 0) await cards.rebuild();
    }
  },
  close: () => cards.close(),
};

if (phase === 'start') say('begin');
const store = await openPGliteStore({ dataDir, dimensions: slowEmbedder('old').dimensions });
await store.migrate();
if (phase === 'start') say('end');

const embedding = { batchSize: 8, writeIntervalMs: 20 };
// The workload's executions are of a fixed day, which is too old by the clock of the machine.
const retention = { executions: false };
const embedder = phase === 'sync' ? slowEmbedder('old') : null;
const cards = await createAgentCards({ store, embedder, embedding, retention });
if (phase !== 'sync' && phase !== 'start') await cards.tools.sync(catalogue);
if (phase === 'close') await record(8);
if (phase !== 'start') {
  say('begin');
  await works[phase]();
  say('end');
}
