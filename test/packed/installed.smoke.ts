import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { peerProgram, programs, snippets } from '../contracts/readme-blocks.js';
import { packageFolders, readManifest, root } from '../contracts/repository.js';
import { type EmptyFolder, installIntoEmptyFolder } from './empty-folder.js';

const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const example = JSON.parse(readFileSync(join(root, 'examples/readme/package.json'), 'utf8'));
const tsc = join(root, 'node_modules/typescript/bin/tsc');
const compilerOptions = {
  strict: true,
  skipLibCheck: false,
  exactOptionalPropertyTypes: true,
  target: 'ES2022',
  types: ['node'],
};

let folder: EmptyFolder;
beforeAll(async () => {
  const server = '@modelcontextprotocol/server-memory';
  folder = await installIntoEmptyFolder([
    ...inject('tarballs'),
    `${server}@${example.dependencies[server]}`,
    `@types/node@${devDependencies['@types/node']}`,
  ]);
  for (const name of [...programs, peerProgram]) cpSync(join(root, 'examples/readme', name), join(folder.path, name));
  cpSync(join(root, 'examples/custom-store'), join(folder.path, 'custom-store'), {
    recursive: true,
    filter: (path) => !/node_modules|package\.json$/.test(path),
  });
  cpSync(join(import.meta.dirname, 'consumer/consumer.ts'), join(folder.path, 'consumer.ts'));
});
afterAll(() => folder.remove());

test('each of our packages is there once, and is the packed one', () => {
  const ours = folder.installed().filter((name) => name.includes('agentcards'));
  expect(ours.sort()).toEqual(packageFolders.map((name) => readManifest(name).name).sort());
});

test.each([
  ['nodenext', { module: 'NodeNext', moduleResolution: 'NodeNext' }],
  ['bundler', { module: 'ESNext', moduleResolution: 'Bundler' }],
])('types compile under %s, strictly, declarations included', async (name, modules) => {
  const config = { compilerOptions: { ...compilerOptions, ...modules, noEmit: true }, files: ['consumer.ts'] };
  writeFileSync(join(folder.path, `tsconfig.${name}.json`), JSON.stringify(config));
  await folder.run(process.execPath, [tsc, '-p', `tsconfig.${name}.json`]);
});

test('a store of the user compiles from its TypeScript', async () => {
  const options = { ...compilerOptions, module: 'NodeNext', outDir: 'out', rootDir: '.' };
  writeFileSync(join(folder.path, 'custom-store/tsconfig.json'), JSON.stringify({ compilerOptions: options }));
  await folder.run(process.execPath, [tsc, '-p', 'custom-store']);
});

describe.each([
  ['this Node', undefined],
  ['Node 22', '22.23.3'],
  ['Node 24', '24.21.0'],
])('on %s', (_, version) => {
  let nodeFolder: EmptyFolder | undefined;
  let node = process.execPath;
  let absent: unknown;
  beforeAll(async () => {
    if (version === undefined) return;
    try {
      nodeFolder = await installIntoEmptyFolder([`node@${version}`]);
      node = join(nodeFolder.path, 'node_modules/node/bin/node');
      expect((await nodeFolder.run(node, ['--version'])).trim()).toBe(`v${version}`);
    } catch (error) {
      if (process.env.CI) throw error;
      absent = error;
    }
  });
  afterAll(() => nodeFolder?.remove());

  test.for(programs)('%s of the README prints what is said there', async (name, { skip }) => {
    if (absent) skip(`Node ${version} could not be installed: ${absent}`);
    const code = readFileSync(join(folder.path, name), 'utf8');
    const said = snippets.find((snippet) => snippet.code === code)?.output;
    expect(await folder.run(node, [name])).toBe(said);
  });

  test('without its optional peer the transformers embedder says what to install', async ({ skip }) => {
    if (absent) skip(`Node ${version} could not be installed: ${absent}`);
    await expect(folder.run(node, [peerProgram])).rejects.toThrow(
      /EMBEDDER_PACKAGE_MISSING[\s\S]*npm install @huggingface\/transformers/,
    );
  });

  test('the store of the user works', async ({ skip }) => {
    if (absent) skip(`Node ${version} could not be installed: ${absent}`);
    expect(await folder.run(node, ['custom-store/out/main.js'])).toContain('came back from its file');
  });
});
