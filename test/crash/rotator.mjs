/*
 * Wraps the secrets of a directory anew while it writes others, and says what it has done:
 *
 *   node rotator.mjs DIRECTORY
 *
 * A line `rewrapped N` after each page, and a line `set USER NAME ROUND` after each value that the vault has acknowledged.
 */
import { writeSync } from 'node:fs';
import { createSecretVault } from '@agentcards/auth';
import { openPGliteStore } from '@agentcards/store-pglite';
import { createUserStore } from '@agentcards/store-pglite/users';
import { secondThenFirst, secretNames } from './rotation.mjs';

const [dataDir] = process.argv.slice(2);
const store = await openPGliteStore({ dataDir });
await store.migrate();
const vault = createSecretVault({ store: createUserStore(store).secrets, keys: secondThenFirst });
const say = (line) => writeSync(1, `${line}\n`);

let over = false;
async function write() {
  for (let round = 1; !over; round += 1) {
    const name = secretNames[(round * 37) % secretNames.length];
    await vault.set(name, `${process.pid} ${round}`);
    say(`set ${JSON.stringify([name.userId, name.name, `${process.pid} ${round}`])}`);
  }
}
const writing = write();
await vault.rotate({ pageSize: 10, onProgress: ({ rewrapped }) => say(`rewrapped ${rewrapped}`) });
over = true;
await writing;
await store.close();
