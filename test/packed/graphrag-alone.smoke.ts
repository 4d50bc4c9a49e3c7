import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { snippets } from '../contracts/readme-blocks.js';
import { root } from '../contracts/repository.js';
import { type EmptyFolder, filesBelow, installIntoEmptyFolder } from './empty-folder.js';

let folder: EmptyFolder;
beforeAll(async () => {
  folder = await installIntoEmptyFolder(inject('tarballs').filter((path) => path.includes('graphrag')));
});
afterAll(() => folder.remove());

test('graphrag alone brings at most 12 packages of others, and none of ours', () => {
  const brought = folder.installed().filter((name) => name !== '@agentcards/graphrag');
  expect(brought.filter((name) => name.includes('agentcards'))).toEqual([]);
  expect(brought.length, brought.join(' ')).toBeLessThanOrEqual(12);
});

test('no WASM, no native code, no model, no database, and a megabyte or two in all', () => {
  const files = filesBelow(join(folder.path, 'node_modules'));
  expect(files.filter((path) => /\.(wasm|node|so|dylib|dll|onnx|bin|safetensors|gguf)$/.test(path))).toEqual([]);
  expect(folder.installed().filter((name) => /pglite|sqlite|onnx|transformers|tensorflow|drizzle/.test(name))).toEqual(
    [],
  );
});

test('it runs', async () => {
  copyFileSync(join(root, 'examples/readme/graphrag.mjs'), join(folder.path, 'graphrag.mjs'));
  const said = snippets.find(({ path }) => path === 'packages/graphrag/README.md')?.output;
  expect(await folder.run(process.execPath, ['graphrag.mjs'])).toBe(said);
});
