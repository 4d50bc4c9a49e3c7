/*
 * Opens the store of a directory, brings it to this version, writes a value and closes it. Says for each of these
 * `done`, or the code and the text of its error. Where a user is named, it is theirs:
 *
 *   node guest.mjs DIRECTORY [USER]
 */
import { writeSync } from 'node:fs';
import { openPGliteStore } from '@agentcards/store-pglite';

/** @param {Promise<unknown>} work */
async function say(work) {
  const said = await work.then(
    () => 'done',
    ({ code, message, hint }) => `${code} ${message} ${hint}`,
  );
  writeSync(1, `${said}\n`);
  return said === 'done';
}

if (process.argv[3]) process.setuid?.(process.argv[3]);
const opening = openPGliteStore({ dataDir: process.argv[2] });
if (await say(opening)) {
  const store = await opening;
  if (await say(store.migrate())) await say(store.config.set('key', 'a secret'));
  await say(store.close());
}
