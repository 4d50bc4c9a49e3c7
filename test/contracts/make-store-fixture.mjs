/*
 * Keeps a store as it is written now, for the versions to come: run once for every release with new migrations. Fills a
 * store with `fillStore` and `fillUsers`, and packs its directory into packages/store-pglite/fixtures/<last migration>.tar.br:
 *
 *   node test/contracts/make-store-fixture.mjs [URL of the dist folder of another version of the store, which has users]
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { fillStore } from '@agentcards/conformance';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { fillUsers } from './older-users.mjs';

const version = process.argv[2];
const { openPGliteStore } = await import(version ? `${version}/index.js` : '@agentcards/store-pglite');
const { createUserStore } = await import(version ? `${version}/users.js` : '@agentcards/store-pglite/users');
const dataDir = mkdtempSync(join(tmpdir(), 'agentcards-fixture-'));
const store = await openPGliteStore({ dataDir, dimensions: 3 });
await store.migrate();
await fillStore(store);
await fillUsers(createUserStore(store));
await store.close();

// Smaller: without the databases that nothing reads, and with a log that is empty instead of used again.
const database = await PGlite.create({ dataDir, extensions: { vector } });
await database.exec('UPDATE pg_database SET datistemplate = false');
for (const template of ['template0', 'template1']) await database.exec(`DROP DATABASE IF EXISTS ${template}`);
for (const statement of ['SET wal_recycle = off', 'SELECT pg_switch_wal()', 'CHECKPOINT'])
  await database.exec(statement);
const { rows } = await database.query('SELECT name FROM agentcards_migration ORDER BY position DESC LIMIT 1');
await database.close();

const folder = new URL('../../packages/store-pglite/fixtures/', import.meta.url);
mkdirSync(folder, { recursive: true });
const tar = execFileSync('tar', ['-cf', '-', '-C', dataDir, '.'], { maxBuffer: 2 ** 30 });
const params = { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_QUALITY]: 11 };
writeFileSync(new URL(`${rows[0].name}.tar.br`, folder), brotliCompressSync(tar, { params }));
rmSync(dataDir, { recursive: true });
