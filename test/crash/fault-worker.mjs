/*
 * Opens the store of a directory and writes values of 1,500 random characters under one key, on and on, until it cannot;
 * then once more, and closes the store. Says each number that was written, or the code of the error:
 *
 *   node fault-worker.mjs DIRECTORY
 */
import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { openPGliteStore } from '@agentcards/store-pglite';

/** @param {Promise<unknown>} work @param {string} done */
async function say(work, done) {
  const said = await work.then(
    () => done,
    ({ code }) => code,
  );
  writeSync(1, `${said}\n`);
  return said === done;
}

const opening = openPGliteStore({ dataDir: process.argv[2] });
if (await say(opening, 'opened')) {
  const store = await opening;
  const write = (/** @type {number} */ number) =>
    say(store.config.set('key', `${number} ${randomBytes(750).toString('hex')}`), String(number));
  if (await say(store.migrate(), 'migrated')) {
    let number = 0;
    while (await write(number)) number++;
    await write(number);
  }
  await say(store.close(), 'closed');
}
