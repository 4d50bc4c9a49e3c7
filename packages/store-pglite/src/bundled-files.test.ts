import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { assertBundledFiles, assertFilesBeside } from './bundled-files.js';

async function folderWith(...files: string[]): Promise<URL> {
  const folder = await mkdtemp(join(tmpdir(), 'agentcards-bundle-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const file of files) await writeFile(join(folder, file), '');
  return pathToFileURL(folder + sep);
}

const ofPGlite = ['pglite.data', 'pglite.wasm', 'initdb.wasm'];
const elsewhere = new URL('file:///elsewhere/');

test('installed packages lack nothing', async () => {
  await assertBundledFiles();
  await assertFilesBeside(await folderWith('vector.tar.gz'), elsewhere);
});

test('of a bundle every file that is missing is named, and where it has to be', async () => {
  const refused = (missing: readonly string[]) => ({ code: 'STORE_OPEN_FAILED', details: { missing } });
  const [empty, half, whole] = await Promise.all([
    folderWith(),
    folderWith('vector.tar.gz', 'pglite.data'),
    folderWith('vector.tar.gz', ...ofPGlite),
  ]);
  await expect(assertFilesBeside(empty, empty)).rejects.toMatchObject(refused(['vector.tar.gz', ...ofPGlite]));
  await expect(assertFilesBeside(empty, elsewhere)).rejects.toMatchObject(refused(['vector.tar.gz']));
  await expect(assertFilesBeside(half, half)).rejects.toMatchObject({
    ...refused(['pglite.wasm', 'initdb.wasm']),
    hint: expect.stringContaining('beside the bundle'),
  });
  await assertFilesBeside(whole, whole);
});
