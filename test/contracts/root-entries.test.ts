import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { entriesOf, packageFolders, readManifest, root } from './repository.js';

/** Compares what an import could leave a mark on before and after it, and then has nothing left to do. */
const probe = `
  import { deepStrictEqual } from 'node:assert';
  const prototypes = [Object, Array, Map, Promise, String, Function, Error].flatMap((type) => [type, type.prototype]);
  const state = () => ({
    globals: Reflect.ownKeys(globalThis).map(String).sort(),
    prototypes: prototypes.map((owner) => Reflect.ownKeys(owner).map(String).join()),
    listeners: process.eventNames().map(String).sort(),
    // Reading the files of the import itself may still be ending.
    keptAliveBy: process.getActiveResourcesInfo().filter((name) => name !== 'CloseReq' && !name.startsWith('FSReq')),
    environment: { ...process.env },
    stackTraceLimit: Error.stackTraceLimit,
  });
  const before = state();
  await import(process.argv[1]);
  deepStrictEqual(state(), before);
`.trim();

const entries = packageFolders.map((folder) => [readManifest(folder).name, rootEntry(folder)] as const);

test.each(entries)('importing %s leaves no mark and lets the process end', (_, path) => {
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', probe, pathToFileURL(path).href], {
    cwd: root,
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect(child).toMatchObject({ status: 0, stdout: '', stderr: '' });
});

function rootEntry(folder: string): string {
  return entriesOf(folder).find(({ name }) => name === 'index')!.javascript;
}
