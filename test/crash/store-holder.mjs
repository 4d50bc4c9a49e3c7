/*
 * Opens the store of a directory, brings it to this version and holds it until its input ends. Says `opened`, or the
 * code of the refusal:
 *
 *   node store-holder.mjs DIRECTORY
 */
import { once } from 'node:events';
import { openPGliteStore } from '@agentcards/store-pglite';

try {
  const store = await openPGliteStore({ dataDir: process.argv[2] });
  await store.migrate();
  console.log('opened');
  process.stdin.resume();
  await once(process.stdin, 'end');
  await store.close();
} catch (error) {
  console.log(error.code);
}
