import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type EmptyFolder, installIntoEmptyFolder, installRuntime } from '../packed/empty-folder.js';

const files = ['auth-answers.mjs', 'auth-worker.mjs', 'auth-worker.capnp'];
const expected = JSON.stringify([
  [303, 303, 'ada', 'admin'],
  ['api-key', 'api-key', 49],
  [true, true, false],
  'API_KEY_INVALID',
  '400 SIGN_IN_STATE_INVALID',
  '403 CSRF_REJECTED',
  '204 undefined',
  '401 SESSION_INVALID',
]);
const say = "import { authAnswers } from './auth-answers.mjs'; console.log(await authAnswers());";

let folder: EmptyFolder;
beforeAll(async () => {
  folder = await installIntoEmptyFolder(inject('tarballs').filter((path) => path.includes('agentcards-auth')));
  for (const file of files) copyFileSync(join(import.meta.dirname, file), join(folder.path, file));
});
afterAll(() => folder.remove());

test('alone it brings at most six packages of others, and answers on Node', async () => {
  const installed = folder.installed().filter((name) => name !== '@agentcards/auth');
  expect(installed.length).toBeLessThanOrEqual(6);
  expect(installed).toContain('@node-rs/argon2');
  expect((await folder.run(process.execPath, ['--input-type=module', '--eval', say])).trim()).toBe(expected);
});

describe.each([
  { runtime: 'deno', version: '2.9.6', args: ['eval', say] },
  { runtime: 'bun', version: '1.4.5', args: ['--eval', say] },
  { runtime: 'workerd', version: '1.20261117.1', args: ['test', 'auth-worker.capnp'] },
])('on $runtime $version', ({ runtime, version, args }) => {
  test('it answers the same, with the hasher of WebCrypto', async ({ skip }) => {
    const other = await installRuntime(`${runtime}@${version}`, 'esbuild@0.28.2');
    if (typeof other === 'string') return skip(other);
    try {
      if (runtime === 'workerd') {
        const options = ['--bundle', '--format=esm', '--platform=neutral', '--main-fields=module,main'];
        const more = ['--external:@node-rs/argon2', '--outfile=auth-worker.bundle.mjs'];
        await folder.run(join(other.path, 'node_modules/.bin/esbuild'), ['auth-worker.mjs', ...options, ...more]);
      }
      const said = await folder.run(join(other.path, 'node_modules/.bin', runtime), args);
      expect(said.trim()).toBe(expected);
    } finally {
      other.remove();
    }
  });
});
