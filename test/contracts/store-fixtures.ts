import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { root } from './repository.js';

const folder = join(root, 'packages/store-pglite/fixtures');
const ending = '.tar.br';

/** Names of the stores that earlier versions wrote: each that of the last migration it has, oldest first. */
export const storeFixtures = readdirSync(folder)
  .filter((name) => name.endsWith(ending))
  .map((name) => name.slice(0, -ending.length))
  .sort();

/** Puts the store into a directory that does not exist. */
export function unpackStoreFixture(name: string, dataDir: string): void {
  mkdirSync(dataDir);
  const input = brotliDecompressSync(readFileSync(join(folder, name + ending)));
  execFileSync('tar', ['-xf', '-', '-C', dataDir], { input });
}
