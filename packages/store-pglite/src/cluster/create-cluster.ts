import { startPGlite } from '../connection.js';
import { allMigrations } from '../migrations/all-migrations.js';
import { applyMigrations } from '../migrations/apply-migrations.js';

/** Makes a new cluster, applies the migrations, and returns its files as a tar archive. */
export async function createCluster(): Promise<Uint8Array> {
  const pglite = await startPGlite('memory://');
  try {
    await pglite.transaction((transaction) => applyMigrations(transaction, allMigrations));
    // Nothing connects to these or copies them here: two thirds of the files that every new store would have to write.
    await pglite.exec('UPDATE pg_database SET datistemplate = false');
    for (const template of ['template0', 'template1']) await pglite.exec(`DROP DATABASE ${template}`);
    await pglite.exec('CHECKPOINT');
    return new Uint8Array(await (await pglite.dumpDataDir('none')).arrayBuffer());
  } finally {
    await pglite.close();
  }
}
