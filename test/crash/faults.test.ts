import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expectContents } from '@agentcards/conformance';
import { openPGliteStore } from '@agentcards/store-pglite';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../contracts/fixtures.js';
import { storeFixtures, unpackStoreFixture } from '../contracts/store-fixtures.js';

const program = fileURLToPath(new URL('guest.mjs', import.meta.url));

/** Lets another process use the store; it fails if that has an exit code, or has to be ended because it waits. */
function visit(...given: [dataDir: string, ...user: string[]]): string[] {
  const options = { encoding: 'utf8', timeout: 120_000, killSignal: 'SIGKILL' } as const;
  return execFileSync(process.execPath, [program, ...given], options)
    .trim()
    .split('\n');
}

const empty = (path: string) => truncateSync(path);
const garbage = (path: string) => writeFileSync(path, randomBytes(8_192));

/** The first segment of the log in the directory. */
const segment = (dataDir: string) => join('pg_wal', readdirSync(join(dataDir, 'pg_wal')).sort()[0]!);

/** Which transactions were committed. */
const transactions = (dataDir: string) => join('pg_xact', readdirSync(join(dataDir, 'pg_xact'))[0]!);

test.each([
  { what: 'an empty PG_VERSION', file: () => 'PG_VERSION', damage: empty },
  { what: 'PG_VERSION missing', file: () => 'PG_VERSION', damage: rmSync },
  { what: 'an empty pg_control', file: () => 'global/pg_control', damage: empty },
  { what: 'garbage in pg_control', file: () => 'global/pg_control', damage: garbage },
  { what: 'a log cut off', file: segment, damage: empty },
  { what: 'garbage in the log', file: segment, damage: garbage },
  { what: 'an empty list of transactions', file: transactions, damage: empty },
  { what: 'a list of transactions missing', file: transactions, damage: rmSync },
  { what: 'garbage in the list of tables', file: () => 'base/5/1259', damage: garbage },
])('$what: refused, nothing waits, and all is there once the file is', async ({ file, damage }) => {
  const dataDir = join(await temporaryDirectory(), 'data');
  unpackStoreFixture(storeFixtures.at(-1)!, dataDir);
  const path = join(dataDir, file(dataDir));
  const whole = readFileSync(path);
  damage(path);
  expect(visit(dataDir)).toEqual([expect.stringMatching(/^STORE_OPEN_FAILED /)]);
  expect(readdirSync(dataDir)).not.toContain('agentcards.lock');
  writeFileSync(path, whole);
  await using store = await openPGliteStore({ dataDir });
  await store.migrate();
  await expectContents(store);
});

test('an older pg_control put back: refused, nothing waits, and all is there once the right one is', async () => {
  const dataDir = join(await temporaryDirectory(), 'data');
  const control = join(dataDir, 'global/pg_control');
  expect(visit(dataDir)).toEqual(['done', 'done', 'done', 'done']);
  const older = readFileSync(control);
  expect(visit(dataDir)).toEqual(['done', 'done', 'done', 'done']);
  const right = readFileSync(control);
  writeFileSync(control, older);
  expect(visit(dataDir)).toEqual([expect.stringMatching(/^STORE_OPEN_FAILED .*pg_control.* is older/)]);
  expect(readdirSync(dataDir)).not.toContain('agentcards.lock');
  writeFileSync(control, right);
  expect(visit(dataDir)).toEqual(['done', 'done', 'done', 'done']);
});

test.each([
  { what: 'garbage', damage: garbage },
  { what: 'zeros', damage: (path: string) => writeFileSync(path, Buffer.alloc(8_192)) },
])(
  '$what in the list of transactions is not noticed, since PostgreSQL has no checksums: nothing waits',
  async ({ damage }) => {
    const dataDir = join(await temporaryDirectory(), 'data');
    unpackStoreFixture(storeFixtures.at(-1)!, dataDir);
    damage(join(dataDir, transactions(dataDir)));
    // What is read then may be anything, a coded error too.
    for (const said of visit(dataDir)) expect(said).toMatch(/^(done|[A-Z_]+ .*)$/);
    expect(readdirSync(dataDir)).not.toContain('agentcards.lock');
  },
);

test.each(['removed', 'moved away', 'replaced by that of another process'])(
  'a directory that is %s while the store is open: a coded error before anything is acknowledged, and an end',
  async (what) => {
    const dataDir = join(await temporaryDirectory(), 'data');
    const store = await openPGliteStore({ dataDir });
    await store.migrate();
    await store.config.set('key', 'before');
    if (what === 'removed') rmSync(dataDir, { recursive: true });
    else renameSync(dataDir, `${dataDir}-moved`);
    await using other = what.startsWith('replaced') ? await openPGliteStore({ dataDir }) : undefined;
    await other?.migrate();
    await other?.config.set('key', 'of the other');

    const gone = { code: 'STORE_OPERATION_FAILED', message: expect.stringContaining('was removed or moved') };
    for (let number = 0; number < 3; number++) {
      await expect(store.config.set('key', `after ${number}`)).rejects.toMatchObject(gone);
      await expect(store.config.get('key')).rejects.toMatchObject(gone);
    }
    await expect(store.backup(`${dataDir}-copy`)).rejects.toMatchObject(gone);
    expect(readdirSync(join(dataDir, '..')).filter((name) => name.startsWith('data-copy'))).toEqual([]);
    const control = join(dataDir, 'global/pg_control');
    const before = other && readFileSync(control);
    await store.close();
    expect(other && readFileSync(control)).toEqual(before);

    expect(await other?.config.get('key')).toBe(other && 'of the other');
    expect(existsSync(dataDir)).toBe(other !== undefined);
    if (what !== 'moved away') return;
    await using back = await openPGliteStore({ dataDir: `${dataDir}-moved` });
    await back.migrate();
    expect(await back.config.get('key')).toBe('before');
  },
);

test.each(['spaces, ünïcode 数据', `'single', "double" and \`back\``, 'a#b?c%20d%'])(
  'a path with %s is a path as any other',
  async (name) => {
    const folder = await temporaryDirectory();
    expect(visit(join(folder, name))).toEqual(['done', 'done', 'done', 'done']);
    expect(readdirSync(folder)).toEqual([name]);
  },
);

test("a directory of another user's: refused, and nothing waits", async ({ skip }) => {
  if (process.getuid?.() !== 0) skip('only root can become another user');
  const dataDir = await temporaryDirectory();
  expect(visit(dataDir, 'nobody')).toEqual([expect.stringMatching(/^STORE_OPEN_FAILED .*EACCES/)]);
  expect(readdirSync(dataDir)).toEqual([]);
});

test('a name longer than the file system takes is refused', async () => {
  const dataDir = join(await temporaryDirectory(), 'x'.repeat(300));
  expect(visit(dataDir)).toEqual([expect.stringMatching(/^STORE_OPEN_FAILED .*ENAMETOOLONG/)]);
});
