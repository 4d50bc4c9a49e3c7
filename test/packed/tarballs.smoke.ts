import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';
import { root } from '../contracts/repository.js';

const execute = promisify(execFile);
const tarballs = inject('tarballs').map((path) => ({ name: basename(path).replace(/-\d.*$/, ''), path }));

/** Kilobytes that a packed package may have: about half as much again as it has, and a reason for more. */
const budgets = {
  agentcards: 8,
  'agentcards-auth': 90,
  'agentcards-conformance': 70,
  'agentcards-core': 130,
  // The vectors: 30,522 tokens of 256 bytes, which hardly compress.
  'agentcards-embedder-static': 8_100,
  // 115 with the byte code of its kernels for vectors and the words that plans and refusals are read by.
  'agentcards-graphrag': 150,
  'agentcards-mcp-adapter': 20,
  // The cluster that a new store begins with, compressed.
  'agentcards-store-pglite': 1_750,
};

/** Files that a package has besides. */
const more: Readonly<Record<string, readonly string[]>> = {
  'agentcards-embedder-static': [
    'model/LICENSE',
    'model/NOTICE',
    'model/config.json',
    'model/scales.f32',
    'model/vectors.i8',
    'model/vocab.txt',
  ],
  'agentcards-store-pglite': ['dist/cluster.tar.br'],
};

test('every package has a budget', () => {
  expect(tarballs.map(({ name }) => name)).toEqual(Object.keys(budgets));
});

test.each(tarballs)('$name is within its size', ({ name, path }) => {
  expect(statSync(path).size / 1_000).toBeLessThanOrEqual(budgets[name as keyof typeof budgets]);
});

test.each(tarballs)('$name holds what is built, README, licence, and nothing else', async ({ name, path }) => {
  const { stdout } = await execute('tar', ['-tf', path]);
  const files = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().replace(/^package\//, ''));
  expect(files).toEqual(
    expect.arrayContaining(['LICENSE', 'README.md', 'package.json', 'dist/index.js', 'dist/index.d.ts']),
  );
  const others = files.filter((file) => !/^(LICENSE|README\.md|package\.json|dist\/[\w-]+\.(js|d\.ts))$/.test(file));
  expect(others.sort()).toEqual(more[name] ?? []);
});

test.each(tarballs)('publint has nothing to say about $name', async ({ path }) => {
  await check('publint', ['run', path, '--strict']);
});

test.each(tarballs)('attw: the types of $name are right for ESM', async ({ name, path }) => {
  // Exported data has no types.
  const data = more[name] ?? [];
  await check('attw', [path, '--profile', 'esm-only', ...(data.length > 0 ? ['--exclude-entrypoints', ...data] : [])]);
});

/** Rejects with what the program printed when it fails. */
async function check(program: 'publint' | 'attw', args: readonly string[]): Promise<void> {
  const options = { cwd: root, shell: process.platform === 'win32' };
  await execute(join(root, 'node_modules/.bin', program), args, options).catch((error) => {
    throw new Error(`${program} ${args.join(' ')}\n${error.stdout}${error.stderr}`);
  });
}
