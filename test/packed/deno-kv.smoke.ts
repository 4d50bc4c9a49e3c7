import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type EmptyFolder, installIntoEmptyFolder } from './empty-folder.js';

let folder: EmptyFolder | undefined;
let absent: string | undefined;
beforeAll(async () => {
  const ours = inject('tarballs').filter((path) => /agentcards-(auth|conformance|core)-\d/.test(path));
  try {
    folder = await installIntoEmptyFolder([...ours, 'deno@2.9.6']);
  } catch (error) {
    if (process.env.CI) throw error;
    absent = `Deno could not be installed: ${error}`;
    return;
  }
  copyFileSync(join(import.meta.dirname, 'deno-kv.mjs'), join(folder.path, 'deno-kv.mjs'));
});
afterAll(() => folder?.remove());

test.for(['kv.sqlite', ':memory:'])(
  'Deno KV at %s keeps every promise of a key-value store',
  async (path, { skip }) => {
    if (absent) skip(absent);
    const args = ['run', '--allow-all', '--no-prompt', '--unstable-kv', 'deno-kv.mjs', path];
    const { results, passed } = JSON.parse(await folder!.run(join(folder!.path, 'node_modules/.bin/deno'), args));
    expect(results.length).toBeGreaterThan(20);
    expect(results.filter(({ outcome }: { outcome: string }) => outcome !== 'kept')).toEqual([]);
    expect(passed, 'of 100 at the limit of 10').toBe(10);
  },
);
