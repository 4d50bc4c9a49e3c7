/*
 * Records executions until it is killed, four at a time, and acknowledges each once its promise has resolved:
 *
 *   node recorder.mjs DIRECTORY FIRST_NUMBER
 */
import { writeSync } from 'node:fs';
import { createAgentCards } from 'agentcards';
import { catalogue, executionOf } from './workload.mjs';

const [dataDir, first] = process.argv.slice(2);
let next = Number(first);
const cards = await createAgentCards({ dataDir, retention: { executions: false } });
await cards.tools.sync(catalogue);
writeSync(1, 'ready\n');

async function record() {
  for (;;) {
    const number = next++;
    await cards.record(executionOf(number));
    // Written at once: what waits in a buffer would die with the process.
    writeSync(1, `${number}\n`);
  }
}

await Promise.all(Array.from({ length: 4 }, record));
