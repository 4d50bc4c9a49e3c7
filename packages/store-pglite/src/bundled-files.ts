import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { AgentCardsError } from '@agentcards/core';
import { vector } from '@electric-sql/pglite-pgvector';

const vectorFile = 'vector.tar.gz';
/** What PGlite reads from beside its code. */
const ofPGlite = ['pglite.data', 'pglite.wasm', 'initdb.wasm'] as const;

/**
 * In a bundle of the user's, files are looked for beside the bundle. Asked before PGlite starts: it reads them in promises
 * that nobody holds, and one that is missing would end the process, whoever catches what.
 * @throws AgentCardsError `STORE_OPEN_FAILED`
 */
export async function assertBundledFiles(): Promise<void> {
  // It reads neither argument: where its file lies is known to its own module alone.
  const { bundlePath } = await vector.setup(undefined as never, {});
  if (bundlePath?.protocol === 'file:')
    await assertFilesBeside(new URL('.', bundlePath), new URL('.', import.meta.url));
}

/** @param ours Where this module lies: in the folder of the extension it lies in a bundle alone, with PGlite. */
export async function assertFilesBeside(ofExtension: URL, ours: URL): Promise<void> {
  const files = ofExtension.href === ours.href ? [vectorFile, ...ofPGlite] : [vectorFile];
  const found = await Promise.all(
    files.map((file) =>
      access(new URL(file, ofExtension)).then(
        () => true,
        () => false,
      ),
    ),
  );
  const missing = files.filter((_file, index) => !found[index]);
  if (missing.length === 0) return;
  const folder = fileURLToPath(ofExtension);
  throw new AgentCardsError('STORE_OPEN_FAILED', `PGlite cannot start: ${folder} lacks ${missing.join(', ')}.`, {
    hint: `Who bundles this package copies ${vectorFile} of @electric-sql/pglite-pgvector and ${ofPGlite.join(', ')} of @electric-sql/pglite, each from its folder dist, beside the bundle.`,
    details: { missing },
  });
}
