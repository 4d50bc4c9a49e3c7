import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type EmptyFolder, installIntoEmptyFolder, installRuntime } from '../packed/empty-folder.js';

const program = 'secret-answers.mjs';

let folder: EmptyFolder;
let onNode: { readonly answers: readonly unknown[]; readonly row: unknown };
beforeAll(async () => {
  folder = await installIntoEmptyFolder(inject('tarballs').filter((path) => path.includes('agentcards-auth')));
  copyFileSync(join(import.meta.dirname, program), join(folder.path, program));
  onNode = JSON.parse(await folder.run(process.execPath, [program]));
});
afterAll(() => folder.remove());

test('on Node values come back, with the keys that there are', () => {
  expect(onNode.answers).toEqual([
    { value: 'hush 😀', version: 1 },
    { rewrapped: 1, unreadable: 0, remaining: 0 },
    { value: 'hush 😀', version: 1 },
    'SECRET_KEY_UNAVAILABLE',
    'INVALID_INPUT',
  ]);
});

describe.each([
  { runtime: 'deno', version: '2.9.6', args: ['run', '--no-prompt'] },
  { runtime: 'bun', version: '1.4.5', args: ['run'] },
])('on $runtime $version', ({ runtime, version, args }) => {
  let installed: EmptyFolder | string;
  beforeAll(async () => {
    installed = await installRuntime(`${runtime}@${version}`);
  });
  afterAll(() => typeof installed === 'object' && installed.remove());

  test('the vault answers as on Node, and reads what Node has encrypted', async ({ skip }) => {
    if (typeof installed === 'string') return skip(installed);
    const executable = join(installed.path, 'node_modules/.bin', runtime);
    const said = JSON.parse(await folder.run(executable, [...args, program, JSON.stringify(onNode.row)]));
    expect(said.answers).toEqual([...onNode.answers, onNode.answers[0]]);
  });
});
