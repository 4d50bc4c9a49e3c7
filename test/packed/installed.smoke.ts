import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { peerProgram, programs, snippets } from '../contracts/readme-blocks.js';
import { packageFolders, readManifest, root } from '../contracts/repository.js';
import { type EmptyFolder, installIntoEmptyFolder } from './empty-folder.js';

const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const manifestOf = (name: string) => JSON.parse(readFileSync(join(root, 'examples', name, 'package.json'), 'utf8'));
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
  const dependencies = Object.entries<string>(manifestOf('readme').dependencies);
  folder = await installIntoEmptyFolder([
    ...inject('tarballs'),
    ...dependencies.filter(([, version]) => version !== 'workspace:*').map(([name, version]) => `${name}@${version}`),
    `libsql@${manifestOf('custom-store').dependencies.libsql}`,
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
  ['this Node', undefined, '', []],
  ['Node 22', 'node', '22.23.3', []],
  ['Node 24', 'node', '24.21.0', []],
  ['Deno', 'deno', '2.9.6', ['run', '--allow-all', '--no-prompt']],
  ['Bun', 'bun', '1.4.5', ['run']],
])('on %s', (name, runtime, version, args) => {
  let runtimeFolder: EmptyFolder | undefined;
  let program = process.execPath;
  let absent: string | undefined;
  beforeAll(async () => {
    if (runtime === undefined) return;
    try {
      runtimeFolder = await installIntoEmptyFolder([`${runtime}@${version}`]);
      program = join(runtimeFolder.path, 'node_modules/.bin', runtime);
      expect(await runtimeFolder.run(program, ['--version'])).toContain(version);
    } catch (error) {
      if (process.env.CI) throw error;
      absent = `${name} ${version} could not be installed: ${error}`;
    }
  });
  afterAll(() => runtimeFolder?.remove());

  test.for(programs)('%s of the README prints what is said there', async (name, { skip }) => {
    if (absent) skip(absent);
    const code = readFileSync(join(folder.path, name), 'utf8');
    const said = snippets.find((snippet) => snippet.code === code)?.output;
    expect(alike(await folder.run(program, [...args, name]))).toBe(said && alike(said));
  });

  test('without its optional peer the transformers embedder says what to install', async ({ skip }) => {
    if (absent) skip(absent);
    // Deno prints neither codes nor hints of errors that nobody caught.
    const said = runtime === 'deno' ? /@huggingface/ : /EMBEDDER_PACKAGE_MISSING[\s\S]*npm install @huggingface/;
    await expect(folder.run(program, [...args, peerProgram])).rejects.toThrow(said);
  });

  test('the store of the user works', async ({ skip }) => {
    if (absent) skip(absent);
    expect(await folder.run(program, [...args, 'custom-store/out/main.js'])).toContain('came back from its file');
  });

  // The kit's other entry declares tests of `node:test`, whose runner and report are Node's own.
  test.skipIf(runtime === 'deno' || runtime === 'bun')('the packed kit proves it', async ({ skip }) => {
    if (absent) skip(absent);
    const printed = await folder.run(program, ['--test', '--test-reporter=tap', 'custom-store/out/prove-store.js']);
    expect(printed).toMatch(/^# fail 0$/m);
    expect(Number(/^# pass (\d+)$/m.exec(printed)?.[1])).toBeGreaterThan(60);
  });
});

/** Runtimes print lists, objects and texts in their own way: Bun ends what it breaks into lines with a comma. */
function alike(text: string): string {
  return text.replaceAll('"', "'").replaceAll(/\s+|,(?=\s*[\]}])/g, '');
}
